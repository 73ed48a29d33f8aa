"""What the interface for programs does by itself."""

from celery import shared_task

from improvement.rest.models import KeptAnswer


@shared_task
def forget_answers() -> None:
    """Delete kept answers that are older than anybody repeats a request."""
    KeptAnswer.objects.expired().delete()
