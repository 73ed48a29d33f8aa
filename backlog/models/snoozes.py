"""Snoozing: one person lays an item aside until a date. It changes nothing for anybody else."""

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

LONGEST = timedelta(days=366)


class Snooze(models.Model):
    """An item stays out of one person's triage inbox until the day `until` begins.

    Not a thing that happened to the item: no event, no version, no activity, so it neither
    ends a silence nor clears a flag.
    """

    item = models.ForeignKey("backlog.Item", on_delete=models.CASCADE, related_name="snoozes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateField()
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "item"], name="snooze_once")]

    def __str__(self) -> str:
        return f"{self.item_id} until {self.until}"

    @classmethod
    def lay_aside(cls, item, until: date | None, *, by) -> None:
        """Out of `by`'s inbox until that day; None brings it back."""
        if until is None:
            cls.objects.filter(user=by, item=item).delete()
            return
        today = item.product_group.today()
        if not today < until <= today + LONGEST:
            raise ValidationError({"until": _("Choose a day from tomorrow on, within a year.")})
        cls.objects.update_or_create(user=by, item=item, defaults={"until": until, "at": timezone.now()})
