"""Guests: the link that lets one in, and the page it leads to."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from activity.answers import see_other
from retrospectives.models import Retrospective
from retrospectives.views.answers import find


@require_POST
@sensitive_variables("secret")
def let_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a link for guests and show it, once."""
    retrospective = find(request, pk)
    secret = retrospective.let_in(by=request.user)
    link = request.build_absolute_uri(reverse("retrospectives:retrospective-join", args=[secret]))
    return render(request, "retrospectives/guest_link.html", {"retrospective": retrospective, "link": link})


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("secret")
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask whether to take part, and take part."""
    if request.method == "POST":
        return see_other(Retrospective.join(secret, by=request.user))
    return render(request, "retrospectives/join.html", {"retrospective": Retrospective.behind(secret)})
