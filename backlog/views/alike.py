"""What may be the same: beside an item, and while somebody types a title."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backlog.likeness import alike
from backlog.views.item import find_item
from teams.current import current_group
from teams.models import Team

SHORTEST = 6
LONGEST = 200
MOST_BESIDE = 5


@require_safe
def item_alike(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Items of the same group that may be the same matter as this one, each with the reason."""
    item = find_item(request, pk)
    found = alike(
        item.title,
        item.description,
        product_group=item.product_group,
        user=request.user,
        besides=item.pk,
        most=MOST_BESIDE,
    )
    may_merge = item.may("merge", request.user)
    template = "backlog/item_alike.html" + ("#alike" if request.htmx else "")
    return render(request, template, {"item": item, "found": found, "may_merge": may_merge})


@require_safe
def items_alike(request: HttpRequest) -> HttpResponse:
    """What was said before that is like `title`, in the product group of `team`."""
    title = " ".join(request.GET.get("title", "")[:LONGEST].split())
    group = _group(request)
    found = []
    if group and len(title) >= SHORTEST:
        found = alike(title, product_group=group, user=request.user)
    template = "backlog/items_alike.html" + ("#alike" if request.htmx else "")
    return render(request, template, {"title": title, "found": found, "shortest": SHORTEST})


def _group(request: HttpRequest):
    """That of the team named, if the person may see it; else the one they work in."""
    try:
        wanted = UUID(request.GET.get("team", ""))
    except ValueError:
        return current_group(request)
    teams = Team.objects.visible_to(request.user).for_choice()
    team = teams.in_bulk([wanted]).get(wanted)
    return team.product_group if team else current_group(request)
