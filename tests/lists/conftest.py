"""One world for all tests of lists: with few rows, with ten more of everything, and with a thousand."""

from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from teams.models import GroupRole, Membership
from tests.contract.reach import things_in_reach
from tests.lists.asking import ask
from tests.lists.filling import fill
from tests.lists.table import LISTS, OTHER_ROLES, PAGES_BY_ROLE, QUERIES
from tests.permissions.rows import rows
from tests.permissions.world import Thing, make_world

TEN, THOUSAND = 10, 1_000
ROWS = {row.name: row for row in rows() if "gone" not in row.allowed}


@dataclass(frozen=True)
class Asked:
    """An address, by its full name, that is read by one person of the cast."""

    name: str
    who: str | None
    address: str


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker):
    """`answers[rows]`: to all that is asked, where there are so many rows more."""
    with django_db_blocker.unblock():
        try:
            world = make_lists_world()
            asked = list(questions(world))
            world.answers = {0: {one: ask(world.clients[one.who], one.address) for one in asked}}
            asked = [one for one in asked if world.answers[0][one].status != 405]
            for before, full in ((0, TEN), (TEN, THOUSAND)):
                fill(world, before, full)
                known = world.answers[before]
                world.answers[full] = {
                    one: ask(world.clients[one.who], one.address, len(known[one].queries)) for one in asked
                }
            yield world
        finally:
            call_command("flush", interactive=False, verbosity=0)


def make_lists_world():
    """The permission world, asked by somebody who holds every role, its administrator's included."""
    world = make_world()
    cast = world.cast
    world.asker = cast.member
    for role in GroupRole.Role.values:
        GroupRole.objects.create(user=cast.member, product_group=cast.group, role=role)
    Membership.objects.create(user=cast.member, team=cast.red, role="leader")
    cast.member.is_admin = True
    cast.member.save(update_fields=["is_admin"])
    world.reach = things_in_reach(cast)
    world.reach["backlog:item"] = world.own["taken"]  # of which most is said
    world.meetings = [world.own["review"].args[0], world.reach["reviews:review-run"].args[0]]
    world.clients = {None: Client(raise_request_exception=False)}
    for who in {"member", "expert", "admin", "manager", *OTHER_ROLES}:
        world.clients[who] = Client(raise_request_exception=False)
        world.clients[who].force_login(getattr(cast, who))
    return world


def questions(world):
    """Every address as whoever sees most there, each list as somebody who sees one group as well."""
    for row in ROWS.values():
        who = reader_of(row)
        for query in QUERIES.get(row.name, ("",)):
            address = address_of(world, row, query)
            yield Asked(row.name, who, address)
            if row.name in LISTS and "manager" in row.sees and who == "member":
                yield Asked(row.name, "manager", address)
        if row.name in PAGES_BY_ROLE:
            yield from (Asked(row.name, role, address) for role in OTHER_ROLES)


def reader_of(row) -> str | None:
    if "signed_out" in row.allowed:
        return None
    if row.name == "backlog:item-propose":
        return "manager"  # who is in no team
    return next(who for who in ("member", "expert", "admin") if who in row.sees)


def address_of(world, row, query: str) -> str:
    thing = world.reach.get(row.name) or (world.own[row.thing] if row.thing != "-" else Thing())
    asked = "&".join(filter(None, (urlencode(thing.query), query.format(cast=world.cast, own=world.own))))
    return f"{reverse(row.name, args=thing.args)}{'?' if asked else ''}{asked}"
