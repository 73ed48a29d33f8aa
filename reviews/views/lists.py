"""The meetings of a product group: the next one, and those that were."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from activity.keyset import Order, read_page
from backlog.models import FlagRun
from reviews.models import Review
from reviews.views.find import show
from teams import permissions
from teams.current import current_group, groups_of

NEWEST_FIRST = Order.by("-planned_at", "-id")
MOST_COMING = 20


@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """What is coming, then the past meetings, the newest first."""
    group = _group(request)
    if group is None:
        return render(request, "reviews/review_list.html", {"group": None})
    mine = Review.objects.visible_to(request.user).of_group(group)
    try:
        page = read_page(mine.past().for_list(), NEWEST_FIRST, cursor=request.GET.get("cursor", ""))
    except ValidationError as error:
        raise Http404 from error
    context = {
        "group": group,
        "coming": mine.coming().for_list()[:MOST_COMING],
        "page": page,
        "first": "cursor" not in request.GET,
        "may_plan": permissions.may(request.user, "reviews.prepare_review", group),
        "flag_run": FlagRun.objects.of_group(group),
    }
    return show(request, group, "reviews/review_list.html", context)


def _group(request: HttpRequest):
    """The product group asked for, if this person may see it (else 404); else the current one."""
    asked = request.GET.get("product_group")
    if not asked:
        return current_group(request)
    found = next((group for group in groups_of(request) if str(group.pk) == asked), None)
    if found is None:
        raise Http404
    return found
