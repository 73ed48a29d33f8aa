"""What the worker does with review meetings. The schedule is in settings; every task may run twice."""

from celery import shared_task
from django.utils import timezone

from reviews.models import Review
from teams.models import ProductGroup


@shared_task
def keep_rhythm() -> None:
    """Write down which meetings were missed, and plan the next one of each product group."""
    now = timezone.now()
    for review in Review.objects.long_past(now):
        review.miss(now)
    for group in ProductGroup.objects.all():
        Review.plan_next(group, now)
