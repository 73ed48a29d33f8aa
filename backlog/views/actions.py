"""Actions: what was promised, by whom and by when, the overdue ones first."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import trigger_client_event

from activity.answers import see_other
from activity.keyset import Order, read_page
from backlog.forms.actions import ActionEditForm
from backlog.models import Action, Stale, WrongState
from backlog.rows import decorate_actions
from teams import permissions
from teams.current import groups_of

BY_DUE = Order.by("due", "id")
LATELY = timedelta(days=14)


@require_safe
def action_list(request: HttpRequest) -> HttpResponse:
    """Open actions that this person may see; `whose=mine` and `done=lately` choose others."""
    actions = Action.objects.visible_to(request.user)
    mine, done = request.GET.get("whose") == "mine", request.GET.get("done") == "lately"
    actions = actions.done_since(timezone.now() - LATELY) if done else actions.open()
    actions = actions.owned_by(request.user) if mine else actions
    context = {"shown": "done" if done else "mine" if mine else "open"}
    context["query"] = {"done": "done=lately", "mine": "whose=mine", "open": ""}[context["shown"]]
    try:
        page = read_page(actions.for_rows(), BY_DUE, cursor=request.GET.get("cursor", ""))
    except ValidationError:
        page = None
    rows = decorate_actions(page.rows, request.user) if page else []
    context |= {"page": page, "rows": rows, "several_groups": len(groups_of(request)) > 1}
    return render(request, "backlog/action_list.html", context, status=200 if page else 400)


@require_http_methods(["GET", "HEAD", "POST"])
def action_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what was promised, who does it or by when. A lost race is 409, with both versions.

    The first date stays and is shown.
    """
    action = _find(request, pk)
    permissions.require(request.user, "backlog.edit_action", action)
    if action.done_at:
        raise WrongState(_("The action is done already."))
    form = ActionEditForm(action, request.POST if request.method == "POST" else None)
    context = {"form": form, "action": action}
    try:
        if form.is_bound and form.is_valid() and form.run(request.user):
            messages.success(request, _("The action is changed."))
            return see_other("/actions/")
    except Stale:
        context["theirs"] = _find(request, pk)
        form.on_top(context["theirs"])
        return render(request, "backlog/action_edit.html", context, status=409)
    return render(request, "backlog/action_edit.html", context, status=422 if form.is_bound else 200)


def _find(request: HttpRequest, pk: UUID) -> Action:
    """The action, if this person may see it; else 404."""
    return get_object_or_404(Action.objects.visible_to(request.user).for_list(), pk=pk)


def action_row(request: HttpRequest, action: Action, said: str, undo: str = "") -> HttpResponse:
    """One row of a list, as the action is now, with a short message and the way back."""
    rows = decorate_actions(
        Action.objects.visible_to(request.user).with_id(action.pk).for_rows(), request.user
    )
    context = {"row": rows[0], "several_groups": len(groups_of(request)) > 1}
    answer = render(request, "backlog/_actions.html#action-row", context)
    return trigger_client_event(answer, "toast", {"text": said, "undo": undo})
