"""One feature of the Product Backlog: the product owner writes it, a team takes and completes it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from activity.answers import see_other
from backlog.forms.entries import EntryForm
from backlog.models import ProductBacklogEntry, Stale, WrongState
from backlog.product_backlog import entry_rows
from teams import permissions
from teams.current import asked_group
from teams.models import Team

State = ProductBacklogEntry.State


@require_safe
def entry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A feature with its description; an improvement item has its own page."""
    found = _find(request, pk)
    if found.item_id:
        return redirect(found.item)
    rows = ProductBacklogEntry.objects.visible_to(request.user).with_id(pk).for_rows()
    context = {
        "entry": found,
        "row": entry_rows(rows, request.user)[0],
        "may_edit": permissions.may(request.user, "backlog.edit_entry", found),
    }
    return render(request, "backlog/entry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def entry_create(request: HttpRequest) -> HttpResponse:
    """The product owner adds a feature at the end of the order."""
    group = asked_group(request)
    if group is None:
        raise Http404
    permissions.require(request.user, "backlog.edit_entry", group)
    form = EntryForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and form.add(group, request.user):
        messages.success(request, _("The feature stands at the end of the Product Backlog."))
        return _to_backlog(group.pk)
    context = {"form": form, "group": group, "entry": None}
    return render(request, "backlog/entry_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def entry_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a feature's title or description. A lost race is 409, with both versions."""
    found = _find(request, pk)
    permissions.require(request.user, "backlog.edit_entry", found)
    if found.item_id:
        raise WrongState(_("This entry is an improvement item: it is changed on its own page."))
    initial = {"title": found.title, "description": found.description, "version": found.version}
    form = EntryForm(request.POST if request.method == "POST" else None, initial=initial)
    context = {"form": form, "group": found.product_group, "entry": found}
    try:
        if form.is_bound and form.is_valid() and form.change(found, request.user):
            messages.success(request, _("The feature is changed."))
            return see_other("backlog:entry", pk)
    except Stale:
        context["theirs"] = _find(request, pk)
        form.on_top(context["theirs"])
        return render(request, "backlog/entry_form.html", context, status=409)
    return render(request, "backlog/entry_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def entry_take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A team takes a feature; who is in several teams says which."""
    found = _find(request, pk)
    permissions.require(request.user, "backlog.take_entry", found)
    if found.item_id:
        raise WrongState(_("This entry is an improvement item: use the item's own verbs."))
    if request.method != "POST":
        return _ask(request, found, State.OPEN)
    team = _team(request)
    try:
        found.take(team, by=request.user)
    except ValidationError as refusal:
        return _ask(request, found, State.OPEN, refused=refusal.messages)
    messages.success(request, _("The team “%s” has taken it.") % team)
    return _to_backlog(found.product_group_id)


@require_http_methods(["GET", "HEAD", "POST"])
def entry_complete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The team that took a feature says that it is done."""
    found = _find(request, pk)
    permissions.require(request.user, "backlog.take_entry", found)
    if request.method != "POST":
        return _ask(request, found, State.TAKEN)
    found.complete(by=request.user)
    messages.success(request, _("The feature is done."))
    return _to_backlog(found.product_group_id)


def _ask(request: HttpRequest, found: ProductBacklogEntry, state: str, *, refused=()) -> HttpResponse:
    """The question before a verb, for those without the button beside it."""
    if found.state != state:
        raise WrongState(_("The entry is in the state “%s”.") % found.get_state_display())
    if state == State.TAKEN and not request.user.access.is_member(found.team_id):
        raise PermissionDenied
    teams = Team.objects.active().of_member(request.user).of_groups([found.product_group_id])
    context = {"entry": found, "teams": teams, "taking": state == State.OPEN, "refused": refused}
    return render(request, "backlog/entry_verb.html", context, status=422 if refused else 200)


def _find(request: HttpRequest, pk: UUID) -> ProductBacklogEntry:
    return get_object_or_404(ProductBacklogEntry.objects.visible_to(request.user).for_page(), pk=pk)


def _team(request: HttpRequest) -> Team:
    """The team that was named; one that this person may not see is not found."""
    try:
        pk = UUID(request.POST.get("team", ""))
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(Team.objects.visible_to(request.user).active(), pk=pk)


def _to_backlog(group_id) -> HttpResponse:
    return see_other(f"{reverse('backlog:product-backlog')}?product_group={group_id}")
