"""Invitations: a link by mail that makes a person, with a role, exactly once."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from teams.models.groups import GroupRole, Membership, ProductGroup, Team

VALID_DAYS = 14


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet):
    def open(self) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, revoked_at=None, expires__gt=timezone.now())

    def with_secret(self, secret: str) -> "InvitationQuerySet":
        return self.filter(secret_hash=hashed(secret))


class Invitation(models.Model):
    """One person is asked to join with one role: in a team, in a group, or as administrator.

    The secret of the link is stored hashed; the link is valid 14 days and for one use.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("E-mail address"))
    name = models.CharField(_("Name"), max_length=120, blank=True)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT)
    product_group = models.ForeignKey(ProductGroup, null=True, blank=True, on_delete=models.PROTECT)
    role = models.CharField(
        _("Role"),
        max_length=20,
        choices=[*Membership.Role.choices, *GroupRole.Role.choices, ("admin", _("Administrator"))],
    )
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now, editable=False)
    expires = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(team=None) | models.Q(product_group=None), name="invitation_one_place"
            )
        ]

    def __str__(self) -> str:
        return self.email

    @classmethod
    def draw_secret(cls) -> tuple[str, str]:
        """A new secret for a link and what is stored of it."""
        secret = secrets.token_urlsafe(32)
        return secret, hashed(secret)

    @staticmethod
    def last_day():
        return timezone.now() + timedelta(days=VALID_DAYS)
