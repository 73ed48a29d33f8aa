"""Pages and answers that have not changed for this person are not sent again (304).

The ETag is made from what would be sent, so nothing that a page shows can be forgotten. And where the
database has not changed at all since that was made, neither has the page: then it isn't even made anew.
PostgreSQL tells so by its snapshot, the same for as long as no transaction that writes has begun or ended.
"""

import hashlib
import os
import re
import time

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

PAGES = frozenset(
    {"backlog:item-list", "backlog:item-board", "backlog:item", "backlog:find", "backlog:my-work"}
)
PROGRAMS = frozenset({"api:item-list", "api:item-detail"})
VARY = ("Cookie", "Accept-Language", "HX-Request", "HX-Target")
PRIVATE = "private, no-cache"
KEPT = 300  # seconds
MOMENT = 15 * 60  # seconds; in every time zone a day ends with one of them
TOKEN = re.compile(rb'((?:name="csrfmiddlewaretoken" value=|"X-CSRFToken": )")[A-Za-z0-9]{64}"')
"""Where a page holds the token of its forms, which is written differently each time and means the same."""


class ConditionalMiddleware:
    """The last before the view: the person and the language are known."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 304 or not hasattr(request, "conditional"):
            return response
        return self.answer(request, response)

    def process_view(self, request: HttpRequest, view, arguments, named) -> HttpResponse | None:
        name = request.resolver_match.view_name
        if request.method != "GET" or name not in PAGES | PROGRAMS:
            return None
        request.conditional = name
        known = request.headers.get("If-None-Match", "")
        if name in PAGES and known and may_be_kept(request):
            request.snapshot = snapshot()
            if cache.get(place_of(request)) == (known, request.snapshot):
                return self.dress(request, HttpResponseNotModified(headers={"ETag": known}))
        return None

    def answer(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        self.dress(request, response)
        if response.status_code != 200 or response.streaming:
            return response
        if "ETag" not in response.headers:
            response["ETag"] = tag_of(request, response.content)
        if hasattr(request, "snapshot"):
            cache.set(place_of(request), (response["ETag"], request.snapshot), KEPT)
        return get_conditional_response(request, etag=response["ETag"], response=response)

    def dress(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers.setdefault("Cache-Control", PRIVATE)
        patch_vary_headers(response, VARY if request.conditional in PAGES else (*VARY, "Authorization"))
        return response


def tag_of(request: HttpRequest, body: bytes) -> str:
    """Of the page as this person gets it; the token's secret in place of the token."""
    said = hashlib.sha256(TOKEN.sub(rb"\1", body))
    said.update(request.META.get("CSRF_COOKIE", "").encode())
    return f'W/"{said.hexdigest()[:24]}"'


def may_be_kept(request: HttpRequest) -> bool:
    """Somebody signed in, who is not just being told something, outside of a transaction."""
    told = "messages" in request.COOKIES
    return request.user.is_authenticated and not told and not connection.in_atomic_block


def snapshot() -> str:
    """Which transactions the database shows just now: as long as this is the same, so is what it holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return cursor.fetchone()[0]


def place_of(request: HttpRequest) -> str:
    """Where the tag of this page is kept: all on which it depends beside the database."""
    parts = (
        request.get_full_path(),
        request.user.pk,
        request.session.session_key,
        request.META.get("CSRF_COOKIE", ""),
        get_language(),
        request.headers.get("HX-Request"),
        request.headers.get("HX-Target"),
        int(time.time()) // MOMENT,
        os.getppid(),
    )
    return f"page:{hashlib.sha256(repr(parts).encode()).hexdigest()}"
