"""The organization of the demonstration: groups, teams, people and roles."""

import unicodedata
from dataclasses import dataclass, field
from datetime import time

from django.contrib.auth.hashers import make_password

from backlog.models import ItemTemplate, Kind
from demo import texts
from teams.demo_people import DEMO_PASSWORD
from teams.models import GroupRole, Membership, ProductGroup, Team, User

TEAM_ROLES = (Membership.Role.LEADER, Membership.Role.FACILITATOR, Membership.Role.MEMBER)


@dataclass
class Cast:
    """One product group with those who play in it; `members` are by team, in order of role."""

    group: ProductGroup
    words: dict
    teams: list[Team] = field(default_factory=list)
    members: dict = field(default_factory=dict)
    roles: dict[str, list[User]] = field(default_factory=dict)

    @property
    def managers(self) -> list[User]:
        return self.roles["manager"]

    @property
    def outsiders(self) -> list[User]:
        """People who may propose: with a role in the group and in none of its teams."""
        return self.roles["expert"] + self.roles["change_agent"] + self.roles["support"]

    def everyone(self) -> list[User]:
        held = [person for people in self.roles.values() for person in people]
        return held + [person for people in self.members.values() for person in people]


def build() -> list[Cast]:
    """Store the whole organization and return its casts, one a product group."""
    people = texts.read("people")
    password = make_password(DEMO_PASSWORD)
    persons = {}

    def person(name: str, **fields) -> User:
        if name not in persons:
            persons[name] = User.objects.create(email=_address(name), name=name, password=password, **fields)
        return persons[name]

    person(people["admin"], is_admin=True)
    casts = []
    places = texts.read("places")["group"]
    for position, (words, names) in enumerate(zip(places, people["group"], strict=True)):
        cast = Cast(_group(words, position), words)
        _teams(cast, names, person)
        _roles(cast, names, person)
        _template(cast, persons[people["admin"]])
        casts.append(cast)
    both = people["both"]
    team = Team.objects.get(name=both["team"])
    Membership.objects.create(user=persons[both["name"]], team=team)
    return casts


def _group(words: dict, position: int) -> ProductGroup:
    return ProductGroup.objects.create(
        name=words["name"],
        slug=words["slug"],
        purpose=words["purpose"],
        time_zone=words["time_zone"],
        review_cycle_days=words["cycle"],
        review_weekday=1 + position,
        review_time=time(9 + position, 30),
        open=position == 0,
        limit_accepted=5,
        limit_doing=9,
    )


def _teams(cast: Cast, names: dict, person) -> None:
    for name, purpose, members in zip(
        cast.words["teams"], cast.words["purposes"], names["teams"], strict=True
    ):
        team = Team.objects.create(product_group=cast.group, name=name, purpose=purpose)
        cast.teams.append(team)
        cast.members[team.pk] = [person(member) for member in members]
        for member, role in zip(cast.members[team.pk], TEAM_ROLES, strict=True):
            Membership.objects.create(user=member, team=team, role=role)


def _roles(cast: Cast, names: dict, person) -> None:
    for role in GroupRole.Role.values:
        cast.roles[role] = [person(name) for name in names[role]]
        for holder in cast.roles[role]:
            GroupRole.objects.create(user=holder, product_group=cast.group, role=role)


def _template(cast: Cast, admin: User) -> None:
    """What the group asks of an impediment, where its words tell of questions."""
    questions = cast.words.get("questions", [])
    if questions:
        ItemTemplate.configure(cast.group, Kind.IMPEDIMENT, by=admin, version=0, questions=questions)


def _address(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return f"{plain.replace(' ', '.')}@demo.example"
