"""Finding a person to give a role to: by the beginning of a name, and by a press."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from activity.keyset import Page, read_page
from teams.filters import BY_NAME
from teams.models import User
from teams.rows import PersonRow, rows_of
from teams.views.answers import find

MOST_FOUND = 8


def find_candidates(request: HttpRequest) -> dict:
    """What the search field `find` shows: the people found, or nothing before anything was typed."""
    text = request.GET.get("find", "").strip()[:100]
    if not text:
        return {"find": "", "candidates": [], "more_candidates": False}
    people = User.objects.visible_to(request.user).active()
    matching = people.addressed(text) if "@" in text and request.user.is_admin else people.named(text)
    found = list(matching.for_list().order_by("name", "id")[: MOST_FOUND + 1])
    return {
        "find": text,
        "candidates": rows_of(found[:MOST_FOUND], seen_by=request.user),
        "more_candidates": len(found) > MOST_FOUND,
    }


def people_page(request: HttpRequest, people) -> tuple[Page, list[PersonRow]]:
    """One page of people by name, as rows."""
    try:
        page = read_page(people.for_list(), BY_NAME, cursor=request.GET.get("cursor", ""))
    except ValidationError as error:
        raise Http404 from error
    return page, rows_of(page.rows, seen_by=request.user)


def person_of(request: HttpRequest) -> User:
    """The person named by a press on a button. Raises `ValidationError` when none is."""
    wanted = request.POST.get("person") or request.GET.get("person")
    if not wanted:
        raise ValidationError({"person": _("Choose a person.")})
    return find(request, User, wanted)


def removed_person(request: HttpRequest) -> dict:
    """Whom the press before this page removed, so that it can be taken back."""
    try:
        person = find(request, User, request.GET.get("removed", ""))
    except Http404:
        person = None
    return {"removed": person if person and person.is_active else None}
