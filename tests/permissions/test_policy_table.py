"""Every address × every role × own and foreign object, for pages and programs."""

from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from improvement.policy import LIBRARIES, named_addresses
from tests.permissions.table import TABLES, WORDS
from tests.permissions.world import make_world

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/login/"


@dataclass(frozen=True)
class Row:
    name: str
    method: str
    thing: str
    allowed: frozenset[str]
    sees: frozenset[str]

    @property
    def for_programs(self) -> bool:
        return self.name.startswith("api:")


def words(text: str) -> frozenset[str]:
    return frozenset(" ".join(WORDS.get(word, word) for word in text.split()).split())


def rows() -> list[Row]:
    """The table's rows. `! only` after the roles: nobody else even sees the object."""
    found = []
    for line in "\n".join(TABLES).splitlines():
        if line.strip():
            left, right = line.split("|")
            name, method, thing = left.split()
            allowed, _mark, seen = right.partition("!")
            sees = words(seen.replace("only", allowed) if seen else "group")
            found.append(Row(name, method, thing, words(allowed), sees))
    return found


EVERYBODY = sorted(words("everyone"))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for the module; each request is undone."""
    with django_db_blocker.unblock():
        yield make_world()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def ask(world, db):
    """A function that sends one request as one person and returns the status, undoing its effects."""

    def send(row: Row, role: str | None, arguments: dict) -> int:
        client = Client(raise_request_exception=False)
        with transaction.atomic():
            if role:
                client.force_login(getattr(world.cast, role))
            body = {"data": "{}", "content_type": "application/json"} if row.for_programs else {}
            answer = client.generic(row.method, reverse(row.name, kwargs=arguments), **body)
            transaction.set_rollback(True)
        if answer.status_code == 302 and answer.url.startswith(SIGN_IN):
            return 401
        return answer.status_code

    return send


def test_the_table_names_every_address():
    named = {row.name for row in rows()}
    there = {name for name in named_addresses() if not name.startswith(LIBRARIES)}
    assert there - named == set(), "write these addresses into the table"
    assert named - there == set()


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.name)
def test_policy(row, world, ask):
    own = world.own[row.thing] if row.thing != "-" else {}
    wrong = {}
    for role in EVERYBODY:
        status = ask(row, role, own)
        if not fits(row, role, status):
            wrong[role] = status
    stranger = ask(row, None, own)
    if (stranger == 401) == ("public" in row.allowed):
        wrong["nobody signed in"] = stranger
    assert not wrong


@pytest.mark.parametrize("row", [row for row in rows() if row.thing != "-"], ids=lambda row: row.name)
def test_what_is_foreign_is_not_found(row, world, ask):
    """Nobody of this group finds the like of another; an administrator sees it as here."""
    foreign = world.foreign[row.thing]
    found = {role: status for role in sorted(words("roles")) if (status := ask(row, role, foreign)) != 404}
    assert not found
    assert fits(row, "admin", ask(row, "admin", foreign))


def fits(row: Row, role: str, status: int) -> bool:
    if "public" in row.allowed or role in row.allowed:
        return status not in {401, 403, 404, 405} and status < 500
    if row.thing != "-" and role not in row.sees:
        return status == 404
    return status == 403
