"""Teams and owners among whom the fields of the filter let one choose: only those in sight."""

from django.db import connection
from django.db.models import Exists, OuterRef

from backlog.models import Item
from teams.kept import kept
from teams.models import Team, User

MOST_CHOICES = 300
MOST_PEOPLE = 1_000
"""So many are asked for one by one; among more, the database looks by itself."""
OWNING = """
SELECT place FROM unnest(%s::uuid[]) WITH ORDINALITY AS people (person, place) WHERE EXISTS (
    SELECT FROM backlog_item
    WHERE owner_id = person AND (product_group_id = ANY(%s::uuid[]) OR team_id = ANY(%s::uuid[]))
) ORDER BY place
"""


def teams_of(user) -> list[tuple]:
    """Id, name, group's id and group's name of every active team in sight."""

    def read() -> list[tuple]:
        rows = Team.objects.visible_to(user).active().order_by("name", "id")
        return list(rows.values_list("pk", "name", "product_group_id", "product_group__name")[:MOST_CHOICES])

    return kept(user, "teams", read)


def owners_of(user) -> list[tuple[str, str]]:
    """People in sight who own an item that is in sight as well: id and name, by name."""
    people, asked = ([], "") if user.is_admin else kept(user, "people", lambda: _people(user))
    if user.is_admin or len(people) > MOST_PEOPLE:
        owned = Item.objects.visible_to(user).filter(owner=OuterRef("pk"))
        return [(str(pk), name) for pk, name in _in_sight(user).filter(Exists(owned))[:MOST_CHOICES]]
    groups, teams = list(user.access.visible_group_ids), list(user.access.team_roles)
    with connection.cursor() as cursor:
        cursor.execute(OWNING, [asked, groups, teams])
        return [people[place - 1] for (place,) in cursor.fetchmany(MOST_CHOICES)]


def _people(user) -> tuple[list[tuple[str, str]], str]:
    """Ids and names, and the ids as one value, ready to be asked for."""
    people = [(str(pk), name) for pk, name in _in_sight(user)[: MOST_PEOPLE + 1]]
    return people, f"{{{','.join(pk for pk, _name in people)}}}"


def _in_sight(user):
    return User.objects.visible_to(user).order_by("name", "id").values_list("pk", "name")
