"""What happens when somebody follows the link of an invitation."""

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from teams import permissions
from teams.models.roles import GroupRole, Membership
from teams.models.users import User
from teams.wrong_state import WrongState


class Accepting:
    """Verbs: accept, accept_as_new. The row is locked first, so that two at the same moment make one."""

    def accept_as_new(self, *, name: str, password: str, language: str = "") -> User:
        """Make the invited person, with the role. `WrongState` if the link was used meanwhile."""
        hashed = make_password(password)
        with transaction.atomic():
            self._lock()
            self._require_valid()
            person = User.objects.create_user(
                self.email, hashed=hashed, name=" ".join(name.split()), language=language
            )
            self._join(person)
        return person

    def accept(self, *, by) -> None:
        """The person with the invited address takes the role. `WrongState` if it is no longer valid."""
        with transaction.atomic():
            self._lock()
            if by.email.lower() != self.email:
                raise WrongState(gettext("This invitation is for another person."))
            self._require_valid()
            self._join(by)

    def _join(self, person) -> None:
        if self.team:
            Membership.join(team=self.team, user=person, role=self.role)
        elif self.product_group:
            GroupRole.objects.get_or_create(user=person, product_group=self.product_group, role=self.role)
        else:
            User.objects.filter(pk=person.pk).update(is_admin=True)
            person.is_admin = True
        person.forget_access()
        self.accepted_at, self.accepted_by = timezone.now(), person
        self.save(update_fields=["accepted_at", "accepted_by"])
        self._record("accepted", by=person, tell=[self.invited_by_id])

    @property
    def is_valid(self) -> bool:
        """Open, in time, into a living place, and by somebody who may still hand out the role."""
        return (
            self.accepted_at is None
            and self.revoked_at is None
            and not self.expired
            and (self.team is None or self.team.active)
            and permissions.may(self.invited_by, *self._permission())
        )

    def _require_valid(self) -> None:
        if not self.is_valid:
            raise WrongState(gettext("This invitation is no longer valid."))
