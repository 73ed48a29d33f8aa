"""The people of the demonstration: who they are and how they sign in."""

from teams.models import GroupRole, Membership, User

DEMO_PASSWORD = "a small step each week"  # no secret: printed at the start of every demo


def demo_people() -> list[dict]:
    """One entry a person: `name, email, password, product_group, team, roles`.

    `team` is None for people outside the teams; who is in several is listed under the first by
    name. `roles` are those in that team, in product groups, and `admin`.
    """
    memberships: dict = {}
    for row in Membership.objects.order_by("team__name").values(
        "user_id", "role", "team__name", "team__product_group__name"
    ):
        memberships.setdefault(row["user_id"], []).append(row)
    roles: dict = {}
    for row in GroupRole.objects.order_by("product_group__name", "role").values(
        "user_id", "role", "product_group__name"
    ):
        roles.setdefault(row["user_id"], []).append(row)
    return [
        _entry(person, memberships.get(person.pk, []), roles.get(person.pk, []))
        for person in User.objects.active().order_by("name", "id")
    ]


def _entry(person: User, memberships: list[dict], roles: list[dict]) -> dict:
    groups = [row["team__product_group__name"] for row in memberships]
    groups += [row["product_group__name"] for row in roles]
    held = [row["role"] for row in memberships + roles] + (["admin"] if person.is_admin else [])
    return {
        "name": person.name,
        "email": person.email,
        "password": DEMO_PASSWORD,
        "product_group": groups[0] if groups else None,
        "team": memberships[0]["team__name"] if memberships else None,
        "roles": list(dict.fromkeys(held)),
    }
