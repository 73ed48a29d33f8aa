"""The people of the demo on the sign-in page."""

from itertools import groupby

from django import template
from django.conf import settings

from teams.demo_people import DEMO_PASSWORD, demo_people
from teams.models.invitations import ROLES

register = template.Library()
SHOWN = (
    "member",
    "facilitator",
    "leader",
    "manager",
    "sponsor",
    "change_agent",
    "product_owner",
    "expert",
    "support",
    "admin",
)
WORDS = dict(ROLES)


@register.inclusion_tag("account/_demo_people.html", takes_context=True)
def demo_people_to_press(context) -> dict:
    """Buttons that sign in as one of the demo's people; nothing outside the demo.

    First one person a role, whoever holds the fewest others; then everybody by product group.
    """
    people = [person | {"words": words(person)} for person in demo_people()] if settings.DEMO else []
    by_role = [shown for role in SHOWN if (shown := plainest(people, role))]
    ordered = sorted(people, key=lambda person: (person["product_group"] or "", person["team"] or "~"))
    by_group = groupby(ordered, key=lambda person: person["product_group"])
    return {
        "request": context["request"],
        "csrf_token": context["csrf_token"],
        "demo_password": DEMO_PASSWORD,
        "demo_people": {
            "by_role": list({person["email"]: person for person in by_role}.values()),
            "by_group": [(group, list(members)) for group, members in by_group],
        },
    }


def plainest(people: list[dict], role: str) -> dict | None:
    """Who holds `role` and the fewest others."""
    return min(
        (person for person in people if role in person["roles"]),
        key=lambda person: len(person["roles"]),
        default=None,
    )


def words(person: dict) -> str:
    """Role and place in one line."""
    roles = ", ".join(str(WORDS[role]) for role in person["roles"])
    place = person["team"] or person["product_group"]
    return f"{roles} · {place}" if roles and place else roles or place or ""
