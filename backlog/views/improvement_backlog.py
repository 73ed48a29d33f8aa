"""The improvement backlog: what is ready for the managers, in their order."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reswap, retarget

from activity.answers import see_other
from backlog.models import Item, WrongState
from backlog.rows import decorate, first_move
from backlog.views.ordering import MOST_ROWS, moved_row, read_move
from teams import permissions
from teams.current import asked_group, groups_of
from teams.models import ProductGroup

PART = "improvement-backlog"


@require_safe
def improvement_backlog(request: HttpRequest) -> HttpResponse:
    """Ready items of one product group in order, with what managers may do to it."""
    group = asked_group(request)
    if group is None:
        return render(request, "backlog/improvement_backlog.html", {"group": None})
    return _show(request, group)


@require_POST
def item_order(request: HttpRequest) -> HttpResponse:
    """Move one item. A lost race answers 409 with a sentence and the list as it is now."""
    item = get_object_or_404(Item.objects.visible_to(request.user).for_page(), pk=moved_row(request))
    permissions.require(request.user, "backlog.order_items", item)
    group = item.product_group
    try:
        item.require("order", by=request.user)
        ready = Item.objects.on_backlog(group).values_list("pk", "number")
        item.order(**read_move(request, ready).wanted, by=request.user)
    except WrongState as refusal:
        return _show(request, group, moved=item, sentence=str(refusal))
    if not request.htmx:
        return see_other(f"{reverse('backlog:improvement-backlog')}?product_group={group.pk}#item-{item.pk}")
    return _show(request, group, moved=item)


def _show(request: HttpRequest, group: ProductGroup, *, moved: Item | None = None, sentence: str = ""):
    found = decorate(Item.objects.visible_to(request.user).on_backlog(group).for_list()[: MOST_ROWS + 1])
    rows = found[:MOST_ROWS]
    for place, row in enumerate(rows, start=1):
        row |= {"place": place, "words": f"#{row['number']}"}
        row["moved"] = bool(moved and row["id"] == moved.pk)
        row["step"] = first_move(row, request.user, *(("visit",) if row["needs_visit"] else ("decide",)))
    context = {
        "group": group,
        "groups": groups_of(request),
        "order_url": reverse("backlog:item-order"),
        "rows": rows,
        "more": len(found) > MOST_ROWS,
        "may_order": permissions.may(request.user, "backlog.order_items", group),
        "sentence": sentence,
        "said": next((_said(row) for row in rows if row["moved"] and not sentence), ""),
    }
    status = 409 if sentence else 200
    if not request.htmx:
        return render(request, "backlog/improvement_backlog.html", context, status=status)
    part = render(request, f"backlog/improvement_backlog.html#{PART}", context, status=status)
    return reswap(retarget(part, f"#{PART}"), "outerHTML")


def _said(row: dict) -> str:
    return _("#%(number)s now stands at place %(place)s.") % {"number": row["number"], "place": row["place"]}
