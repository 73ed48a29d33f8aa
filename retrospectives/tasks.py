"""What the worker does with brought notes. The schedule is in settings; every task may run twice."""

from datetime import timedelta

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from retrospectives.models import PastedNotes
from retrospectives.models.pasting import KEPT


@shared_task(autoretry_for=(OperationalError,), retry_backoff=10, max_retries=5)
def read_pasted(pasted_id: str) -> None:
    """Read one long text; one that was discarded meanwhile is nobody's."""
    pasted = PastedNotes.objects.filter(pk=pasted_id).first()
    if pasted:
        pasted.understand()


@shared_task
def sweep_pasted() -> None:
    """Read the texts that no worker heard of, or that a killed one left behind."""
    before = timezone.now() - timedelta(minutes=2)
    for pk in PastedNotes.objects.forgotten(before).values_list("pk", flat=True):
        read_pasted.delay(str(pk))


@shared_task
def forget_pasted() -> None:
    """Forget the drafts that nobody touched for long; what was stored stays."""
    PastedNotes.objects.untouched(timezone.now() - KEPT).delete()
