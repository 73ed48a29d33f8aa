"""What the frame of every page lets a person choose: the theme, and the product group to work in."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from activity.answers import next_of
from improvement.navigation import THEMES
from teams.current import choose_group as choose

A_YEAR = 365 * 24 * 60 * 60


@login_not_required
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device: kept with the person, and in the browser for the sign-in page."""
    theme = request.POST.get("theme", "")
    theme = theme if theme in THEMES else ""
    if request.user.is_authenticated:
        request.user.choose_theme(theme)
    answer = redirect(next_of(request))
    answer.set_cookie("theme", theme, max_age=A_YEAR, samesite="Lax", secure=settings.BEHIND_TLS)
    return answer


@require_POST
def choose_group(request: HttpRequest) -> HttpResponse:
    """Work in another product group from now on."""
    if not choose(request, request.POST.get("product_group", "")):
        raise Http404
    return redirect("/")
