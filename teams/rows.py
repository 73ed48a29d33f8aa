"""People as lists show them: with their teams and roles, in two queries for a whole page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from teams.models import GroupRole, Membership, User

ROLE_WORDS = dict(Membership.Role.choices) | dict(GroupRole.Role.choices)


@dataclass
class PersonRow:
    """One person and what the reader may know of their roles.

    `teams`: one per team with `id, name, group, roles` (role → words; a plain membership has
    none); `roles`: one per role in a product group with `group_id, group, role, word`.
    """

    id: UUID
    name: str
    is_admin: bool
    is_active: bool
    teams: list[dict] = field(default_factory=list)
    roles: list[dict] = field(default_factory=list)


def rows_of(people: Iterable[User], *, seen_by) -> list[PersonRow]:
    """Rows for `people`, with the teams and roles that `seen_by` sees."""
    rows = {
        person.pk: PersonRow(person.pk, person.name, person.is_admin, person.is_active) for person in people
    }
    for held in Membership.objects.visible_to(seen_by).of_people(rows).for_list():
        _add_to_team(rows[held["user_id"]].teams, held)
    for held in GroupRole.objects.visible_to(seen_by).of_people(rows).for_list():
        rows[held["user_id"]].roles.append(
            {
                "group_id": held["product_group_id"],
                "group": held["product_group__name"],
                "role": held["role"],
                "word": ROLE_WORDS[held["role"]],
            }
        )
    return list(rows.values())


def _add_to_team(teams: list[dict], held: dict) -> None:
    team = next((team for team in teams if team["id"] == held["team_id"]), None)
    if team is None:
        team = {
            "id": held["team_id"],
            "name": held["team__name"],
            "group": held["team__product_group__name"],
            "roles": {},
        }
        teams.append(team)
    if held["role"] != Membership.Role.MEMBER:
        team["roles"][held["role"]] = ROLE_WORDS[held["role"]]
