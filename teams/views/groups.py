"""Settings: the overview, and one product group with its teams and roles."""

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from teams import permissions
from teams.forms.groups import GroupForm, NewGroupForm, TeamForm
from teams.models import GroupRole, Invitation, ProductGroup, Team, User
from teams.views.answers import find, refuse, say, show, take
from teams.views.candidates import find_candidates, people_page, person_of, removed_person


def settings(request: HttpRequest) -> HttpResponse:
    """What an administrator configures: product groups, people, invitations."""
    permissions.require(request.user, "teams.configure")
    people = User.objects.visible_to(request.user)
    return show(
        request,
        "teams/settings.html",
        {
            "groups": ProductGroup.objects.visible_to(request.user).with_counts().for_choice(),
            "people": people.active().count(),
            "inactive": people.inactive().count(),
            "invitations": Invitation.objects.visible_to(request.user).open().count(),
        },
    )


def product_group_create(request: HttpRequest) -> HttpResponse:
    permissions.require(request.user, "teams.configure")
    form = NewGroupForm(request.POST or None)
    made = []
    if request.method == "POST" and take(
        form, lambda: made.append(ProductGroup.create(by=request.user, **form.cleaned_data))
    ):
        say(request, _("The product group is there. Check its rhythm and thresholds, then give it people."))
        return redirect("teams:product-group-configure", made[0].pk)
    status = 422 if form.is_bound else 200
    return show(request, "teams/product_group_create.html", {"form": form}, status=status)


def product_group_configure(request: HttpRequest, pk) -> HttpResponse:
    """Name, rhythm and thresholds."""
    group = find(request, ProductGroup, pk, "teams.configure")
    form = GroupForm(request.POST or None, instance=find(request, ProductGroup, pk))
    if request.method == "POST" and take(form, lambda: group.configure(by=request.user, **form.changes())):
        say(request, _("The settings are saved. They count from now on."))
        return redirect("teams:product-group-configure", group.pk)
    context = {"group": group, "form": form, "tab": "settings"}
    return show(request, "teams/product_group.html", context, status=422 if form.is_bound else 200)


def product_group_teams(request: HttpRequest, pk) -> HttpResponse:
    """The teams of the group; a POST adds one."""
    group = find(request, ProductGroup, pk, "teams.configure")
    form = TeamForm(request.POST or None)
    if request.method == "POST" and take(
        form, lambda: Team.create(product_group=group, by=request.user, **form.cleaned_data)
    ):
        say(request, _("The team %s is there.") % form.cleaned_data["name"])
        return redirect("teams:product-group-teams", group.pk)
    teams = Team.objects.visible_to(request.user).in_group(group).with_counts().order_by("-active", "name")
    context = {"group": group, "form": form, "teams": teams, "tab": "teams"}
    return show(request, "teams/product_group_teams.html", context, status=422 if form.is_bound else 200)


def product_group_roles(request: HttpRequest, pk) -> HttpResponse:
    """Who holds a role in the group, and a search for who shall."""
    group = find(request, ProductGroup, pk, "teams.configure")
    holders = User.objects.visible_to(request.user).active().with_role_in(group)
    page, rows = people_page(request, holders)
    for row in rows:
        row.roles = [role for role in row.roles if role["group_id"] == group.pk]
    context = {
        "group": group,
        "tab": "roles",
        "rows": rows,
        "page": page,
        "choices": GroupRole.Role.choices,
        "removed_role": request.GET.get("role", ""),
        **find_candidates(request),
        **removed_person(request),
    }
    return show(request, "teams/product_group_roles.html", context, part="found")


@require_POST
def role_grant(request: HttpRequest, pk) -> HttpResponse:
    group = find(request, ProductGroup, pk, "teams.configure")
    person = person_of(request)
    role = request.POST.get("role") or request.GET.get("role", "")
    try:
        group.grant_role(person, role, by=request.user)
    except ValidationError as error:
        refuse(request, error)
    return redirect("teams:product-group-roles", group.pk)


@require_POST
def role_revoke(request: HttpRequest, pk) -> HttpResponse:
    """End a role; the next page offers the way back."""
    group = find(request, ProductGroup, pk, "teams.configure")
    person, role = person_of(request), request.POST.get("role", "")
    group.revoke_role(person, role, by=request.user)
    removed = urlencode({"removed": person.pk, "role": role})
    return redirect(f"{reverse('teams:product-group-roles', args=[group.pk])}?{removed}")
