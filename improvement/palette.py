"""The way to everything: a page without scripts, a palette under Ctrl+K with them."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement.reachable import LONGEST, entries


@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """Pages, items, teams, people and actions that fit `q`; `here` is the path of the page one is on."""
    text = request.GET.get("q", "")[:LONGEST]
    found = entries(request, text, request.GET.get("here", "")[:LONGEST])
    sections = [(kind, list(part)) for kind, part in groupby(found, key=lambda entry: entry.kind)]
    template = "palette.html" + ("#palette-found" if request.htmx else "")
    return render(request, template, {"q": text, "sections": sections, "count": len(found)})
