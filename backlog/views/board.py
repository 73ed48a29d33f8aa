"""The board of items, and moving a card from one column to another."""

from uuid import UUID

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django_htmx.http import trigger_client_event

from activity import subjects
from activity.models import Event
from backlog.board import COLUMNS, read_columns, way_to
from backlog.filter_bar import FilterBar
from backlog.models import Item, WrongState
from backlog.views.item import find_item
from backlog.views.lists import answer_filtered
from teams.current import groups_of


def item_board(request: HttpRequest) -> HttpResponse:
    """Undone items in a column per state, the longest silent on top unless asked otherwise."""
    bar = FilterBar(request, default_sort="-silent")
    columns = [] if bar.wanted.errors else list(read_columns(bar, request.user, groups_of(request)))
    shown = sum(len(column.cards) for column in columns)
    context = {
        "bar": bar,
        "columns": columns,
        "shown": shown,
        "said": ngettext("%d card", "%d cards", shown) % shown,
        "list_url": reverse("backlog:item-list"),
    }
    return answer_filtered(request, "backlog/item_board.html", "item-board", context)


@require_safe
def item_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leads to the form of the verb that moving a card to the column `to` is.

    `from` is the column in which the card was seen. A move that no verb allows, or that
    somebody else was faster with, is refused with a sentence (409, or 403 where it is not
    this person's), and nothing changes.
    """
    item = find_item(request, pk)
    to, seen = request.GET.get("to", ""), request.GET.get("from", "")
    if to not in COLUMNS:
        raise BadRequest
    if seen and seen != item.state:
        late = _refused(request, _meanwhile(item, request.user), 409)
        return trigger_client_event(late, "board-changed", {}, after="settle")
    try:
        return redirect(f"{item.get_absolute_url()}{way_to(item, to, request.user).address}")
    except (WrongState, PermissionDenied) as refusal:
        status = 409 if isinstance(refusal, WrongState) else 403
        return _refused(request, str(refusal), status)


def _refused(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return render(request, f"{status}.html", {"sentence": sentence}, status=status)


def _meanwhile(item: Item, user) -> str:
    """What happened to a card that is no longer where it was seen."""
    latest = Event.objects.about("item", item.pk).human().select_related("actor").first()
    subjects.for_eyes_of(user, [latest] if latest else [])
    told = subjects.tell(latest).sentence if latest else ""
    return _("Somebody was faster: it is “%(state)s” now. %(told)s") % {
        "state": item.get_state_display(),
        "told": told,
    }
