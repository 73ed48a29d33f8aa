"""How every verb changes a retrospective: locked, allowed, in the right state, and written down."""

import functools
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from activity.locking import read_anew
from activity.models import Event
from backlog.models import WrongState
from retrospectives.models.life import VERBS
from teams import permissions


def verb(name: str) -> Callable:
    """Make a method a verb: one transaction, the board locked, policy asked first, then the state.

    Locking the retrospective's row puts the writes of one board in a row, for milliseconds; what
    each writes is its own row only. The lock lets readers, and rows that refer to it, pass.
    """

    def decorate(method):
        @functools.wraps(method)
        def run(self, *args, by, **kwargs):
            with transaction.atomic():
                self.lock()
                self.require(name, by=by)
                return method(self, *args, by=by, **kwargs)

        return run

    return decorate


class Changing:
    """The machinery below the verbs. Callers use the verbs."""

    def lock(self) -> None:
        """Take the row for this transaction and read it anew."""
        read_anew(self, type(self).objects.select_for_update(no_key=True))

    def may(self, name: str, user) -> bool:
        """Whether `user` may do the verb now: by policy and by state. For showing buttons."""
        return self.state in VERBS[name].states and permissions.may(user, VERBS[name].permission, self)

    def require(self, name: str, *, by) -> None:
        """Raise `PermissionDenied` if policy forbids the verb, else `WrongState` if the state does."""
        permissions.require(by, VERBS[name].permission, self)
        if self.state not in VERBS[name].states:
            raise WrongState(
                _("“%(verb)s” is not possible: the retrospective is in the state “%(state)s”.")
                % {"verb": VERBS[name].label, "state": self.get_state_display()}
            )

    def change(self, event: str, *, by, public: bool = False, tell=(), data: dict | None = None, **fields):
        """Write new field values, count the board's version up, record the event.

        What happens on the board concerns those who take part, not the product group: such events
        carry no group and no words of a note. `public` ones (held, closed, item filed) do.
        """
        for field, value in fields.items():
            setattr(self, field, value)
        self.version += 1
        self.save(update_fields=[*fields, "version"])
        return Event.record(
            event,
            subject_type="retrospective",
            subject_id=self.pk,
            product_group_id=self.product_group_id if public else None,
            by=by,
            tell=tell,
            **(data or {}),
        )
