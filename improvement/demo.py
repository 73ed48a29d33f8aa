"""Leaving the demo: one press, and the organization it showed is dropped whole."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from improvement.embedded.home import Home
from teams.permissions import require


@require_http_methods(["GET", "POST"])
def leave(request):
    """Ask, then note that the demo is over; who runs the service drops it and starts the own one.

    The answer is a page that waits: this web server is about to be stopped.
    """
    if not settings.DEMO:
        raise Http404
    require(request.user, "teams.configure")
    if request.method == "GET":
        return render(request, "improvement/demo_leave.html")
    note_left(settings.HOME)
    return render(request, "improvement/demo_leaving.html")


def note_left(home: Home) -> None:
    """Leave the note that ends the demo in this home for good; a second time changes nothing."""
    home.demo_left.touch()
