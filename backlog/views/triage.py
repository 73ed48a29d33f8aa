"""Triage: the inbox as a list and one by one, the proposals, and what was learned."""

from uuid import UUID

from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from activity.keyset import Page
from backlog.triage import Inbox, Learnings, OneByOne, Proposals, waiting_count
from teams.current import asked_group, groups_of
from teams.models import ProductGroup


@require_safe
def triage(request: HttpRequest) -> HttpResponse:
    """What is new or proposed, the longest silence first. `?aside=1`: what this person laid aside."""
    group = asked_group(request)
    return show_list(request, group)


def show_list(request: HttpRequest, group: ProductGroup | None, *, status: int = 200, **more) -> HttpResponse:
    """The page, or its part under HTMX; `sentence` may say what went wrong, `focus` asks for it."""
    if group is None:
        return render(request, "backlog/triage.html", {"group": None})
    inbox = Inbox(request.user, group, aside=bool(request.GET.get("aside")))
    context = _frame(request, group) | {"inbox": inbox, "page": page_of(inbox, request), **more}
    return _answer(request, context, status)


@require_safe
def triage_one(request: HttpRequest) -> HttpResponse:
    """One item of the inbox: the one whose id is given in `item`, else the longest silent."""
    group = asked_group(request)
    return show_one(request, group, uuid_or_none(request.GET.get("item")))


def show_one(request: HttpRequest, group: ProductGroup | None, wanted, *, status: int = 200, **more):
    if group is None:
        return render(request, "backlog/triage.html", {"group": None})
    inbox = Inbox(request.user, group)
    table = OneByOne(inbox, wanted)
    context = _frame(request, group) | {"inbox": inbox, "table": table, **more}
    return _answer(request, context, status)


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Proposals that wait for one's teams; with `?all=1`, and for who has no team, all of the group."""
    group = asked_group(request)
    if group is None:
        return render(request, "backlog/proposals.html", {"group": None})
    proposed = Proposals(request.user, group, waiting=not request.GET.get("all"))
    context = _frame(request, group) | {"proposals": proposed, "page": page_of(proposed, request)}
    return render(request, "backlog/proposals.html", context)


@require_safe
def learning(request: HttpRequest) -> HttpResponse:
    """Local optimizations of the group, with what was learned."""
    group = asked_group(request)
    if group is None:
        return render(request, "backlog/learning.html", {"group": None})
    context = _frame(request, group) | {"page": page_of(Learnings(request.user, group), request)}
    return render(request, "backlog/learning.html", context)


def _frame(request: HttpRequest, group: ProductGroup) -> dict:
    """What the pages of the room share."""
    return {
        "group": group,
        "groups": groups_of(request),
        "waiting": waiting_count(request.user, group),
        "base": reverse("backlog:triage"),
    }


def _answer(request: HttpRequest, context: dict, status: int) -> HttpResponse:
    whole = request.htmx.target not in {"triage", "item-dialog-body"}
    answer = render(request, "backlog/triage.html" + ("" if whole else "#triage"), context, status=status)
    answer["Vary"] = "HX-Request, HX-Target"
    return answer


def page_of(reading, request: HttpRequest) -> Page:
    try:
        return reading.page(request.GET.get("cursor", ""))
    except ValidationError as error:
        raise BadRequest from error


def uuid_or_none(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
