"""Saved views: opened, saved, shared, pinned, subscribed to, removed and brought back."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activity.answers import next_of, see_other
from activity.keyset import Order, read_page
from backlog import subscriptions
from backlog.forms.saved_views import SavedViewForm
from backlog.models import SavedView, Stale, WrongState
from teams import permissions

BY_NAME = Order.by("name", "id")
SIZE = 50


@require_safe
def view_list(request: HttpRequest) -> HttpResponse:
    """All views that this person may see, by name."""
    found = SavedView.objects.visible_to(request.user).for_list(request.user)
    try:
        page = read_page(found, BY_NAME, cursor=request.GET.get("cursor", ""), size=SIZE)
    except ValidationError:
        return render(request, "400.html", status=400)
    for view in page.rows:
        view.may_edit = permissions.may(request.user, "backlog.edit_view", view)
    context = {"page": page, "rows": page.rows, "removed": _removed(request)}
    return render(request, "backlog/view_list.html", context)


@require_safe
def view_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leads to the items or the board under the view's filter, as whoever opens it may see them."""
    return redirect(_address(_find(request, pk)))


@require_http_methods(["GET", "HEAD", "POST"])
def view_create(request: HttpRequest) -> HttpResponse:
    """Save the filter of `query` under a name; pinned at once, so that it is found again."""
    asked = {"query": request.GET.get("query", ""), "board": request.GET.get("board") == "1"}
    form = SavedViewForm(request.user, request.POST if request.method == "POST" else None, initial=asked)
    sound = form.is_bound and form.is_valid()
    if sound and form.run(lambda **values: SavedView.save_as(by=request.user, **values)):
        try:
            form.result.pin(by=request.user)
            messages.success(request, _("The view is saved. It stands in your side bar."))
        except WrongState as full:
            messages.warning(request, _("The view is saved, but not pinned.") + f" {full}")
        return see_other(_address(form.result))
    status = 422 if form.is_bound else 200
    return render(request, "backlog/view_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def view_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another name, or shared with others. Who was not the last sees both (409), to save theirs on top."""
    view = _find(request, pk, "backlog.edit_view")
    now = {"name": view.name, "shared": view.shared_with, "version": view.version}
    sent = request.POST if request.method == "POST" else None
    form = SavedViewForm(request.user, sent, view=view, initial=now)
    status, theirs = (422 if form.is_bound else 200), None
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            if form.run(lambda **values: view.edit(by=request.user, version=version, **values)):
                messages.success(request, _("The view is changed."))
                return see_other("backlog:view-list")
        except Stale:
            status, theirs = 409, _find(request, pk)
            form.data = form.data.copy()
            form.data["version"] = theirs.version
    context = {"form": form, "view": view, "theirs": theirs}
    return render(request, "backlog/view_form.html", context, status=status)


@require_POST
def view_save(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let the view hold what is asked for now, instead of what it held. Both can be looked at by who was
    not the last to change it (409)."""
    view = _find(request, pk, "backlog.edit_view")
    version = request.POST.get("version", "")
    mine = {
        "query": subscriptions.checked_query(request.POST.get("query", ""), request.user),
        "board": request.POST.get("board") == "1",
    }
    try:
        known = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else None
        view.edit(**mine, version=known, by=request.user)
    except Stale:
        view = _find(request, pk)
        addresses = {"theirs": _address(view), "yours": _address(view, **mine)}
        return render(request, "backlog/view_conflict.html", {"view": view, **mine, **addresses}, status=409)
    messages.success(request, _("The view now holds this filter."))
    return see_other(_address(view))


@require_POST
def view_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take it away; the list offers to bring it back."""
    view = _find(request, pk, "backlog.edit_view")
    view.remove(by=request.user)
    return see_other(f"{reverse('backlog:view-list')}?removed={view.pk}")


@require_POST
def view_restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    view = get_object_or_404(SavedView.objects.once_visible_to(request.user), pk=pk)
    view.restore(by=request.user)
    messages.success(request, _("The view is there again."))
    return see_other("backlog:view-list")


@require_POST
def view_pin(request: HttpRequest, pk: UUID) -> HttpResponse:
    view = _find(request, pk)
    view.pin(by=request.user)
    return _back(request, _("“%s” stands in your side bar now.") % view)


@require_POST
def view_unpin(request: HttpRequest, pk: UUID) -> HttpResponse:
    view = _find(request, pk)
    view.unpin(by=request.user)
    return _back(request, _("“%s” no longer stands in your side bar.") % view)


@require_POST
def view_subscribe(request: HttpRequest, pk: UUID) -> HttpResponse:
    view = _find(request, pk)
    subscriptions.subscribe(view, by=request.user)
    return _back(request, _("You hear what newly matches “%s”, in the inbox and by mail.") % view)


@require_POST
def view_unsubscribe(request: HttpRequest, pk: UUID) -> HttpResponse:
    view = _find(request, pk)
    view.unsubscribe(by=request.user)
    return _back(request, _("You no longer hear what newly matches “%s”.") % view)


def _find(request: HttpRequest, pk: UUID, permission: str = "") -> SavedView:
    views = SavedView.objects.visible_to(request.user).select_related("owner", "team", "product_group")
    view = get_object_or_404(views, pk=pk)
    if permission:
        permissions.require(request.user, permission, view)
    return view


def _removed(request: HttpRequest) -> SavedView | None:
    """The view that was removed just now."""
    try:
        pk = UUID(request.GET.get("removed", ""))
    except ValueError:
        return None
    return SavedView.objects.once_visible_to(request.user).with_id(pk).first()


def _address(view: SavedView, query: str | None = None, board: bool | None = None) -> str:
    """Where the view leads, or where it would with this filter."""
    query = view.query if query is None else query
    place = reverse("backlog:item-board" if (view.board if board is None else board) else "backlog:item-list")
    return f"{place}?{query}{'&' if query else ''}view={view.pk}"


def _back(request: HttpRequest, said: str) -> HttpResponse:
    """To the page that the press came from."""
    messages.success(request, said)
    return see_other(next_of(request, "backlog:view-list"))
