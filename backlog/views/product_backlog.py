"""The built-in Product Backlog: features and offered improvement items in one order."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reswap, retarget

from activity.answers import see_other
from backlog.models import ProductBacklogEntry, WrongState
from backlog.product_backlog import entry_rows
from backlog.views.ordering import MOST_ROWS, moved_row, read_move
from teams import permissions
from teams.current import asked_group, groups_of
from teams.models import ProductGroup

PART = "product-backlog"
LATELY = timedelta(days=30)
MOST_DONE = 10


@require_safe
def product_backlog(request: HttpRequest) -> HttpResponse:
    """The whole order of one product group: who takes what, and what came of it."""
    group = asked_group(request)
    if group is None:
        return render(request, "backlog/product_backlog.html", {"group": None})
    return _show(request, group)


@require_POST
def entry_order(request: HttpRequest) -> HttpResponse:
    """Move one entry. A lost race answers 409 with a sentence and the order as it is now."""
    entries = ProductBacklogEntry.objects.visible_to(request.user)
    entry = get_object_or_404(entries.for_list(), pk=moved_row(request))
    group = entry.product_group
    permissions.require(request.user, "backlog.order_product_backlog", group)
    try:
        order = entries.of_group(group.pk).not_done().in_order().values_list("pk", "item__number")
        entry.order(**read_move(request, order).wanted, by=request.user)
    except WrongState as refusal:
        return _show(request, group, moved=entry, sentence=str(refusal))
    if not request.htmx:
        return see_other(f"{reverse('backlog:product-backlog')}?product_group={group.pk}#entry-{entry.pk}")
    return _show(request, group, moved=entry)


def _show(request: HttpRequest, group: ProductGroup, *, moved=None, sentence: str = "") -> HttpResponse:
    entries = ProductBacklogEntry.objects.visible_to(request.user).of_group(group.pk)
    found = entry_rows(entries.not_done().in_order().for_rows()[: MOST_ROWS + 1], request.user)
    rows = found[:MOST_ROWS]
    for place, row in enumerate(rows, start=1):
        row |= {"place": place, "moved": bool(moved and row["id"] == moved.pk)}
    context = {
        "group": group,
        "groups": groups_of(request),
        "rows": rows,
        "more": len(found) > MOST_ROWS,
        "may_order": permissions.may(request.user, "backlog.order_product_backlog", group),
        "may_add": permissions.may(request.user, "backlog.edit_entry", group),
        "order_url": reverse("backlog:entry-order"),
        "sentence": sentence,
        "said": next((_said(row) for row in rows if row["moved"] and not sentence), ""),
    }
    status = 409 if sentence else 200
    if request.htmx:
        part = render(request, f"backlog/product_backlog.html#{PART}", context, status=status)
        return reswap(retarget(part, f"#{PART}"), "outerHTML")
    done = entries.done_since(timezone.now() - LATELY).for_rows()[:MOST_DONE]
    context["done"] = entry_rows(done, request.user)
    return render(request, "backlog/product_backlog.html", context, status=status)


def _said(row: dict) -> str:
    return _("“%(title)s” now stands at place %(place)s.") % {"title": row["title"], "place": row["place"]}
