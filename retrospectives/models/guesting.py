"""Guests: let in by a link, for one meeting."""

import secrets

from django.conf import settings
from django.db import models, transaction
from django.http import Http404
from django.utils import timezone
from uuid_utils.compat import uuid7

from retrospectives.models.changing import verb
from retrospectives.models.life import State
from retrospectives.models.parts import Participant
from teams.models.invitations import hashed


class GuestLinkQuerySet(models.QuerySet):
    def with_secret(self, secret: str) -> "GuestLinkQuerySet":
        """The link with that secret, as long as its meeting is open."""
        return self.filter(secret_hash=hashed(secret), retrospective__state=State.OPEN)


class GuestLink(models.Model):
    """Whoever signs in with this link takes part as a guest until the meeting is closed.

    The secret is stored hashed. A retrospective has one link at a time: a new one ends the old.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    retrospective = models.OneToOneField(
        "retrospectives.Retrospective", on_delete=models.CASCADE, related_name="guest_link"
    )
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now, editable=False)

    objects = GuestLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"guests of {self.retrospective_id}"


class Guesting:
    """Verbs: make a link for guests, join by it."""

    @verb("let_in")
    def let_in(self, *, by) -> str:
        """Make a link for guests; returns its secret, which is shown once. An older link ends."""
        secret = secrets.token_urlsafe(32)
        GuestLink.objects.filter(retrospective=self).delete()
        GuestLink.objects.create(retrospective=self, secret_hash=hashed(secret), by=by)
        self.change("guest_link_made", by=by)
        return secret

    @classmethod
    def behind(cls, secret: str):
        """The open retrospective that a link leads to; `Http404` where it leads nowhere."""
        link = GuestLink.objects.with_secret(secret).select_related("retrospective__team").first()
        if link is None:
            raise Http404
        return link.retrospective

    @classmethod
    def join(cls, secret: str, *, by):
        """Take part as a guest. Safe to repeat; who belongs to the board anyway stays what they are."""
        with transaction.atomic():
            retrospective = cls.behind(secret)
            retrospective.lock()
            retrospective = cls.behind(secret)
            if not by.access.is_member(retrospective.team_id):
                row = Participant(retrospective=retrospective, user=by, guest=True)
                Participant.objects.bulk_create([row], ignore_conflicts=True)
                retrospective.change("guest_joined", by=by)
        return retrospective
