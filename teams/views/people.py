"""People: the list, one person, and what an administrator changes."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from teams import permissions
from teams.filters import PeopleFilter
from teams.forms.people import PersonForm
from teams.models import ProductGroup, Team, User
from teams.models.invitations import ROLES
from teams.rows import rows_of
from teams.views.answers import find, say, show, take


def people(request: HttpRequest) -> HttpResponse:
    """Everybody this person may see, by name."""
    wanted = PeopleFilter(request.GET, request.user)
    try:
        page = wanted.page()
    except ValidationError:
        return render(request, "400.html", status=400)
    context = {
        "wanted": wanted,
        "values": wanted.values,
        "page": page,
        "rows": rows_of(page.rows, seen_by=request.user),
        "roles": ROLES,
        "groups": ProductGroup.objects.visible_to(request.user).for_choice(),
        "teams": Team.objects.visible_to(request.user).active().for_choice(),
        "next_page": page.next and wanted.address(cursor=page.next),
        "previous_page": page.previous and wanted.address(cursor=page.previous),
        "invites": permissions.may(request.user, "teams.invite"),
        "filtered": bool(wanted.address()),
    }
    return show(request, "teams/people.html", context, part="people")


def person(request: HttpRequest, pk) -> HttpResponse:
    """Teams and roles of one person. No counts, no scores: nobody is measured here."""
    found = find(request, User, pk)
    (row,) = rows_of([found], seen_by=request.user)
    context = {
        "person": found,
        "row": row,
        "configures": permissions.may(request.user, "teams.configure"),
        "own": found == request.user,
    }
    return show(request, "teams/person.html", context)


def person_edit(request: HttpRequest, pk) -> HttpResponse:
    """Correct a name or the e-mail address with which the person signs in."""
    found = find(request, User, pk, "teams.configure")
    form = PersonForm(request.POST or None, instance=find(request, User, pk))
    if request.method == "POST" and take(form, lambda: found.edit(by=request.user, **form.cleaned_data)):
        say(request, _("Saved."))
        return redirect("teams:person", found.pk)
    context = {"person": found, "form": form}
    return show(request, "teams/person_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def person_deactivate(request: HttpRequest, pk) -> HttpResponse:
    found = find(request, User, pk)
    found.deactivate(by=request.user)
    say(request, _("%s can no longer sign in. Roles and everything written stay.") % found)
    return redirect("teams:person", found.pk)


@require_POST
def person_activate(request: HttpRequest, pk) -> HttpResponse:
    found = find(request, User, pk)
    found.activate(by=request.user)
    say(request, _("%s can sign in again.") % found)
    return redirect("teams:person", found.pk)


@require_POST
def admin_appoint(request: HttpRequest, pk) -> HttpResponse:
    found = find(request, User, pk)
    found.appoint_admin(by=request.user)
    say(request, _("%s is an administrator now.") % found)
    return redirect("teams:person", found.pk)


@require_POST
def admin_dismiss(request: HttpRequest, pk) -> HttpResponse:
    """An administrator may also dismiss themselves, and then no longer sees the settings."""
    found = find(request, User, pk)
    found.dismiss_admin(by=request.user)
    say(request, _("%s is no longer an administrator.") % found)
    return redirect("teams:person", found.pk) if found != request.user else redirect("/")
