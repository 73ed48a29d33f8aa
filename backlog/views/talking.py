"""Comments and actions on an item's own page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activity.answers import next_of, see_other
from backlog.forms.talking import ActionForm, CommentForm
from backlog.models import Action, Item, WrongState
from backlog.views.actions import action_row
from backlog.views.item import find_item, item_fragment, item_page, page_context
from backlog.views.verbs import came_too_late
from teams import permissions


@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say something. GET leads to the item, where the form stands."""
    item = find_item(request, pk)
    if request.method != "POST":
        return redirect(f"{item.get_absolute_url()}#comments")
    permissions.require(request.user, "backlog.comment_item", item)
    form = CommentForm(request.POST, request.FILES)
    if not (form.is_valid() and form.run(item, request.user)):
        return comment_again(request, item, form)
    if request.htmx:
        said = " ".join(filter(None, (_("Your comment is there."), form.said)))
        return item_fragment(request, find_item(request, pk), said=said, focus="comments")
    if form.said:
        messages.warning(request, form.said)
    return see_other(f"{item.get_absolute_url()}#comment-{form.comment.pk}")


def comment_again(request: HttpRequest, item: Item, form: CommentForm) -> HttpResponse:
    """422: the form with its messages and what was typed; under HTMX only the form."""
    if not request.htmx:
        return item_page(request, item, status=422, comment_form=form)
    context = page_context(request, item, comment_form=form)
    return render(request, "backlog/item.html#comment-form", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def add_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Promise something for the item."""
    item = find_item(request, pk)
    permissions.require(request.user, "backlog.add_action", item.product_group)
    form = ActionForm(item, request.POST if request.method == "POST" else None)
    try:
        item.require_takes_actions()
        if form.is_bound and form.is_valid() and form.run(request.user):
            return item_again(request, item, _("The action is promised."))
    except WrongState as refusal:
        return came_too_late(request, pk, str(refusal), form)
    template = "backlog/item_action.html" + ("#action" if request.htmx else "")
    return render(request, template, {"item": item, "form": form}, status=422 if form.is_bound else 200)


@require_POST
def complete_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that an action on an item is done."""
    action = get_object_or_404(Action.objects.visible_to(request.user).for_list(), pk=pk)
    permissions.require(request.user, "backlog.complete_action", action)
    action.complete(by=request.user)
    return action_again(request, action, _("The action is done."), undo=f"/actions/{action.pk}/resume/")


@require_POST
def resume_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back that an action is done."""
    action = get_object_or_404(Action.objects.visible_to(request.user).for_list(), pk=pk)
    permissions.require(request.user, "backlog.complete_action", action)
    action.undo_complete(by=request.user)
    return action_again(request, action, _("The action is open again."))


def action_again(request: HttpRequest, action: Action, said: str, undo: str = "") -> HttpResponse:
    """The row that asked for it, the page that named itself in `next`, else the action's item."""
    if request.htmx.target == f"action-{action.pk}":
        return action_row(request, action, said, undo)
    if action.item and not request.POST.get("next"):
        return item_again(request, action.item, said, undo)
    messages.success(request, said)
    return see_other(next_of(request))


def item_again(request: HttpRequest, item: Item, said: str, undo: str = "") -> HttpResponse:
    """303 to the item; on its own page the item as it is now, elsewhere nothing to swap."""
    if request.htmx and request.htmx.current_url_abs_path != item.get_absolute_url():
        messages.success(request, said)
        return HttpResponse(status=204)
    if request.htmx:
        return item_fragment(request, find_item(request, item.pk), said=said, undo=undo, focus="actions")
    messages.success(request, said)
    return see_other(f"{item.get_absolute_url()}#actions")
