"""The first page: what concerns me now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backlog.my_work import MyWork
from teams.current import groups_of


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """What waits for this person, most pressing first, each with its next step."""
    context = {"work": MyWork(request.user), "several_groups": len(groups_of(request)) > 1}
    return render(request, "backlog/my_work.html", context)
