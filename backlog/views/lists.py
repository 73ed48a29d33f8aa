"""The items as a table, and what every page of items under a filter answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activity.keyset import Page
from backlog.filter_bar import FilterBar
from backlog.filters import DEFAULT_SORT
from backlog.rows import decorate


def item_list(request: HttpRequest) -> HttpResponse:
    """Items under a filter, one page; the address is the filter."""
    bar = FilterBar(request, default_sort=DEFAULT_SORT)
    context = {"bar": bar, "page": None, "rows": []}
    if not bar.wanted.errors:
        page = bar.wanted.page()
        context |= {"page": page, "rows": decorate(page.rows), "said": _said(page)}
        context["heads"] = bar.heads
    return answer_filtered(request, "backlog/item_list.html", "item-list", context)


def _said(page: Page) -> str:
    """How much is shown, without counting what is not."""
    if not page.rows:
        return _("Nothing matches this filter.")
    shown = ngettext("%d item", "%d items", len(page.rows)) % len(page.rows)
    return _("%s, more on the next page") % shown if page.next else shown


def answer_filtered(request: HttpRequest, template: str, part: str, context: dict) -> HttpResponse:
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
