"""Rows for every list, around the things of the permission world: as many as are asked for.

Every hundredth row differs in what can be filtered by, so that a filter has little to find. Triggers
rest meanwhile, since they take longest; what the rows need of their work is made for all of them at once.
"""

from collections.abc import Iterable
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from backlog.models import Action, Decision
from teams.models import GroupRole, Membership, ProductGroup, Revision, Team, User
from tests.cast import hashed_password
from tests.lists import rows_of_boards, rows_of_items, rows_of_people

ROOMS = (rows_of_items, rows_of_people, rows_of_boards)


class Numbers:
    """The numbers of the rows to make, and what all of them share."""

    def __init__(self, world, first: int, last: int):
        self.cast, self.own = world.cast, world.own
        self.asker, self.meetings = world.asker, world.meetings
        self.numbers = range(first, last)
        self.now, self.today = timezone.now(), world.cast.group.today()
        self.teams: list[Team] = []
        self.people: list[User] = []
        self.decisions: list[Decision] = []
        self.actions: list[Action] = []

    def __iter__(self):
        return iter(self.numbers)

    def ago(self, n: int, **least: int):
        """A moment that differs from row to row, long enough past to be late."""
        return self.now - timedelta(**least) - timedelta(minutes=n)

    def pk(self, thing: str, place: int = 0):
        """The id of one of the world's own things."""
        return self.own[thing].args[place]

    def add(self, model: type, rows: Iterable[dict]) -> list:
        return model.objects.bulk_create([model(**row) for row in rows], batch_size=2_000)


def rare(n: int) -> bool:
    return n % 100 == 7


def fill(world, first: int, last: int) -> None:
    """Rows with these numbers for every list."""
    given = Numbers(world, first, last)
    with triggers_at_rest():
        fill_organization(given)
        for room in ROOMS:
            room.fill(given)
    with connection.cursor() as cursor:
        cursor.execute("SELECT backlog_words_write(ARRAY(SELECT id FROM backlog_item WHERE state = 'new'))")
        cursor.execute("ANALYZE")
    Revision.objects.create()  # as the triggers do for all that changes who is where


def fill_organization(given: Numbers) -> None:
    """Groups, teams of the cast's group, and people in its team red with a role in the group."""
    cast = given.cast
    given.add(
        ProductGroup, [{"name": f"Group {n:04}", "slug": f"group-{n}", "purpose": "To serve."} for n in given]
    )
    given.teams = given.add(
        Team,
        [{"product_group": cast.elsewhere if rare(n) else cast.group, "name": f"Team {n:04}"} for n in given],
    )
    given.people = given.add(
        User,
        [
            {
                "name": f"Person {n:04} {'Pigeon' if rare(n) else 'Release'}",
                "email": f"{'pigeon' if rare(n) else 'person'}.{n}@example.org",
                "password": hashed_password(),
                "is_active": n % 100 != 8,
            }
            for n in given
        ],
    )
    given.add(
        Membership,
        [
            {"user": one, "team": cast.far if rare(n) else cast.red, "role": "member"}
            for n, one in zip(given, given.people, strict=True)
        ],
    )
    given.add(
        GroupRole,
        [
            {
                "user": one,
                "product_group": cast.elsewhere if rare(n) else cast.group,
                "role": "sponsor" if rare(n) else "support",
            }
            for n, one in zip(given, given.people, strict=True)
        ],
    )


@contextmanager
def triggers_at_rest():
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")
