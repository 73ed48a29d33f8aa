"""A team's page, and what its leader or an administrator changes there."""

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from teams import permissions
from teams.forms.groups import TeamForm
from teams.models import Invitation, Membership, Team, User
from teams.views.answers import find, refuse, say, show, take
from teams.views.candidates import find_candidates, people_page, person_of, removed_person


def team(request: HttpRequest, pk) -> HttpResponse:
    """Who belongs to the team; whoever may change that does it here."""
    team = find(request, Team, pk)
    members = User.objects.visible_to(request.user).active().in_team(team.pk)
    page, rows = people_page(request, members)
    for row in rows:
        row.held = next((held["roles"] for held in row.teams if held["id"] == team.pk), {})
    changes = permissions.may(request.user, "teams.change_members", team)
    context = {
        "team": team,
        "group": team.product_group,
        "rows": rows,
        "page": page,
        "changes": changes,
        "appoints": permissions.may(request.user, "teams.appoint_leader", team),
        "configures": permissions.may(request.user, "teams.configure", team),
        **removed_person(request),
    }
    if changes:
        invitations = Invitation.objects.visible_to(request.user).open().into_team(team)
        context |= {"invitations": invitations.count(), **find_candidates(request)}
        for row in context["candidates"]:
            row.inside = any(held["id"] == team.pk for held in row.teams)
    return show(request, "teams/team.html", context, part="found")


def team_edit(request: HttpRequest, pk) -> HttpResponse:
    team = find(request, Team, pk, "teams.configure")
    form = TeamForm(request.POST or None, instance=find(request, Team, pk))
    if request.method == "POST" and take(form, lambda: team.edit(by=request.user, **form.cleaned_data)):
        say(request, _("Saved."))
        return redirect("teams:team", team.pk)
    context = {"team": team, "group": team.product_group, "form": form}
    return show(request, "teams/team_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def team_deactivate(request: HttpRequest, pk) -> HttpResponse:
    team = find(request, Team, pk, "teams.configure")
    team.deactivate(by=request.user)
    say(request, _("The team %s has ended. Its items stay; it takes and files nothing more.") % team)
    return redirect("teams:team", team.pk)


@require_POST
def team_activate(request: HttpRequest, pk) -> HttpResponse:
    team = find(request, Team, pk, "teams.configure")
    team.activate(by=request.user)
    say(request, _("The team %s works again.") % team)
    return redirect("teams:team", team.pk)


@require_POST
def member_add(request: HttpRequest, pk) -> HttpResponse:
    """Add a person, or give a member another role."""
    team = find(request, Team, pk, "teams.change_members")
    role = request.POST.get("role") or request.GET.get("role") or Membership.Role.MEMBER
    try:
        team.add_member(person_of(request), role, by=request.user)
    except ValidationError as error:
        refuse(request, error)
    return redirect("teams:team", team.pk)


@require_POST
def member_remove(request: HttpRequest, pk) -> HttpResponse:
    """End a membership; the next page offers the way back."""
    team = find(request, Team, pk, "teams.change_members")
    person = person_of(request)
    team.remove_member(person, by=request.user)
    removed = urlencode({"removed": person.pk})
    return redirect(f"{reverse('teams:team', args=[team.pk])}?{removed}")


@require_POST
def member_role_take(request: HttpRequest, pk) -> HttpResponse:
    """End one role in the team; the membership stays."""
    team = find(request, Team, pk, "teams.change_members")
    team.take_role(person_of(request), request.POST.get("role", ""), by=request.user)
    return redirect("teams:team", team.pk)
