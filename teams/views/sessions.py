"""Where one is signed in, and signing out there."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from activity.keyset import Order, read_page
from teams.models.sessions import end_others, other_sessions, sessions_of
from teams.views.answers import say

ORDER = Order.by("-created_at", "-id")
PAGE_SIZE = 30


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """One's own sessions, the newest first."""
    try:
        cursor = request.GET.get("cursor", "")
        page = read_page(sessions_of(request.user).defer("data"), ORDER, cursor=cursor, size=PAGE_SIZE)
    except ValidationError as error:
        raise Http404 from error
    here = request.session.session_key
    several = bool(cursor) or any(session.session_key != here for session in page.rows)
    return render(request, "teams/sessions.html", {"page": page, "here": here, "several": several})


@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out in one other browser; in this one it is done at the top of the page."""
    get_object_or_404(other_sessions(request.user, request.session.session_key), pk=pk).end()
    say(request, _("Signed out there."))
    return redirect("teams:sessions")


@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    count = end_others(request.user, request.session.session_key)
    sentence = ngettext("Signed out in %d other place.", "Signed out in %d other places.", count)
    say(request, sentence % count if count else _("You are signed in nowhere else."))
    return redirect("teams:sessions")
