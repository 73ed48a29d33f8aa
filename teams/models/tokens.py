"""Tokens with which programs sign in."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from activity.models import Event
from teams.models.revision import Revision

PREFIX = "imp_"
USE_NOTED_EVERY = timedelta(minutes=1)


class ApiTokenQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ApiTokenQuerySet":
        """One's own tokens; nobody sees another's."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def unrevoked(self) -> "ApiTokenQuerySet":
        return self.filter(revoked_at=None)

    def usable(self) -> "ApiTokenQuerySet":
        return self.filter(Q(expires=None) | Q(expires__gt=timezone.now()), revoked_at=None)

    def with_secret(self, secret: str) -> "ApiTokenQuerySet":
        """The token that this secret is of, with its person (and their `revision`, see `User`)."""
        found = self.filter(secret_hash=self.model.hashed(secret)).select_related("user")
        return found.annotate(revision=Revision.beside())


class ApiToken(models.Model):
    """A secret that lets a program act for one person; stored hashed, shown once."""

    class Scope(models.TextChoices):
        READ = "read", _("Read")
        WRITE = "write", _("Read and write")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("Name"), max_length=80)
    scope = models.CharField(_("Scope"), max_length=5, choices=Scope.choices, default=Scope.WRITE)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    expires = models.DateTimeField(_("Valid until"), null=True, blank=True)
    last_used = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]
        indexes = [
            models.Index(
                fields=["user", "-created", "-id"], condition=Q(revoked_at=None), name="token_newest"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def expired(self) -> bool:
        return self.expires is not None and self.expires <= timezone.now()

    @property
    def last_day(self):
        """The last moment at which it works; `expires` is the first at which it doesn't."""
        return self.expires - timedelta(seconds=1)

    @classmethod
    def issue(cls, user, name: str, scope: str = Scope.WRITE, expires=None) -> tuple["ApiToken", str]:
        """Make a token; the second value is the secret, which cannot be shown again."""
        secret = PREFIX + secrets.token_urlsafe(32)
        with transaction.atomic():
            token = cls.objects.create(
                user=user, name=name, scope=scope, expires=expires, secret_hash=cls.hashed(secret)
            )
            token._record("token_issued")
        return token, secret

    @staticmethod
    def hashed(secret: str) -> str:
        """Plain SHA-256: the secret has 256 random bits, so slow hashing would add nothing."""
        return hashlib.sha256(secret.encode(errors="replace")).hexdigest()

    def note_use(self) -> None:
        """Remember when it was last used, to the minute: a write for each request would be a waste."""
        now = timezone.now()
        if self.last_used is None or self.last_used < now - USE_NOTED_EVERY:
            ApiToken.objects.filter(pk=self.pk).update(last_used=now)

    def revoke(self) -> None:
        """Make the token worthless at once. Safe to repeat."""
        with transaction.atomic():
            if ApiToken.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=timezone.now()):
                self._record("token_revoked")

    def _record(self, name: str) -> None:
        """Written by the service, not the person: a token made is no activity."""
        Event.record(
            name,
            subject_type="person",
            subject_id=self.user_id,
            product_group_id=None,
            title=self.user.name,
            token=self.name,
        )
