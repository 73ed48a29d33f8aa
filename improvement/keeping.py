"""Telling a browser that keeps what is typed (static/js/keep.js) whether the server has taken it.

A form that was sent brings a number along, drawn for this one time. Only an answer to that number
is a sign: a page without errors may as well be a refusal, the sign-in page, or that of a proxy.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

NUMBER = "_kept"
MOST_DIGITS = 40
READABLE = frozenset({200, 201, 204, 302, 303, 409, 422})
"""Where there was a form that could be read. What is larger, unreadable or forbidden is not read again."""
SECONDS = 60


class KeepingMiddleware:
    """Says of a form with a number that it is `taken`, or that the answer shows what was sent (`shown`).

    Under HTMX the header `Kept` says so; else a cookie for the page that comes next, since a script
    sees neither status nor headers of its own page.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or response.status_code not in READABLE:
            return response
        number = request.POST.get(NUMBER, "")
        if not (number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS):
            return response
        if "HX-Request" in request.headers:
            response["Kept"] = "taken" if response.status_code < 300 else "shown"
        else:
            sign = f"{number}.{'taken' if leads_on(response) else 'shown'}"
            lasting = {"max_age": SECONDS, "samesite": "Lax", "secure": settings.BEHIND_TLS}
            response.set_cookie("kept", sign, **lasting)
        return response


def leads_on(response: HttpResponse) -> bool:
    """Whether the browser is sent to another page because all is done, and not to sign in first."""
    goal = urlsplit(response.headers.get("Location", "")).path
    return response.status_code in {302, 303} and goal != resolve_url(settings.LOGIN_URL)
