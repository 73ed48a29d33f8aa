"""Strict headers on every answer, and pages that need nothing which they forbid."""

import re
from html.parser import HTMLParser

import pytest
from django.core.exceptions import BadRequest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse

from tests.contract.amounts import FULL
from tests.contract.visitors import QUICK_HASHES, make_visitors
from tests.permissions.rows import rows
from tests.permissions.world import Thing

pytestmark = pytest.mark.django_db
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
NOTHING = {"default-src": "'none'", "frame-ancestors": "'none'", "sandbox": ""}
"""What a file that somebody brought may do."""
NEED_MORE = {
    "backlog:item-move",
    "retrospectives:file-item",
    "retrospectives:draft-items",
    "reviews:review-run",
}
"""Addresses that want a goal, notes, or another state; their pages are looked at in tests/journeys."""
ELSEWHERE = {"account_email", "account_signup", "account_set_password", "account_confirm_login_code"}
"""Pages of the sign-in library that lead to others here."""
UPLOADED = "x" * (2 * 1024 * 1024 + 1)


class Inline(HTMLParser):
    """Gathers what the content policy forbids: scripts and styles in the page, handlers in attributes."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        data = given.get("type") == "application/json"  # which no browser runs
        if tag == "style" or (tag == "script" and "src" not in given and not data):
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name in given if name.startswith("on") or name == "style"]
        self.found += [
            f"{tag} {name}={value}"
            for name, value in attributes
            if re.match(r"\s*javascript:", value or "", re.IGNORECASE)
        ]


def faults(answer) -> list[str]:
    """What is wrong with the headers of an answer, and with its page."""
    found = [f"{name}: {answer.get(name)}" for name, value in ALWAYS.items() if answer.get(name) != value]
    directives = answer.get("Content-Security-Policy", "").split(";")
    policy = {name: value for name, _space, value in (one.strip().partition(" ") for one in directives)}
    wanted = POLICY if policy != NOTHING else NOTHING
    found += [f"{name} {policy.get(name)}" for name, value in wanted.items() if policy.get(name) != value]
    found += [word for word in ("unsafe-inline", "unsafe-eval", "unsafe-hashes") if word in str(policy)]
    found += [] if "camera=()" in answer.get("Permissions-Policy", "") else ["Permissions-Policy"]
    if answer.get("Content-Type", "").startswith("text/html"):
        page = Inline()
        page.feed(answer.content.decode())
        found += page.found
    return found


def test_every_address_answers_with_strict_headers(world):
    """Each address once, as somebody who is let in; pages hold no script and no style."""
    wrong = {}
    for row in rows():
        thing = world.own[row.thing] if row.thing != "-" else Thing()
        who = None if row.allowed & {"public", "signed_out", "gone"} else sorted(row.allowed)[0]
        with transaction.atomic():
            ask = getattr(world.clients[who], row.method.lower())
            answer = ask(reverse(row.name, args=thing.args), **options(row, thing))
            transaction.set_rollback(True)
        if found := faults(answer):
            wrong[row.name] = found
        shown = row.method != "GET" or "gone" in row.allowed or row.name in NEED_MORE
        if not shown and answer.status_code not in {200, 302}:
            wrong[row.name, row.method] = f"is not shown: {answer.status_code}"
    assert not wrong


def test_every_refusal_of_every_address_has_them(world):
    """Asked by nobody, by a stranger, in a way that it does not know, and with what can't be read."""
    wrong, statuses = {}, set()
    for row in rows()[:: 1 if FULL else 9]:
        thing = world.own[row.thing] if row.thing != "-" else Thing()
        address = reverse(row.name, args=thing.args)
        for who, method, body in (
            (None, row.method, b""),
            ("stranger", row.method, b""),
            ("both", "TRACE", b""),
            ("both", "POST", b"title=%FF"),
        ):
            with transaction.atomic():
                answer = world.clients[who].generic(
                    method, address, body, content_type="application/x-www-form-urlencoded"
                )
                transaction.set_rollback(True)
            statuses.add(answer.status_code)
            if found := faults(answer):
                wrong[row.name, who, method] = (answer.status_code, found)
    assert not wrong
    assert {302, 400, 401, 403, 404, 405} <= statuses


def options(row, thing) -> dict:
    given = {"query_params": thing.query} if thing.query else {}
    if row.method == "GET":
        return given
    return given | {"data": thing.body} | ({"content_type": "application/json"} if row.for_programs else {})


def test_every_page_of_the_sign_in_library_has_them(world, settings):
    """To nobody, to who came by one factor or by two, and to who still owes the second."""
    settings.ACCOUNT_RATE_LIMITS, settings.PASSWORD_HASHERS = False, QUICK_HASHES
    visitors, wrong, shown = make_visitors(), {}, set()
    for who in ("nobody", "plain", "halfway", "guarded"):
        for name, address in visitors.addresses.items():
            for send in (getattr(visitors, who).get, getattr(visitors, who).post):
                with transaction.atomic():
                    answer = send(address)
                    transaction.set_rollback(True)
                assert answer.status_code < 500, name
                shown |= {name} if answer.status_code == 200 else set()
                if found := faults(answer):
                    wrong[name, who] = found
    assert not wrong
    assert set(visitors.addresses) - shown <= ELSEWHERE


def test_every_refusal_has_them(world, settings):
    member, nobody = world.clients["member"], world.clients[None]
    strict = Client(enforce_csrf_checks=True)
    item = f"/api/v1/items/{world.own['item'].args[0]}/"
    changing = {"data": {"title": "A"}, "content_type": "application/json"}
    answers = {
        406: member.get("/api/v1/items/", headers={"Accept": "text/csv"}),
        409: member.post(f"/items/{world.own['item'].args[0]}/confirm/"),
        412: member.patch(item, headers={"If-Match": '"0"'}, **changing),
        422: member.post("/items/new/", {"title": ""}),
        428: member.patch(item, **changing),
        404: member.get("/nothing/here/"),
        403: strict.post("/choose/theme/", {"theme": "dark"}),
        405: member.put("/inbox/read/"),
        413: member.post("/items/new/", {"title": UPLOADED}),
        400: Client(raise_request_exception=False).get("/", headers={"Host": "a b"}),
        401: nobody.get("/api/v1/items/"),
        302: nobody.get("/items/"),
        308: member.get("/api/v1/items"),
    }
    assert {status: answer.status_code for status, answer in answers.items()} == {
        status: status for status in answers
    }
    assert {status: found for status, answer in answers.items() if (found := faults(answer))} == {}
    settings.API_RATE, settings.ACCOUNT_RATE_LIMITS = 0, {"login": "1/m/ip"}
    limited = [nobody.post("/account/login/") for _turn in range(3)][-1], member.get("/api/v1/items/")
    assert [(answer.status_code, faults(answer)) for answer in limited] == [(429, [])] * 2


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ZeroDivisionError("a secret"), 500),
        (BadRequest("a secret"), 400),
        (OperationalError("a secret"), 503),
    ],
)
@pytest.mark.parametrize("path", ["/items/", "/api/v1/items/"])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
def test_a_failure_has_them_and_tells_nothing_of_itself(world, monkeypatch, error, status, path, headers):
    def fail(*_arguments, **_options):
        raise error

    monkeypatch.setattr("backlog.filters.ItemFilter.page", fail)
    answer = world.clients["member"].get(path, headers=headers)
    assert answer.status_code == status
    assert faults(answer) == []
    assert "a secret" not in answer.content.decode() and "Traceback" not in answer.content.decode()
    assert (status == 503) == ("Retry-After" in answer)


def test_a_query_that_takes_too_long_is_ended_and_said(world, monkeypatch):
    """The database itself ends it (`statement_timeout`)."""

    def slow(*_arguments, **_options):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 20")
            cursor.execute("SELECT pg_sleep(5)")

    monkeypatch.setattr("backlog.filters.ItemFilter.page", slow)
    for path in ("/items/", "/api/v1/items/"):
        with transaction.atomic():
            answer = world.clients["member"].get(path)
            transaction.set_rollback(True)
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert "took too long" in answer.content.decode()


def test_files_have_them(world, settings):
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    answer = Client().get("/static/css/tokens.css")
    assert answer.status_code == 200
    assert faults(answer) == []


def test_browsers_are_told_to_come_encrypted_where_the_service_is(world, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    answer = Client().get("/healthz", secure=True)
    assert answer["Strict-Transport-Security"].startswith("max-age=31536000")
