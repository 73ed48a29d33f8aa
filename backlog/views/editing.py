"""Changing what an item says; two people at once see both versions."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.answers import see_other
from backlog.forms.editing import EditForm
from backlog.models import Item, Stale, WrongState
from backlog.models.editing import EDITABLE
from backlog.views.item import find_item
from backlog.views.verbs import came_too_late


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The fields that this person may change. A lost race is 409, with both versions."""
    item = find_item(request, pk)
    require_any_field(item, request)
    form = EditForm(item, request.user, request.POST if request.method == "POST" else None)
    if not form.names:
        return came_too_late(request, pk, _("The item has ended; it can't be changed any more."), form)
    try:
        agreed = bool(form.is_bound and form.warning)
        if form.is_bound and form.is_valid() and form.run():
            asked = agreed and not form.warning
            messages.success(
                request, _("Saved. The teams that had agreed are asked again.") if asked else _("Saved.")
            )
            return see_other(item)
    except Stale:
        return both_versions(request, find_item(request, pk), form)
    except WrongState as refusal:
        return came_too_late(request, pk, str(refusal), form)
    return render(
        request, "backlog/item_edit.html", {"item": item, "form": form}, status=422 if form.is_bound else 200
    )


def require_any_field(item: Item, request: HttpRequest) -> None:
    """403 for who may change nothing at all, and for who sends a field that is not theirs."""
    allowed = {name for name in EDITABLE if item.may_edit(request.user, name)}
    if not allowed or (EDITABLE & request.POST.keys()) - allowed:
        raise PermissionDenied


def both_versions(request: HttpRequest, item: Item, form: EditForm) -> HttpResponse:
    context = {"item": item, "conflict": form.on_top(item)}
    return render(request, "backlog/item_edit_conflict.html", context, status=409)
