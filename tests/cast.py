"""A cast of test people: one product group with three teams, every role, and strangers."""

from datetime import timedelta
from functools import cache
from types import SimpleNamespace

from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.cached_db import SessionStore

from backlog.models import Item
from teams.models import GroupRole, Membership, ProductGroup, Team, User

PASSWORD = "correct horse battery"


def person(name: str, **fields) -> User:
    """A person who can sign in with `PASSWORD`."""
    email = f"{name.lower().replace(' ', '.')}@example.org"
    return User.objects.create(email=email, name=name, password=hashed_password(), **fields)


def signed_in(user, agent: str = "Firefox on a phone") -> UserSession:
    """A session of this person in some other browser."""
    store = SessionStore()
    store.save(must_create=True)
    return UserSession.objects.create(
        user=user, session_key=store.session_key, ip="192.0.2.1", user_agent=agent
    )


@cache
def hashed_password() -> str:
    """Hashed once a run: real hashing is slow on purpose."""
    return make_password(PASSWORD)


def make_cast() -> SimpleNamespace:
    """Everybody, by role: `cast.member`, `cast.manager`, …; `cast.red` is the member's team.

    `both` is a manager who is a member of red as well; `stranger` belongs to another product
    group (`elsewhere`, team `far`); `nobody` has no role at all.
    """
    cast = SimpleNamespace()
    cast.group = ProductGroup.objects.create(name="Payments", slug="payments")
    cast.elsewhere = ProductGroup.objects.create(name="Letters", slug="letters")
    cast.red, cast.blue, cast.green = (
        Team.objects.create(product_group=cast.group, name=name) for name in ("Red", "Blue", "Green")
    )
    cast.far = Team.objects.create(product_group=cast.elsewhere, name="Far")
    for role, team in [
        ("member", cast.red),
        ("facilitator", cast.red),
        ("leader", cast.red),
        ("blue_member", cast.blue),
        ("green_member", cast.green),
        ("stranger", cast.far),
    ]:
        user = person(role.replace("_", " ").title())
        setattr(cast, role, user)
        held = role if role in Membership.Role.values else Membership.Role.MEMBER
        Membership.objects.create(user=user, team=team, role=held)
    for role in GroupRole.Role.values:
        user = person(role.replace("_", " ").title())
        setattr(cast, role, user)
        GroupRole.objects.create(user=user, product_group=cast.group, role=role)
    cast.both = person("Both")
    Membership.objects.create(user=cast.both, team=cast.red)
    GroupRole.objects.create(user=cast.both, product_group=cast.group, role="manager")
    cast.far_manager = person("Far Manager")
    GroupRole.objects.create(user=cast.far_manager, product_group=cast.elsewhere, role="manager")
    cast.admin = person("Admin", is_admin=True)
    cast.nobody = person("Nobody")
    return cast


def everybody(cast) -> dict[str, User]:
    """Every person of the cast by name: one in each role, and those who hold none here."""
    return {name: value for name, value in vars(cast).items() if isinstance(value, User)}


def person_with_every_role(cast) -> User:
    """Somebody who holds every role of the group, is in a team of it, and administers the installation."""
    user = person("Everything", is_admin=True)
    Membership.objects.create(user=user, team=cast.red, role=Membership.Role.LEADER)
    for role in GroupRole.Role.values:
        GroupRole.objects.create(user=user, product_group=cast.group, role=role)
    return user


def make_item(cast, state: str = "new", **fields) -> Item:
    """An item of team red, led to `state` by its real verbs."""
    item = Item.file(team=cast.red, by=cast.member, **{"title": "Builds are red", **fields})
    for step in PATHS[state]:
        STEPS[step](item, cast)
    return item


def noon(cast, days: int):
    """Noon of the day `days` ago (negative: ahead) by the group's calendar.

    A moment reckoned in hours from now is another day where clocks are changed in between.
    """
    return cast.group.start_of(cast.group.today() - timedelta(days=days)) + timedelta(hours=12)


def far_future(cast):
    return cast.group.today().replace(year=cast.group.today().year + 1, day=1)


STEPS = {
    "assess": lambda item, cast: item.assess(finding="whole_system", reason="Helps all.", by=cast.expert),
    "act": lambda item, cast: item.decide(
        "act", reason="Ours to mend.", owner=cast.manager, due=far_future(cast), by=cast.manager
    ),
    "offer": lambda item, cast: item.decide("offer", reason="For the teams.", by=cast.manager),
    "defer": lambda item, cast: item.decide(
        "defer", reason="After the move.", wake=far_future(cast), by=cast.manager
    ),
    "decline": lambda item, cast: item.decide("decline", reason="Not now.", by=cast.manager),
    "learn": lambda item, cast: item.decide("learn", reason="Local.", by=cast.manager),
    "take": lambda item, cast: item.take(cast.blue, by=cast.blue_member),
    "start": lambda item, cast: item.start(by=cast.blue_member),
    "complete": lambda item, cast: item.complete(by=cast.blue_member),
    "confirm": lambda item, cast: item.confirm(by=cast.member),
    "withdraw": lambda item, cast: item.withdraw(reason="Gone by itself.", by=cast.member),
}

_taken = ["assess", "offer", "take"]
PATHS = {
    "new": [],
    "ready": ["assess"],
    "accepted": ["assess", "act"],
    "offered": ["assess", "offer"],
    "taken": _taken,
    "doing": [*_taken, "start"],
    "done": [*_taken, "start", "complete"],
    "confirmed": [*_taken, "start", "complete", "confirm"],
    "deferred": ["assess", "defer"],
    "declined": ["assess", "decline"],
    "learning": ["assess", "learn"],
    "withdrawn": ["withdraw"],
}
