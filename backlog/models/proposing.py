"""How an item comes: filed by a team, or proposed from outside."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from activity.models import Event
from backlog.audience import members_of
from backlog.models.changing import verb
from backlog.models.life import State
from backlog.models.templates import Answer, checked
from backlog.models.wording import Wording
from teams import permissions


def require_team(team, item, by, *, field: str = "team"):
    """The team must be one of the item's product group, and `by` one of its members."""
    if team is None:
        raise ValidationError({field: _("Say for which team.")})
    if not by.access.is_member(team.pk):
        raise PermissionDenied(_("You are not a member of the team “%s”.") % team)
    if team.product_group_id != item.product_group_id or not team.active:
        raise ValidationError({field: _("Choose an active team of the item's product group.")})


class Proposing:
    """Verbs: file, propose, withdraw."""

    @classmethod
    def file(cls, *, team, by, again=None, tests=None, answers=None, **fields):
        """File an item as `new` for a team that `by` is a member of.

        `again` is an item that is over and that this one raises again, `tests` one whose
        assumption this one tests.
        """
        permissions.require(by, "backlog.file_item", team)
        if not team.active:
            raise ValidationError({"team": _("The team is no longer active.")})
        item = cls(product_group=team.product_group, team=team, raised_by=by, state=State.NEW, **fields)
        return item._raise("filed", by=by, ties={"again": again, "tests": tests}, answers=answers)

    @classmethod
    def propose(cls, *, team, by, again=None, tests=None, answers=None, **fields):
        """Propose an item from outside the teams; `team` is the one that it affects. Else as `file`."""
        permissions.require(by, "backlog.propose_item", team.product_group)
        if not team.active:
            raise ValidationError({"team": _("The team is no longer active.")})
        item = cls(
            product_group=team.product_group,
            team=team,
            raised_by=by,
            from_outside=True,
            state=State.PROPOSED,
            **fields,
        )
        ties = {"again": again, "tests": tests}
        return item._raise("proposed", by=by, tell=members_of(team.pk), ties=ties, answers=answers)

    def _raise(self, event: str, *, by, tell=(), ties: dict, answers=None, human: bool = True, **data):
        """Number, check and store a new item with its first event."""
        self.title = " ".join(self.title.split())
        ties_to_rows = {field.name for field in self._meta.concrete_fields if field.is_relation}
        self.clean_fields(exclude={"number"} | ties_to_rows)  # these have just been read
        if not self.title:
            raise ValidationError({"title": _("An item needs a title.")})
        self.silent_since = self.unanswered_since = self.last_human_activity = self.state_since = self.created
        answers = checked(answers or {})
        with transaction.atomic():
            ties = self._hold(ties)
            self.number = self.product_group.take_number()
            self.save(force_insert=True)
            Wording.keep([self])
            Answer.keep(self, answers)
            data |= self._tie_to(ties, by=by)
            Event.record(
                event,
                subject_type="item",
                subject_id=self.pk,
                product_group_id=self.product_group_id,
                by=by,
                human=human,
                tell=tell,
                title=self.title,
                number=self.number,
                state=self.state,
                team=self.team.name if self.team else None,
                **data,
            )
        return self

    def _hold(self, ties: dict) -> dict:
        """The older items as they are now, held, so that none is opened again or merged meanwhile."""
        held = self.with_lock(*[to.pk for to in ties.values() if to is not None])
        return {kind: to and held[to.pk] for kind, to in ties.items()}

    def _tie_to(self, ties: dict, *, by) -> dict:
        """Store what the new item has to do with older ones; returns what its event tells of that."""
        told = {}
        for kind, to in ties.items():
            if to is not None:
                self.tie(kind, to, by=by)
                told |= {kind: str(to.pk), f"{kind}_number": to.number}
        if ties["again"] is not None:
            self.recurred = self.recurred_itself = self.came_back(ties["again"])
            self.save(update_fields=["recurred", "recurred_itself"])
            self.keep_team_count()
        return told

    @verb("withdraw", with_merged=True)
    def withdraw(self, *, reason: str, by):
        """The originating team (of a proposal: who proposed it) takes the item back.

        What was merged into it goes on by itself.
        """
        if not reason.strip():
            raise ValidationError({"reason": _("Say in a sentence why it is withdrawn.")})
        self.leave_product_backlog()
        self.let_merged_go(State.WITHDRAWN, by=by)
        tell = {self.raised_by_id, self.owner_id}
        self.change("withdrawn", by=by, tell=tell, data={"reason": reason.strip()}, state=State.WITHDRAWN)
