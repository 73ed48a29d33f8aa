"""What the worker does with items. The schedule is in settings; every task may run twice."""

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from backlog.erasing import erase_removed, sweep_files
from backlog.models import FlagRun, ItemImport, raise_flags, spend_night
from backlog.subscriptions import tell_matches
from backlog.words_at_hand import keep_words_at_hand
from teams.models import ProductGroup

AGAIN = {"autoretry_for": (OperationalError,), "retry_backoff": 10, "max_retries": 5}


@shared_task
def start_nights() -> None:
    """Start the night of each product group in whose time zone a new day has begun."""
    now = timezone.now()
    for group_id in FlagRun.objects.groups_behind(now):
        night.delay(str(group_id))


@shared_task(**AGAIN)
def night(product_group_id: str) -> None:
    """Lapse, wake, ask and flag what a new day brings to one product group."""
    spend_night(ProductGroup.objects.get(pk=product_group_id), timezone.now())


@shared_task(**AGAIN)
def compute_flags(product_group_id: str) -> None:
    """Compute one product group's flags now, because somebody asked for it."""
    raise_flags(ProductGroup.objects.get(pk=product_group_id), timezone.now())


@shared_task(**AGAIN)
def run_import(import_id: str) -> None:
    """Check and store one file of items."""
    ItemImport.objects.get(pk=import_id).run()


@shared_task
def sweep_imports() -> None:
    """Run the imports that no worker heard of, or that a killed one left behind."""
    for brought in ItemImport.objects.forgotten():
        run_import.delay(str(brought.pk))


@shared_task(**AGAIN)
def tell_subscribers() -> None:
    """Tell what newly matches the views that people subscribed to."""
    tell_matches()


@shared_task
def words_at_hand() -> None:
    """Have what searches read in the database's memory."""
    keep_words_at_hand()


@shared_task(**AGAIN)
def erase() -> None:
    """Erase what was removed long enough ago, and files that belong to nothing."""
    now = timezone.now()
    erase_removed(now)
    sweep_files(now)
