"""How every verb changes an item: locked, allowed, in the right state, and written down."""

import functools
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.locking import read_anew
from activity.models import Event
from backlog.models import flags
from backlog.models.life import ANSWER_EXPECTED, UNDONE, VERBS, State, WrongState
from backlog.models.ordering import key_at_end
from backlog.models.watches import Watch
from backlog.models.wording import WORDED, Wording
from teams import permissions

UNHEARD = frozenset({"comment_edited", "ordered"})
"""Events that nobody is told of: the page shows them."""
KEPT_BY_CHANGE = frozenset(
    {
        "last_human_activity",
        "position",
        "ready_since",
        "silent_since",
        "state_since",
        "unanswered_since",
        "version",
    }
)
"""Columns that `change` keeps itself. Only what changed is written: untouched texts need no new words."""


def verb(name: str, *, with_merged: bool = False) -> Callable:
    """Make a method a verb: one transaction, the row locked, policy asked first, then the state.

    The method gets the item as it stands in the database now, `with_merged` with a lock on what
    was merged into it as well. Raises `PermissionDenied`,
    `WrongState`, or what the method raises; then nothing was changed.
    """

    def decorate(method):
        @functools.wraps(method)
        def run(self, *args, by, **kwargs):
            with transaction.atomic():
                self.lock_with_merged() if with_merged else self.lock()
                self.require(name, by=by)
                return method(self, *args, by=by, **kwargs)

        return run

    return decorate


class Changing:
    """The machinery below the verbs. Callers use the verbs."""

    UNDONE = UNDONE

    def lock(self) -> None:
        """Take the row for this transaction and read it anew."""
        read_anew(self, type(self).objects.select_for_update())

    def lock_with_merged(self) -> None:
        """As `lock`, together with what was merged into it, all in the order of `with_lock`.

        Raises `WrongState` where something was merged into it while it waited.
        """
        merged = type(self).objects.filter(merged_into=self.pk).values_list("pk", flat=True)
        known = set(merged.all())
        self.with_lock(self.pk, *known)
        self.lock()
        if not set(merged.all()) <= known:
            raise WrongState(_("Another item was merged into it at this moment. Look at it again."))

    def may(self, name: str, user) -> bool:
        """Whether `user` may do the verb now: by policy and by state. For showing buttons."""
        return self.state in VERBS[name].states and permissions.may(user, VERBS[name].permission, self)

    def require(self, name: str, *, by) -> None:
        """Raise `PermissionDenied` if policy forbids the verb, else `WrongState` if the state does."""
        permissions.require(by, VERBS[name].permission, self)
        if self.state not in VERBS[name].states:
            raise WrongState(
                _("“%(verb)s” is not possible: the item is in the state “%(state)s”.")
                % {"verb": VERBS[name].label, "state": self.get_state_display()}
            )

    def change(
        self,
        event: str,
        *,
        by,
        tell=(),
        besides=(),
        data: dict | None = None,
        human: bool | None = None,
        **fields,
    ):
        """Write new field values, the event, and what follows from both. Returns the event.

        Must be called inside the verb's transaction. A change of state dates the state; by a
        person it also ends the silence. `tell` names whom it concerns beside those who watch,
        `besides` who is told of it otherwise. Flags whose cause ended are cleared at once.
        """
        now = timezone.now()
        before = self.state
        for field, value in fields.items():
            setattr(self, field, value)
        if self.state != before:
            self._entered(before, now, fields)
        if by is not None and human is not False:
            self.last_human_activity = now
            if "silent_since" not in fields:
                self.silent_since = now
        self.version += 1
        self.save(update_fields=KEPT_BY_CHANGE | fields.keys())
        if fields.keys() & WORDED:
            Wording.keep([self])
        flags.clear_ended(self, now)
        besides = set(besides) | ({by.pk} if by else set())
        hearers = set() if event in UNHEARD else self._hearers(set(tell), fields, besides)
        told = {"title": self.title, "number": self.number, "before": before, "state": self.state}
        return Event.record(
            event,
            subject_type="item",
            subject_id=self.pk,
            product_group_id=self.product_group_id,
            by=by,
            human=human,
            tell=hearers,
            at=now,
            **told | (data or {}),
        )

    def _hearers(self, told: set, fields: dict, besides: set) -> set:
        """Who hears of an event: `told`, author, owner and watchers, unless they would rather not.

        A new owner is told in any case; those in `besides`, the actor among them, are not.
        """
        asked = {self.owner_id} if fields.get("owner") else set()
        everybody = (told | {self.raised_by_id, self.owner_id}) - {None}
        return Watch.objects.hearers(self, everybody, besides=besides) | (asked - besides)

    def _entered(self, before: str, now, fields: dict) -> None:
        """What follows from a new state; what the verb says itself (`fields`) is left alone."""
        self.state_since = now
        awaited_anew = self.state in ANSWER_EXPECTED and before not in ANSWER_EXPECTED
        if awaited_anew and "unanswered_since" not in fields:
            self.unanswered_since = now
        if self.state == State.READY and "ready_since" not in fields:
            self.ready_since = now
        if "position" in fields:
            return
        if self.state == State.READY:
            rows = type(self).objects.on_backlog(self.product_group_id)
            self.position = key_at_end(rows, self.product_group_id)
        elif before == State.READY:
            self.position = ""

    def group_teams(self) -> int:
        """How many active teams the item's product group has."""
        return self.product_group.teams.active().count()

    @classmethod
    def with_lock(cls, *ids) -> dict:
        """Lock several items in one order, so that two people merging crosswise don't block."""
        rows = cls.objects.select_for_update().filter(pk__in=ids).order_by("pk")
        return {row.pk: row for row in rows}
