"""Raising again what is over, and suggesting an experiment that tests an assumption."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.answers import see_other
from backlog.forms.succeeding import SUCCESSORS
from backlog.views.item import find_item
from backlog.views.verbs import came_too_late
from teams import permissions

PERMISSIONS = {"again": "backlog.raise_again_item", "tests": "backlog.test_item"}


@require_http_methods(["GET", "HEAD", "POST"])
def successor(request: HttpRequest, pk: UUID, way: str) -> HttpResponse:
    """A new item tied to this one: visible (404), policy (403), state (409), fields (422)."""
    item = find_item(request, pk)
    permissions.require(request.user, PERMISSIONS[way], item)
    form = SUCCESSORS[way](item, request.user, request.POST if request.method == "POST" else None)
    if refusal := item.why_not_followed(way, by=request.user):
        return came_too_late(request, pk, refusal, form)
    if form.is_bound and form.is_valid() and (new := form.run()):
        messages.success(request, _("It is proposed.") if form.proposes else _("It is filed."))
        return see_other(new)
    # somebody else may have been faster
    if form.is_bound and (refusal := find_item(request, pk).why_not_followed(way, by=request.user)):
        return came_too_late(request, pk, refusal, form)
    context = {"item": item, "form": form}
    return render(request, "backlog/item_successor.html", context, status=422 if form.is_bound else 200)
