"""The project: settings, addresses, processes. Wiring only."""

from improvement.celery import app as celery_app

__all__ = ["celery_app"]
