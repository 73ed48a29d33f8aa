"""What happened."""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from activity import doorbell
from activity.models.notifications import Notification

OWN_WORDS = frozenset({"text", "added", "removed", "restored"})
"""What an event about a comment holds of what people wrote: its words, and the names of its files."""


class EventQuerySet(models.QuerySet):
    def about(self, subject_type: str, subject_id) -> "EventQuerySet":
        """Everything that happened to one subject, newest first."""
        return self.filter(subject_type=subject_type, subject_id=subject_id).order_by("-id")

    def about_any(self, subject_type: str, subject_ids) -> "EventQuerySet":
        """What happened to any of these subjects of one type."""
        return self.filter(subject_type=subject_type, subject_id__in=subject_ids)

    def after(self, moment) -> "EventQuerySet":
        return self.filter(at__gt=moment)

    def of_another_state(self) -> "EventQuerySet":
        """What led a subject out of one state into another."""
        return self.filter(data__has_key="before").exclude(data__before=models.F("data__state"))

    def newest_of_each(self) -> "EventQuerySet":
        """One for each subject of a type, with who did it."""
        return self.order_by("subject_id", "-id").distinct("subject_id").select_related("actor")

    def named(self, name: str) -> "EventQuerySet":
        return self.filter(name=name)

    def before(self, event_id: int | None) -> "EventQuerySet":
        """Older than the event with that id; all, without one."""
        return self if event_id is None else self.filter(pk__lt=event_id)

    def withdraw_words(self, subject_type: str, subject_id, **where: str) -> None:
        """Take a person's own words out of what is told, since they took them back; that they said
        something stays. `where` names the words: `comment=…`.
        """
        for event in self.about(subject_type, subject_id).filter(data__contains=where):
            event.data = {name: value for name, value in event.data.items() if name not in OWN_WORDS}
            event.save(update_fields=["data"])

    def human(self) -> "EventQuerySet":
        return self.filter(human=True)


class Event(models.Model):
    """One thing that happened, written in the same transaction as the change. Never altered, except that
    people may take their own words back.

    The subject is named by type and id, so that this room knows none of the rooms above it.
    `data` holds what the history shows (names, reasons, old and new values), as JSON.
    `human` tells what a person did by hand from what a machine or an import wrote: only the
    former counts as activity.
    """

    at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    human = models.BooleanField(default=True)
    product_group_id = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    data = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="event_by_subject"),
            models.Index(fields=["product_group_id", "-id"], name="event_by_group"),
            models.Index(fields=["name", "-id"], name="event_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_type} {self.subject_id}"

    @classmethod
    def record(
        cls,
        name: str,
        *,
        subject_type: str,
        subject_id: uuid.UUID,
        product_group_id: uuid.UUID | None,
        by=None,
        human: bool | None = None,
        tell=(),
        at=None,
        **data,
    ) -> "Event":
        """Write an event and a notification for each user id in `tell`, except the actor.

        Must be called inside the transaction of the change. Mail goes out after the commit.
        `human` defaults to whether somebody did it (`by`).
        """
        event = cls.objects.create(
            name=name,
            at=at or timezone.now(),
            actor=by,
            human=by is not None if human is None else human,
            product_group_id=product_group_id,
            subject_type=subject_type,
            subject_id=subject_id,
            data=data,
        )
        hearers = {user_id for user_id in tell if user_id} - {by.pk if by else None}
        if hearers:
            Notification.objects.bulk_create(
                [Notification(user_id=user_id, event=event) for user_id in sorted(hearers)]
            )
        transaction.on_commit(lambda: doorbell.ring(event.pk), robust=True)
        return event

    @classmethod
    def record_many(cls, events: list["Event"]) -> None:
        """Write events that nobody is told of one by one, in one query: the work of machines."""
        cls.objects.bulk_create(events)
