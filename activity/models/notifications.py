"""Who hears of what happened: in the inbox, and by mail."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

MOST_COUNTED = 99
LONGEST_WAIT = timedelta(hours=6)


class NotificationQuerySet(models.QuerySet):
    def of(self, user) -> "NotificationQuerySet":
        return self.filter(user=user)

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)

    def seen(self) -> "NotificationQuerySet":
        return self.exclude(read_at=None)

    def count_capped(self) -> str:
        """How many, in words of at most three signs: "" for none, "99+" beyond that. Never counts further."""
        found = self.order_by()[: MOST_COUNTED + 1].count()
        return f"{MOST_COUNTED}+" if found > MOST_COUNTED else str(found or "")

    def for_list(self) -> "NotificationQuerySet":
        """With what telling each one needs."""
        return self.select_related("event__actor")

    def of_events(self, *names: str) -> "NotificationQuerySet":
        return self.filter(event__name__in=names)

    def newest_first(self) -> "NotificationQuerySet":
        return self.order_by("-id")

    def to_mail(self, now: datetime) -> "NotificationQuerySet":
        """Those whose mail is due, the longest waiting first."""
        return self.filter(mail_due__lte=now).order_by("mail_due", "id")

    def with_lock(self) -> "NotificationQuerySet":
        """The rows that nobody else is mailing at this moment; must be called in a transaction."""
        return self.select_for_update(of=("self",), skip_locked=True)

    def about(self, event_id: int) -> "NotificationQuerySet":
        return self.filter(event=event_id)

    def since(self, moment: datetime) -> "NotificationQuerySet":
        """Of what happened at that moment or later."""
        return self.filter(event__at__gte=moment)

    def keep_from_mail(self) -> int:
        """Don't mail what is in this set: not wanted, or the past that a demonstration brings along."""
        return self.update(mail_due=None)

    def mail_later(self, moment: datetime) -> int:
        return self.order_by().update(mail_due=moment)

    def mailed(self, now: datetime) -> int:
        """The mail was handed over."""
        return self.update(mailed_at=now, mail_due=None)

    def mail_failed(self, now: datetime, *, tries: int) -> int:
        """Try again, each time after twice as long, at last every few hours; never give up."""
        wait = min(timedelta(minutes=2 ** min(tries, 20)), LONGEST_WAIT)
        return self.update(mail_tries=min(tries, 1000), mail_due=now + wait)

    def one(self, pk: int) -> "NotificationQuerySet":
        return self.filter(pk=pk)

    def up_to(self, newest: int) -> "NotificationQuerySet":
        """Not what came in after this one."""
        return self.filter(pk__lte=newest)

    def read_at_moment(self, moment: datetime) -> "NotificationQuerySet":
        """What was marked as read in one go."""
        return self.filter(read_at=moment)

    def mark_read(self, now: datetime) -> int:
        """Mark what is unread here as read, all at the same moment; returns how many."""
        return self.unread().update(read_at=now)

    def mark_unread(self) -> int:
        return self.update(read_at=None)


class Notification(models.Model):
    """One person's copy of an event that concerns them: shown in the inbox, sent by mail.

    `mail_due` is when it is to be mailed, empty when it has been or never will be; `mailed_at`
    is set only after the mail was handed over. `mail_tries` counts what failed.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    event = models.ForeignKey("activity.Event", on_delete=models.CASCADE, related_name="notifications")
    read_at = models.DateTimeField(null=True, blank=True)
    mail_due = models.DateTimeField(null=True, blank=True, default=timezone.now)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "event"], name="notification_once")]
        indexes = [
            models.Index(fields=["user", "-id"], condition=Q(read_at=None), name="notification_unread"),
            models.Index(
                fields=["user", "-id"], condition=Q(read_at__isnull=False), name="notification_seen"
            ),
            models.Index(
                fields=["mail_due", "id"], condition=Q(mail_due__isnull=False), name="notification_to_mail"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} hears of {self.event_id}"
