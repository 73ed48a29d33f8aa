"""The items as a list and as a board: two views of one page, under one filter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activity.keyset import Page
from backlog.filter_bar import FilterBar
from backlog.filters import DEFAULT_SORT, SORTS
from backlog.models import State
from backlog.rows import decorate, moves

COLUMNS = (
    State.NEW,
    State.READY,
    State.ACCEPTED,
    State.OFFERED,
    State.TAKEN,
    State.DOING,
    State.DONE,
    State.DEFERRED,
)
CARDS = 12  # of a column; the rest is in the list


def item_list(request: HttpRequest) -> HttpResponse:
    """Items under a filter, one page; the address is the filter."""
    bar = FilterBar(request, default_sort=DEFAULT_SORT)
    context = {"bar": bar, "page": None, "rows": []}
    if not bar.wanted.errors:
        page = bar.wanted.page()
        context |= {"page": page, "rows": decorate(page.rows), "said": _said(page)}
    return _answer(request, "backlog/item_list.html", "item-list", context)


def item_board(request: HttpRequest) -> HttpResponse:
    """Undone items in a column per state, the longest silent on top unless asked otherwise."""
    bar = FilterBar(request, default_sort="-silent")
    columns = [] if bar.wanted.errors else list(_columns(bar, request.user))
    shown = sum(len(column["cards"]) for column in columns)
    context = {
        "bar": bar,
        "columns": columns,
        "shown": shown,
        "said": ngettext("%d card", "%d cards", shown) % shown,
        "list_url": reverse("backlog:item-list"),
        "move_to": _("Move to…"),
    }
    return _answer(request, "backlog/item_board.html", "item-board", context)


def _said(page: Page) -> str:
    """How much is shown, without counting what is not."""
    if not page.rows:
        return _("Nothing matches this filter.")
    shown = ngettext("%d item", "%d items", len(page.rows)) % len(page.rows)
    return _("%s, more on the next page") % shown if page.next else shown


def _columns(bar: FilterBar, user):
    wanted, chosen = bar.wanted, bar.wanted.values["state"]
    for state in COLUMNS:
        if chosen and state not in chosen:
            continue
        rows = SORTS[bar.sort].sort(wanted.items.in_state(state).for_list())[: CARDS + 1]
        cards = decorate(rows)
        more = len(cards) > CARDS
        cards = cards[:CARDS]
        for card in cards:
            card["moves"] = moves(card, user)
        yield {"state": state, "cards": cards, "more": wanted.address(state=[state]) if more else ""}


def _answer(request: HttpRequest, template: str, part: str, context: dict) -> HttpResponse:
    """The page, or the part of it that the filter changes; the address in the browser follows."""
    bar = context["bar"]
    whole = request.htmx.target != part
    answer = render(
        request,
        template if whole else f"{template}#{part}",
        context,
        status=400 if bar.wanted.errors and whole else 200,
    )
    answer["Vary"] = "HX-Request, HX-Target"
    if not whole:
        answer["HX-Replace-Url"] = f"{request.path}?{bar.query}" if bar.query else request.path
    return answer
