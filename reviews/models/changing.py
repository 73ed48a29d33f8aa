"""How every verb changes a review meeting: locked, allowed, in the right state, and written down."""

import functools
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from activity.locking import read_anew
from activity.models import Event
from backlog.models import WrongState
from reviews.models.life import VERBS
from teams import permissions


def verb(name: str) -> Callable:
    """Make a method a verb: one transaction, the row locked, policy asked first, then the state."""

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
        """Take the row for this transaction and read it anew; rows that refer to it may pass."""
        read_anew(self, type(self).objects.select_for_update(no_key=True))

    def may(self, name: str, user) -> bool:
        """Whether `user` may do the verb now: by policy and by state. For showing buttons."""
        return self.state in VERBS[name].states and permissions.may(user, VERBS[name].permission, self)

    def require(self, name: str, *, by) -> None:
        """Raise `PermissionDenied` if policy forbids the verb, else `WrongState` if the state does."""
        permissions.require(by, VERBS[name].permission, self)
        if self.state not in VERBS[name].states:
            raise WrongState(
                _("“%(verb)s” is not possible: the review meeting is in the state “%(state)s”.")
                % {"verb": VERBS[name].label, "state": self.get_state_display()}
            )

    def change(self, event: str = "", *, by=None, tell=(), data: dict | None = None, **fields) -> None:
        """Write new field values and count the version up; with `event`, record it as well."""
        for field, value in fields.items():
            setattr(self, field, value)
        self.version += 1
        self.save(update_fields=[*fields, "version"])
        if event:
            self.record(event, by=by, tell=tell, **(data or {}))

    def record(self, event: str, *, by, tell=(), **data) -> None:
        Event.record(
            event,
            subject_type="review",
            subject_id=self.pk,
            product_group_id=self.product_group_id,
            by=by,
            tell=tell,
            group=self.product_group.name,
            planned_at=self.planned_at.astimezone(self.product_group.zone).isoformat(),
            **data,
        )
