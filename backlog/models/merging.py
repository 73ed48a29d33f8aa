"""The same matter, raised more than once: merge, unmerge, "affects us too"."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from backlog.audience import members_of
from backlog.models import flags
from backlog.models.actions import Action
from backlog.models.changing import verb
from backlog.models.life import UNDONE, State, WrongState
from backlog.models.matter import merged_above, merged_below
from backlog.models.ordering import key_again
from backlog.models.proposing import require_team
from backlog.models.records import Affects


def _upwards(rows: dict, pk) -> list:
    """What the item was merged into, what that was merged into, and so on."""
    found = []
    while pk := rows[pk].merged_into_id:
        found.append(rows[pk])
    return found


class Merging:
    """Verbs: merge, unmerge, affects."""

    def merge(self, into, *, by):
        """Let this item go on as part of another undone one of the same product group.

        Both rows are locked in one order, so that people merging crosswise don't block each
        other. The other item's side counts as a machine write: it isn't activity there.
        """
        with transaction.atomic():
            rows = type(self).with_lock(self.pk, into.pk if into else self.pk)
            self.lock()
            self.require("merge", by=by)
            if into is None or into.pk == self.pk:
                raise ValidationError({"into": _("Choose another item.")})
            target = rows[into.pk]
            if target.product_group_id != self.product_group_id:
                raise ValidationError({"into": _("Choose an item of the same product group.")})
            if target.state not in UNDONE:
                raise ValidationError({"into": _("Choose an item that is still undone.")})
            self.change(
                "merged",
                by=by,
                tell=[self.raised_by_id, target.raised_by_id],
                data={"into": str(target.pk), "into_number": target.number},
                state=State.MERGED,
                merged_into=target,
                state_before_merge=self.state,
                position_before_merge=self.position,
            )
            Action.objects.go_on_with(self, target)
            target._recount("absorbed", by=by, other=self)

    def unmerge(self, *, by, silence: dict | None = None):
        """Undo the merge: the item is in the state it had before, in its place in the order.

        An answer and a decision are awaited since when they were, and flags whose cause still
        holds stand again. `silence` holds the moments of its last activity from before the
        merge, where that is undone as if it had not happened.
        """
        with transaction.atomic():
            rows = self.with_lock_upwards(self.pk)
            self.lock()
            self.require("unmerge", by=by)
            above = _upwards(rows, self.pk)
            target = rows[self.merged_into_id]
            self._come_out(
                by=by,
                human=None if silence is None else False,
                tell=[self.raised_by_id],
                data={"into": str(target.pk), "into_number": target.number},
                **(silence or {}),
            )
            for other in above:
                other._recount("unabsorbed", by=by, other=self)

    @classmethod
    def with_lock_upwards(cls, *ids) -> dict:
        """Lock items and everything that they were merged into, all in one order.

        Raises `WrongState` where one of them went on into yet another item before it was locked.
        """
        rows = cls.with_lock(*ids, *merged_above(cls, ids))
        if any(row.merged_into_id and row.merged_into_id not in rows for row in rows.values()):
            raise WrongState(_("It was merged anew at this moment. Look at it again."))
        return rows

    def let_merged_go(self, state: str, *, by) -> None:
        """Take out what was merged into it, since it goes to `state`, where nobody would find it.

        A side effect, hence no activity; its authors and teams are told. Called by verbs that
        hold all the rows (`lock_with_merged`).
        """
        merged = type(self).with_lock(*self.merged_items.values_list("pk", flat=True))
        for one in merged.values():
            one._come_out(
                by=by,
                human=False,
                tell=members_of(one.team_id),
                data={"into": str(self.pk), "into_number": self.number, "into_state": state},
            )
            self._recount("unabsorbed", by=by, other=one, let_go=True)

    def _come_out(self, **said) -> None:
        """Be an item of its own again: as before the merge, in its place, with the flags that still hold.

        The clocks went on standing on the row, where answers given meanwhile count.
        """
        merged_at, place = self.state_since, ""
        if self.state_before_merge == State.READY:
            rows = type(self).objects.on_backlog(self.product_group_id)
            place = key_again(rows, self.product_group_id, self.position_before_merge)
        self.change(
            "unmerged",
            state=self.state_before_merge,
            merged_into=None,
            state_before_merge="",
            position_before_merge="",
            position=place,
            ready_since=self.ready_since,
            unanswered_since=self.unanswered_since,
            **said,
        )
        Action.objects.come_out_with(self, merged_below(type(self), {self.pk}))
        flags.bring_back(self, merged_at)

    def _recount(self, event: str, *, by, other, **said) -> None:
        data = {"item": str(other.pk), "item_number": other.number} | said
        counted = {
            "team_count": self.count_teams(),
            "recurred": self.recurred_itself or self.recurs_below(),
            "needs_visit": self.owes_visit() or self.owes_visit_below(),
        }
        self.change(event, by=by, human=False, data=data, **counted)

    @verb("affects")
    def affects(self, team, *, by):
        """Another team says that this affects it too; teams are counted, not persons."""
        require_team(team, self, by)
        if team.pk == self.team_id:
            raise ValidationError({"team": _("The item comes from this team.")})
        _row, new = Affects.objects.get_or_create(item=self, team=team, defaults={"by": by})
        if not new:
            raise WrongState(_("The team “%s” has said so already.") % team)
        tell = [self.raised_by_id]
        self.change("affects", by=by, tell=tell, data={"team": team.name}, team_count=self.count_teams())
