"""The Celery application. Tasks live in each app's `tasks.py`, the schedule in settings."""

import os

from celery import Celery
from celery.signals import beat_embedded_init, celeryd_init
from django.conf import settings
from django.db import connections

from improvement.embedded.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "improvement.settings")

app = Celery("improvement")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
def take_time(**_kwargs) -> None:
    """Nobody waits for a worker: its statements may take longer than a request's."""
    connections.settings["default"]["OPTIONS"]["options"] = settings.WORKER_DATABASE_OPTIONS


@beat_embedded_init.connect
def end_with_worker(**_kwargs) -> None:
    """Beat inside a worker is a process of its own, which must not outlive it."""
    die_with_parent(os.getppid())
