"""The originating team has the last word: confirm, check, reopen."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from backlog.audience import managers_of, members_of
from backlog.models.changing import verb
from backlog.models.deciding import need
from backlog.models.life import State, WrongState
from backlog.models.records import Check


class Confirming:
    """Verbs: confirm, check, reopen."""

    @verb("confirm")
    def confirm(self, *, note: str = "", by):
        """The originating team says that it worked; after the group's check days it is asked again."""
        self.leave_product_backlog()
        now = timezone.now()
        self.change(
            "confirmed",
            by=by,
            tell=self._doers() | managers_of(self.product_group_id),
            data={"note": note.strip()},
            state=State.CONFIRMED,
            confirmed_at=now,
            check_due=self.product_group.today(now) + timedelta(days=self.product_group.check_days),
        )

    @verb("check")
    def check_holds(self, *, holds: bool, note: str = "", by):
        """Answer whether a confirmed item still holds; "no" reopens it and needs a note."""
        if holds is None:
            raise ValidationError({"holds": _("Say whether it still holds.")})
        note = (note or "").strip()
        if not holds:
            note = need(note, "note", _("Say in a sentence what no longer holds."))
        Check.objects.create(item=self, holds=holds, note=note, by=by)
        data = {"holds": holds, "note": note}
        if holds:
            self.change("checked", by=by, data=data, check_due=None)
            return
        self.change("checked", by=by, tell=self._doers(), data=data, check_due=None)
        self._back_to_ready(by=by, reason=note)

    @verb("reopen")
    def reopen(self, *, reason: str, by):
        """It did not work, or the refusal is not accepted (once): ready again, its age kept."""
        reason = need(reason, "reason", _("Say in a sentence why it is opened again."))
        if self.state == State.DECLINED and self.reopened_by_team:
            raise WrongState(_("A declined item can be opened again once; that has happened."))
        self._back_to_ready(by=by, reason=reason)

    def _back_to_ready(self, *, by, reason: str) -> None:
        fields = {"state": State.READY, "owner": None, "due": None, "taken_by": None, "check_due": None}
        if self.state == State.DECLINED:
            fields["reopened_by_team"] = True
        if self.state == State.CONFIRMED:
            since = self.product_group.days_between(self.confirmed_at)
            recurs = since < self.product_group.recurring_days
            fields |= {"recurred_itself": recurs, "recurred": recurs or self.recurs_below()}
        tell = self._doers() | managers_of(self.product_group_id)
        self.leave_product_backlog()
        self.change("reopened", by=by, tell=tell, data={"reason": reason}, **fields)

    def _doers(self) -> set:
        return members_of(self.taken_by_id) | {self.owner_id}
