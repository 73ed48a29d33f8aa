"""Every address × every role × own and foreign object, for pages and programs."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from improvement.policy.check import LIBRARIES, named_addresses
from tests.permissions.rows import Row, rows, words
from tests.permissions.world import Thing, make_world

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/login/"


EVERYBODY = sorted(words("everyone"))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for the module, with everybody signed in; each request is undone."""
    with django_db_blocker.unblock():
        world = make_world()
        world.clients = {None: Client(raise_request_exception=False)}
        for role in EVERYBODY:
            world.clients[role] = Client(raise_request_exception=False)
            world.clients[role].force_login(getattr(world.cast, role))
        yield world
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def ask(world, db):
    """A function that sends one request as one person and returns the status, undoing its effects.

    `headers` can ask for the fragment instead of the page.
    """

    def send(row: Row, role: str | None, thing: Thing, **headers: str) -> int:
        address = reverse(row.name, args=thing.args)
        options = {"query_params": thing.query} if thing.query else {}
        if row.for_programs and row.method != "GET":
            options |= {"data": thing.body, "content_type": "application/json"}
        elif row.method != "GET":
            options |= {"data": thing.body}
        with transaction.atomic():
            options |= {"headers": headers}
            answer = getattr(world.clients[role], row.method.lower())(address, **options)
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
    own = world.own[row.thing] if row.thing != "-" else Thing()
    wrong = {}
    for role in EVERYBODY:
        status = ask(row, role, own)
        if not fits(row, role, status):
            wrong[role] = status
    stranger = ask(row, None, own)
    if not fits_nobody(row, stranger):
        wrong["nobody signed in"] = stranger
    assert not wrong


BY_LINK = {"signed_out", "nobody"}
OF_A_GROUP = [row for row in rows() if row.thing != "-" and not row.allowed & BY_LINK]


@pytest.mark.parametrize("row", OF_A_GROUP, ids=lambda row: row.name)
def test_what_is_foreign_is_not_found(row, world, ask):
    """Nobody of this group finds the like of another; an administrator sees it as here.

    Asked as fragments are asked for, and the own ones as pages: a view guards both alike.
    """
    foreign = world.foreign[row.thing]
    fragment = {} if row.for_programs else {"HX-Request": "true"}
    answers = {role: ask(row, role, foreign, **fragment) for role in sorted(words("roles"))}
    assert {role: status for role, status in answers.items() if status != 404} == {}
    assert fits(row, "admin", ask(row, "admin", foreign))


def fits_nobody(row: Row, status: int) -> bool:
    """What somebody who isn't signed in may get."""
    if "gone" in row.allowed:
        return status in {401, 404}
    return status not in {401, 403, 404} if row.allowed & {"public", "signed_out"} else status == 401


def fits(row: Row, role: str, status: int) -> bool:
    if "public" in row.allowed or role in row.allowed:
        return status not in {401, 403, 404, 405} and status < 500
    if "gone" in row.allowed or (row.thing != "-" and role not in row.sees):
        return status == 404
    return status == 403
