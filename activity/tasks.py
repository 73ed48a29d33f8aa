"""What the worker does with news. The schedule is in settings; every task may run twice."""

from celery import shared_task
from django.utils import timezone

from activity.delivery import deliver
from activity.models import Notification


@shared_task(name="activity.tasks.deliver_event")
def deliver_event(event_id: int) -> None:
    """Mail one event to those whom it concerns."""
    deliver(Notification.objects.about(event_id), timezone.now())


@shared_task(name="activity.tasks.sweep")
def sweep() -> None:
    """Mail whatever is due: what no bell was heard for, what failed, what waited for the morning."""
    deliver(Notification.objects.all(), timezone.now())
