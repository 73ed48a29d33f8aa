"""Whom an event about an item concerns: ids of people, for `tell=`."""

from teams.models import GroupRole, Membership


def members_of(*team_ids) -> set:
    """Active members of the teams."""
    return set(
        Membership.objects.filter(team__in=[pk for pk in team_ids if pk], user__is_active=True).values_list(
            "user", flat=True
        )
    )


def holders_of(product_group_id, *roles: str) -> set:
    """Active people who hold one of the roles in the group."""
    return set(
        GroupRole.objects.filter(
            product_group=product_group_id, role__in=roles, user__is_active=True
        ).values_list("user", flat=True)
    )


def managers_of(product_group_id) -> set:
    return holders_of(product_group_id, "manager", "sponsor")
