"""Holding a retrospective, changing it, closing and reopening it."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activity.answers import see_other
from retrospectives.forms.holding import EditForm, HoldForm
from retrospectives.places import places_of
from retrospectives.views.answers import board_again, find


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest) -> HttpResponse:
    """Hold a retrospective at the `place` of the address; the first of one's own without.

    Who has no place to hold one is told so.
    """
    places = places_of(request.user)
    if not places and request.method == "POST":
        raise PermissionDenied
    if not places:
        return render(request, "retrospectives/hold.html")
    wanted = request.GET.get("place", places[0].key)
    place = next((place for place in places if place.key == wanted), None)
    if place is None:
        raise Http404
    form = HoldForm(place, request.user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (retrospective := form.run()):
        return see_other(retrospective)
    context = {"form": form, "place": place, "places": places}
    return render(request, "retrospectives/hold.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change title, date, facilitator, votes and participants."""
    retrospective = find(request, pk)
    retrospective.require("edit", by=request.user)
    form = EditForm(retrospective, request.user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and form.run():
        return board_again(request, retrospective, _("The retrospective is changed."))
    context = {"form": form, "retrospective": retrospective}
    return render(request, "retrospectives/edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End the meeting."""
    retrospective = find(request, pk)
    retrospective.close(by=request.user)
    return board_again(request, retrospective, _("The retrospective is closed."))


@require_POST
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go on with the meeting."""
    retrospective = find(request, pk)
    retrospective.reopen(by=request.user)
    return board_again(request, retrospective, _("The retrospective is open again."))
