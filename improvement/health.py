"""Is it alive, and can it work? For supervisors and proxies; never for people."""

from celery import current_app
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import JsonResponse
from kombu.exceptions import OperationalError
from redis import RedisError


@login_not_required
def alive(request):
    """200 as long as this process answers at all."""
    return JsonResponse({"status": "ok"})


@login_not_required
def ready(request):
    """200 where database and broker answer, else 503; `demo` tells a page that waits for the demo's end."""
    parts = {"database": _database_answers(), "broker": _broker_answers()}
    fine = all(parts.values())
    told = {name: "ok" if answers else "no answer" for name, answers in parts.items()}
    return JsonResponse(told | {"demo": settings.DEMO}, status=200 if fine else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _broker_answers() -> bool:
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except (OperationalError, RedisError, OSError):
        return False
    return True
