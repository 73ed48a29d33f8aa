"""Strict headers on every answer, and pages that need nothing which they forbid."""

import re
from html.parser import HTMLParser

import pytest
from django.core.exceptions import BadRequest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse

from improvement.policy.check import LIBRARIES, named_addresses
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
ARGUMENTS = {"uidb36": "1", "key": "x", "code": "x"}
UPLOADED = "x" * (2 * 1024 * 1024 + 1)


class Inline(HTMLParser):
    """Gathers what the content policy forbids: scripts and styles in the page, handlers in attributes."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "style" or (tag == "script" and "src" not in given):
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
    assert not wrong


def options(row, thing) -> dict:
    given = {"query_params": thing.query} if thing.query else {}
    if row.method == "GET":
        return given
    return given | {"data": thing.body} | ({"content_type": "application/json"} if row.for_programs else {})


def test_every_page_of_the_sign_in_library_has_them(world):
    """Signed in and not; which of them lead elsewhere does not matter."""
    wrong = {}
    for name in named_addresses():
        if not name.startswith(LIBRARIES):
            continue
        wanted = re.findall(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>", named_addresses()[name])
        arguments = {one or other: ARGUMENTS[one or other] for one, other in wanted}
        for who in (None, "member"):
            with transaction.atomic():
                answer = world.clients[who].get(reverse(name, kwargs=arguments))
                transaction.set_rollback(True)
            assert answer.status_code < 500, name
            if found := faults(answer):
                wrong[name, who] = found
    assert not wrong


def test_every_refusal_has_them(world):
    member, nobody = world.clients["member"], world.clients[None]
    strict = Client(enforce_csrf_checks=True)
    answers = {
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
