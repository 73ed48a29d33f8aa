"""Raising an item: filed for one's own team, or proposed to the teams from outside."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget, trigger_client_event

from backlog.forms.capture import CaptureForm
from backlog.forms.verb import show_refusal
from backlog.models import Item
from backlog.raising import raise_once
from teams.current import current_group
from teams.models import Team

LAST_TEAM = "last_team"  # the session's key


@dataclass(frozen=True)
class Way:
    """How an item is raised: the verb, and the name under which templates know it."""

    verb: Callable
    name: str


FILE = Way(Item.file, "file")
PROPOSE = Way(Item.propose, "propose")


@require_http_methods(["GET", "HEAD", "POST"])
def item_create(request: HttpRequest) -> HttpResponse:
    """Capture: a title files an item for one's own team. Who is in no team is led to propose."""
    teams = _own_teams(request)
    if request.method != "POST" and not teams and _teams_to_propose_to(request):
        return item_propose(request)
    return _raise(request, FILE, teams)


@require_http_methods(["GET", "HEAD", "POST"])
def item_propose(request: HttpRequest) -> HttpResponse:
    """Propose an item to the team that it affects; the teams' consent makes it an item like others."""
    return _raise(request, PROPOSE, _teams_to_propose_to(request))


@require_POST
def item_questions(request: HttpRequest) -> HttpResponse:
    """What is asked of an item of the kind and team chosen, with all that was typed; stores nothing."""
    visible = Team.objects.visible_to(request.user).active().select_related("product_group")
    shown = _own_teams(request) or _teams_to_propose_to(request)
    given = request.POST.dict()
    form = CaptureForm(teams=visible, shown=shown, usual_team=_usual_team(request, shown), given=given)
    return render(request, "backlog/capture.html#capture-more", {"form": form})


def _raise(request: HttpRequest, way: Way, shown: list[Team]) -> HttpResponse:
    visible = Team.objects.visible_to(request.user).active().select_related("product_group")
    usual = _usual_team(request, shown)
    if request.method == "POST":
        form = CaptureForm(request.POST, teams=visible, shown=shown, usual_team=usual)
        if form.is_valid():
            item = _once(form, way, request.user)
            if item:
                request.session[LAST_TEAM] = str(form.cleaned_data["team"].pk)
                return _raised(request, item)
        return _show(request, way, form, shown, status=422)
    given = {"title": request.GET.get("title", "")[:200]}
    form = CaptureForm(teams=visible, shown=shown, usual_team=usual, given=given)
    return _show(request, way, form, shown, status=200 if shown else 403)


def _once(form: CaptureForm, way: Way, user) -> Item | None:
    """Raise the item, or find the one that this very form has raised already; None for a form with errors."""
    said = {name: form.cleaned_data[name] for name in ("token", "team")} | form.item_fields()
    try:
        return raise_once(way.verb, by=user, **said)
    except ValidationError as error:
        show_refusal(form, error)
        return None


def _raised(request: HttpRequest, item: Item) -> HttpResponse:
    """To the item; from the dialog: close it and say where the item is, the page stays."""
    if not request.htmx:
        return redirect(item)
    told = format_html(
        '<p class="notice good" role="status">{} <a href="{}">#{} {}</a></p>',
        _("Captured:"),
        item.get_absolute_url(),
        item.number,
        item.title,
    )
    answer = reswap(retarget(HttpResponse(told), "#messages"), "innerHTML")
    return trigger_client_event(answer, "close-dialog")


def _show(request: HttpRequest, way: Way, form: CaptureForm, shown: list[Team], *, status: int):
    days = {team.product_group.proposal_days for team in shown}
    context = {
        "form": form,
        "lapses_after": days.pop() if len(days) == 1 else None,
        "teams": shown,
        "way": way.name,
        "may_propose": way is FILE and bool(_teams_to_propose_to(request)),
    }
    part = "#capture-body" if request.htmx else ""
    return render(request, f"backlog/capture.html{part}", context, status=status)


def _own_teams(request: HttpRequest) -> list[Team]:
    """Active teams that the person is a member of, those of the current product group first."""
    teams = Team.objects.active().of_member(request.user).select_related("product_group")
    group = current_group(request)
    return sorted(teams, key=lambda team: group is None or team.product_group_id != group.pk)


def _teams_to_propose_to(request: HttpRequest) -> list[Team]:
    """Active teams of the groups in which the person has a role but no team."""
    access = request.user.access
    groups = [group_id for group_id in access.group_roles if not access.teams_in(group_id)]
    teams = Team.objects.active().of_groups(groups).select_related("product_group")
    group = current_group(request)
    return sorted(teams, key=lambda team: group is None or team.product_group_id != group.pk)


def _usual_team(request: HttpRequest, shown: list[Team]) -> Team | None:
    last = request.session.get(LAST_TEAM)
    return next((team for team in shown if str(team.pk) == last), shown[0] if shown else None)
