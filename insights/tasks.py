"""What the worker does with insights. The schedule is in settings; every task may run twice."""

from celery import shared_task
from django.utils import timezone

from insights.digests import send_digests
from teams.models import ProductGroup

MORNING = 6  # o'clock, by the group's clock


@shared_task
def digest() -> None:
    """Send the digests of the groups in which it is morning or later, and no one has had one this period."""
    now = timezone.now()
    for group in ProductGroup.objects.all():
        if now.astimezone(group.zone).hour >= MORNING:
            send_digests(group, now)
