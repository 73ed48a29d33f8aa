"""What newly matches a saved view is told to its subscribers: computed by the worker, told once."""

import structlog
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from activity.models import Event
from backlog.filters import ItemFilter, canonical
from backlog.models import Item, SavedView, ViewSubscription
from backlog.models.saved_views import LONGEST_QUERY

log = structlog.get_logger()

MOST_KNOWN = 2_000
MOST_TOLD = 5
TIME_LIMIT = 20  # seconds
"""No subscription keeps the others waiting for longer."""
OF_THE_PAGE = ("cursor", "page_size", "view")


def checked_query(text: str, user) -> str:
    """A query string of the items' filter as it is stored: without the page one was on.

    Raises a `ValidationError` at `query` for what the filter does not understand.
    """
    if len(text) > LONGEST_QUERY or "\x00" in text:
        raise ValidationError({"query": _("This filter is too long to be saved.")})
    asked = QueryDict(text.lstrip("?"), mutable=True)
    for name in OF_THE_PAGE:
        asked.pop(name, None)
    wanted = ItemFilter(asked, user)
    if wanted.errors:
        sentences = [f"{name}: {sentence}" for name, told in wanted.errors.items() for sentence in told]
        raise ValidationError({"query": sentences})
    return canonical(wanted.address())


def subscribe(view: SavedView, *, by) -> None:
    """Hear of what newly matches from now on; what matches already is not told."""
    view.subscribe(_matching(view, by) or [], by=by)


def tell_matches() -> int:
    """Tell every subscriber what newly matches. Safe to run twice, or at once; returns how many heard.

    One that fails, or takes too long, is logged and asked again the next time: nobody else waits for it.
    """
    ids = ViewSubscription.objects.order_by("pk").values_list("pk", flat=True)
    return sum(_told(pk) for pk in ids)


def _told(pk: int) -> bool:
    try:
        return _tell(pk)
    except Exception:
        if not connection.is_usable():  # nobody can be told: the task starts again
            raise
        log.exception("subscription_failed", subscription=pk)
        return False


def _tell(pk: int) -> bool:
    with transaction.atomic():
        rows = ViewSubscription.objects.select_for_update(of=("self",), skip_locked=True)
        subscription = rows.select_related("user", "view").filter(pk=pk).first()
        if subscription is None:  # ended, or somebody else is at it
            return False
        view, user = subscription.view, subscription.user
        if view.removed_at:
            return False
        if not (user.is_active and SavedView.objects.visible_to(user).filter(pk=view.pk).exists()):
            subscription.delete()
            return False
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{TIME_LIMIT}s"])
        matching = _matching(view, user)
        if matching is None or (matching == subscription.known and view.query == subscription.query):
            return False
        new = _new(matching, subscription.known) if view.query == subscription.query else []
        subscription.known, subscription.query = matching, view.query
        subscription.save(update_fields=["known", "query"])
        if new:
            _record(view, user, new)
        return bool(new)


def _matching(view: SavedView, user) -> list | None:
    """Ids of the newest items that match and that the person may see; None where the filter is unreadable."""
    wanted = ItemFilter(QueryDict(view.query), user)
    if wanted.errors:
        return None
    return wanted.newest(MOST_KNOWN)


def _new(matching: list, known: list) -> list:
    """What was not known. Where more matches than can be known, what moved up from below is not new."""
    before = set(known)
    if len(matching) == MOST_KNOWN:
        last = max((place for place, pk in enumerate(matching) if pk in before), default=-1)
        matching = matching[: last + 1] if before else []
    return [pk for pk in matching if pk not in before]


def _record(view: SavedView, user, new: list) -> None:
    first = Item.objects.with_ids(new[:MOST_TOLD]).order_by("-created", "-id")
    Event.record(
        "view_matched",
        subject_type="view",
        subject_id=view.pk,
        product_group_id=None,
        by=None,
        tell=[user.pk],
        title=view.name,
        count=len(new),
        items=[list(row) for row in first.values_list("number", "title")],
    )
