"""The Celery application. Tasks live in each app's `tasks.py`, the schedule in settings."""

import os

from celery import Celery
from celery.signals import beat_embedded_init

from improvement.embedded.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "improvement.settings")

app = Celery("improvement")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_embedded_init.connect
def end_with_worker(**_kwargs) -> None:
    """Beat inside a worker is a process of its own, which must not outlive it."""
    die_with_parent(os.getppid())
