"""Invitations: a link by mail that makes a person, with a role, exactly once."""

import base64
import hashlib
from datetime import UTC, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from activity.doorbell import wake
from activity.models import Event
from teams import permissions
from teams.models.accepting import Accepting
from teams.models.groups import ProductGroup
from teams.models.roles import GroupRole, Membership
from teams.models.teams import Team, permission_for
from teams.models.users import User
from teams.wrong_state import WrongState

VALID_DAYS = 14
ADMIN = "admin"
ROLES = [*Membership.Role.choices, *GroupRole.Role.choices, (ADMIN, _("Administrator"))]
ROLE_WORDS = dict(ROLES)


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user) -> "InvitationQuerySet":
        """All for an administrator, else those into the teams that `user` leads."""
        if not user.is_authenticated:
            return self.none()
        if user.is_admin:
            return self
        return self.filter(team__in=Team.objects.led_by(user))

    def open(self) -> "InvitationQuerySet":
        """Neither accepted nor revoked; an expired one is among them and can be sent anew."""
        return self.filter(accepted_at=None, revoked_at=None)

    def valid(self) -> "InvitationQuerySet":
        return self.open().filter(expires__gt=timezone.now())

    def unmailed(self) -> "InvitationQuerySet":
        return self.valid().filter(mailed_at=None)

    def into_team(self, team) -> "InvitationQuerySet":
        return self.filter(team=team)

    def to_same(self, invitation) -> "InvitationQuerySet":
        """For the same person into the same place with the same role."""
        place = {"team": invitation.team, "product_group": invitation.product_group}
        return self.filter(email=invitation.email, role=invitation.role, **place)

    def with_secret(self, secret: str) -> "InvitationQuerySet":
        return self.filter(secret_hash=hashed(secret))

    def of_id(self, pk) -> "InvitationQuerySet":
        return self.filter(pk=pk)

    def for_list(self) -> "InvitationQuerySet":
        rows = self.select_related("team__product_group", "product_group", "invited_by")
        return rows.defer("team__product_group__purpose", "product_group__purpose")


class Invitation(Accepting, models.Model):
    """One person is asked to join with one role: in a team, in a group, or as administrator.

    The link's secret is derived from the installation's key, the invitation and its last day:
    the worker can write the mail from the id alone, a copy of the database opens nothing, and
    sending anew makes the old link worthless. Stored is a hash, so that a link outlives a
    change of the key. Valid 14 days and for one use.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("E-mail address"))
    name = models.CharField(_("Name"), max_length=120, blank=True)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT)
    product_group = models.ForeignKey(ProductGroup, null=True, blank=True, on_delete=models.PROTECT)
    role = models.CharField(_("Role"), max_length=20, choices=ROLES)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now, editable=False)
    expires = models.DateTimeField(editable=False)
    mailed_at = models.DateTimeField(null=True, blank=True, editable=False)
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(team=None) | models.Q(product_group=None), name="invitation_one_place"
            ),
            models.UniqueConstraint(
                Lower("email"),
                "team",
                "product_group",
                "role",
                condition=models.Q(accepted_at=None, revoked_at=None),
                nulls_distinct=False,
                name="invitation_open_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-created", "-id"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="invitation_open",
            )
        ]

    def __str__(self) -> str:
        return self.email

    # --- inviting ---------------------------------------------------------------------------------

    @classmethod
    def invite(cls, *, email: str, role: str, name: str = "", team=None, product_group=None, by):
        """Ask one person; the mail goes out after the commit. Raises `ValidationError` with a dict."""
        invitation = cls(
            email=email.strip().lower(),
            name=" ".join(name.split()),
            role=role,
            team=team,
            product_group=product_group,
            invited_by=by,
        )
        with transaction.atomic():
            invitation._require(by)
            invitation._check()
            invitation._draw()
            invitation._insert()
            invitation._record("invited", by=by)
            invitation._mail_after_commit()
        return invitation

    @classmethod
    def invite_all(cls, people, *, by, **place_and_role) -> list["Invitation"]:
        """Ask several people (pairs of name and address) with one role: all of them or nobody.

        Raises `ValidationError`, whose `by_index` holds sentences for each refused pair.
        """
        made, refused = [], {}
        with transaction.atomic():
            for index, (name, email) in enumerate(people):
                try:
                    made.append(cls.invite(name=name, email=email, by=by, **place_and_role))
                except ValidationError as error:
                    refused[index] = error.messages
            if refused:
                error = ValidationError([sentence for many in refused.values() for sentence in many])
                error.by_index = refused
                raise error
        return made

    def resend(self, *, by) -> None:
        """Send a new link, valid 14 days from now; the old one is worthless."""
        with transaction.atomic():
            self._lock()
            self._require(by)
            self._require_open()
            self._draw()
            self.mailed_at, self.invited_by = None, by
            self.save(update_fields=["secret_hash", "expires", "mailed_at", "invited_by"])
            self._record("resent", by=by)
            self._mail_after_commit()

    def revoke(self, *, by) -> None:
        """Make the link worthless at once. Safe to repeat."""
        with transaction.atomic():
            self._lock()
            permissions.require(by, "teams.revoke_invitation", self)
            if self.revoked_at:
                return
            self._require_open()
            self.revoked_at = timezone.now()
            self.save(update_fields=["revoked_at"])
            self._record("revoked", by=by)

    # --- what it is -------------------------------------------------------------------------------

    @property
    def secret(self) -> str:
        """What the link ends with."""
        told = f"{self.pk}:{self.expires.astimezone(UTC).isoformat()}"
        digest = salted_hmac("teams.invitation", told, algorithm="sha256").digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    @property
    def url(self) -> str:
        return settings.PUBLIC_URL + reverse("teams:invitation-accept", args=[self.secret])

    @property
    def place(self):
        """The team or product group; None for an administrator."""
        return self.team or self.product_group

    @property
    def role_word(self) -> str:
        return ROLE_WORDS[self.role]

    @property
    def expired(self) -> bool:
        return self.expires <= timezone.now()

    # --- below the verbs --------------------------------------------------------------------------

    def _permission(self) -> tuple:
        if self.team:
            return permission_for(self.role), self.team
        return "teams.configure", self.product_group

    def _require(self, by) -> None:
        permissions.require(by, *self._permission())

    def _require_open(self) -> None:
        if self.accepted_at or self.revoked_at:
            raise WrongState(gettext("This invitation was accepted or revoked already."))

    def _check(self) -> None:
        """The role fits the place; nobody is asked twice, nor for what they have."""
        self.clean_fields(exclude=["secret_hash", "expires"])
        fitting = Membership.Role if self.team else GroupRole.Role if self.product_group else None
        if self.role not in (fitting.values if fitting else [ADMIN]):
            raise ValidationError({"role": gettext("This role does not exist in this place.")})
        if self.team and not self.team.active:
            raise ValidationError({"team": gettext("The team is no longer active.")})
        if self._held():
            raise ValidationError({"email": gettext("%s has this role already.") % self.email})
        open_ones = Invitation.objects.open().to_same(self)
        open_ones.filter(expires__lte=timezone.now()).update(revoked_at=timezone.now())
        if open_ones.exists():
            raise ValidationError(
                {"email": gettext("%s is invited already. Send that invitation anew.") % self.email}
            )

    def _insert(self) -> None:
        try:
            with transaction.atomic():
                self.save(force_insert=True)
        except IntegrityError as error:  # somebody invited the same person at the same moment
            raise ValidationError({"email": gettext("%s is invited already.") % self.email}) from error

    def _held(self) -> bool:
        person = User.objects.filter(email=self.email)
        if self.team:
            return Membership.objects.filter(user__in=person, team=self.team, role=self.role).exists()
        if self.product_group:
            return GroupRole.objects.filter(
                user__in=person, product_group=self.product_group, role=self.role
            ).exists()
        return person.administrators().exists()

    def _draw(self) -> None:
        self.expires = timezone.now() + timedelta(days=VALID_DAYS)
        self.secret_hash = hashed(self.secret)

    def _lock(self) -> None:
        self.refresh_from_db(from_queryset=Invitation.objects.select_for_update())

    def _mail_after_commit(self) -> None:
        transaction.on_commit(lambda: wake("teams.tasks.mail_invitation", str(self.pk)), robust=True)

    def _record(self, name: str, *, by, tell=()) -> None:
        """Without a product group: invitations are not for everybody's eyes. No address in it either."""
        data = {"title": str(self.place or ""), "role": self.role}
        Event.record(
            name,
            subject_type="invitation",
            subject_id=self.pk,
            product_group_id=None,
            by=by,
            tell=tell,
            **data,
        )
