"""The search page, and what completes a search while it is typed."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backlog.asking import LONGEST
from backlog.completing import HINTS, complete
from backlog.elsewhere import found_elsewhere
from backlog.finding import NEWEST, Found, find
from backlog.models import Item
from backlog.rows import decorate
from backlog.sentences_found import as_html, sentences_of

SIZE = 20


@require_safe
def find_page(request: HttpRequest) -> HttpResponse:
    """What was found, the best first, each in its sentence."""
    text = request.GET.get("q", "")[:LONGEST]
    start = _start(request.GET.get("start", ""))
    found = find(request.user, text, size=SIZE, start=start)
    query = urlencode({"q": text})
    context = {
        "text": text,
        "asked": found.asked,
        "rows": _rows(request.user, found),
        "shelves": found_elsewhere(request.user, found.asked) if not start else [],
        "filters": [(f"{name}:", hint) for name, hint in HINTS.items()],
        "list_query": query,
        "next": f"?{query}&start={start + SIZE}" if found.more else "",
        "previous": f"?{query}&start={start - SIZE}" if start else "",
    }
    return render(request, "backlog/find.html", context)


@require_safe
def find_completions(request: HttpRequest) -> HttpResponse:
    """How the search may go on: options of the box, no page of its own."""
    ways = complete(request.user, request.GET.get("q", ""))
    return render(request, "backlog/_completions.html", {"ways": ways, "said": _("Suggestions")})


def _rows(user, found: Found) -> list[dict]:
    """The rows in the order of the hits, with `title_html` and `sentence`."""
    shown = Item.objects.visible_to(user).with_ids(found.ids).for_list() if found.ids else []
    rows = {row["id"]: row for row in decorate(shown)}
    said = sentences_of(rows, found.asked)
    for pk, row in rows.items():
        row["title_html"], row["sentence"] = said.get(pk) or (as_html(row["title"]), "")
    return [rows[pk] for pk in found.ids if pk in rows]


def _start(value: str) -> int:
    """How many hits are passed over, in whole pages."""
    number = int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else 0
    return min(number, NEWEST) // SIZE * SIZE
