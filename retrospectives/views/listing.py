"""The list of retrospectives that a person may see."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from activity.keyset import Order, read_page
from retrospectives.models import Kind, Retrospective, State
from retrospectives.places import places_of
from retrospectives.views.bringing import drafts_of

ORDER = Order.by("-date", "-id")
PAGE_SIZE = 30


@require_safe
def retrospective_list(request: HttpRequest) -> HttpResponse:
    """One's own retrospectives, the newest first, each with what is still open from it."""
    rows = Retrospective.objects.visible_to(request.user).for_list()
    try:
        page = read_page(rows, ORDER, cursor=request.GET.get("cursor", ""), size=PAGE_SIZE)
    except ValidationError as error:
        raise Http404 from error
    counts = Retrospective.objects.counts_of([row["id"] for row in page.rows])
    for row in page.rows:
        row |= counts.get(row["id"], {})
        row["closed"] = row["state"] == State.CLOSED
        row["of_team"] = row["kind"] == Kind.TEAM
        row["kind_name"] = Kind(row["kind"]).label
    context = {"page": page, "may_hold": bool(places_of(request.user)), "drafts": drafts_of(request)}
    template = "retrospectives/retrospective_list.html" + ("#list" if request.htmx else "")
    return render(request, template, context)
