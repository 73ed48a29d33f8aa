"""Who may do what: THE policy table. Page, fragment, command and API ask it alike.

A predicate gets a person's `Access` and the object: an item (or anything with
`product_group_id`, and where it matters `team_id`, `taken_by_id`, `owner_id`, `raised_by_id`,
`state`), a team, or a product group. Whether the object is *visible* is decided before, by the
querysets' `visible_to`: what is not visible is not found (404), what is visible but not
allowed is refused (403).
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from teams.access import Access

Predicate = Callable[[Access, Any], bool]


def group_of(obj):
    """The id of the product group that an object belongs to; a group is its own."""
    return getattr(obj, "product_group_id", None) or obj.pk


def anyone(access: Access, obj) -> bool:
    return True


def admin(access: Access, obj) -> bool:
    return access.is_admin


def sees(access: Access, obj) -> bool:
    return access.sees_group(group_of(obj)) or access.is_member(getattr(obj, "team_id", None))


def any_role(access: Access, obj) -> bool:
    return access.has_role(group_of(obj)) or access.is_member(getattr(obj, "team_id", None))


def any_role_but_support(access: Access, obj) -> bool:
    return any_role(access, obj) and not access.only_supports(group_of(obj))


def roles(*names: str) -> Predicate:
    return lambda access, obj: access.has_role(group_of(obj), *names)


def member_of_group_team(access: Access, obj) -> bool:
    return bool(access.teams_in(group_of(obj)))


def outside_teams(access: Access, obj) -> bool:
    return access.has_role(group_of(obj)) and not access.teams_in(group_of(obj))


def member_of_this_team(access: Access, team) -> bool:
    return access.is_member(team.pk)


def leads_this_team(access: Access, team) -> bool:
    return access.leads(team.pk)


def leads_any_team(access: Access, obj=None) -> bool:
    return any(access.leads(team_id) for team_id in access.team_roles)


def leads_invited_team(access: Access, invitation) -> bool:
    return access.leads(invitation.team_id)


def leads_a_team(access: Access, obj) -> bool:
    return any(access.leads(team_id) for team_id in access.teams_in(group_of(obj)))


def origin(access: Access, item) -> bool:
    """Members of the originating team; a proposal has none yet."""
    return item.state != "proposed" and access.is_member(item.team_id)


def origin_not_manager(access: Access, item) -> bool:
    own_group = access.team_groups.get(item.team_id)
    manages = access.has_role(item.product_group_id, "manager") or access.has_role(own_group, "manager")
    return origin(access, item) and not manages


def proposer(access: Access, item) -> bool:
    return item.state == "proposed" and item.raised_by_id == access.user_id


def owner(access: Access, item) -> bool:
    return item.owner_id == access.user_id


def author(access: Access, said) -> bool:
    """Who wrote a comment or brought a file, as long as they have a role there."""
    return said.author_id == access.user_id and any_role(access, said)


def taker(access: Access, item) -> bool:
    return access.is_member(item.taken_by_id)


def holds_retrospective(access: Access, retrospective) -> bool:
    """Members of its team; of an overall retrospective or workshop, its participants."""
    if retrospective.team_id:
        return access.is_member(retrospective.team_id)
    return retrospective.lets_in(access.user_id, as_guest=False)


def inside_retrospective(access: Access, retrospective) -> bool:
    """Those who hold it, and a guest whom the team let in, while it is open."""
    return holds_retrospective(access, retrospective) or retrospective.lets_in(access.user_id)


def either(*predicates: Predicate) -> Predicate:
    return lambda access, obj: any(predicate(access, obj) for predicate in predicates)


managers = roles("manager", "sponsor")

POLICY: dict[str, Predicate] = {
    # product groups, teams and people
    "teams.view_product_group": sees,
    "teams.configure": admin,
    "teams.change_members": either(admin, leads_this_team),
    "teams.appoint_leader": admin,
    "teams.invite": either(admin, leads_any_team),
    "teams.revoke_invitation": either(admin, leads_invited_team),
    # items
    "backlog.view_item": sees,
    "backlog.file_item": member_of_this_team,
    "backlog.import_items": either(admin, member_of_this_team),
    "backlog.edit_item": either(origin, proposer),
    "backlog.edit_experiment": either(origin, proposer, owner, taker),
    "backlog.edit_promise": either(managers, owner, taker),
    "backlog.propose_item": outside_teams,
    "backlog.consent_item": member_of_group_team,
    "backlog.retract_item": member_of_group_team,
    "backlog.comment_item": any_role,
    "backlog.perspective_item": any_role,
    "backlog.ask_item": any_role,
    "backlog.snooze_item": any_role,
    "backlog.edit_comment": author,
    "backlog.watch_item": sees,
    "backlog.raise_again_item": any_role,
    "backlog.test_item": any_role,
    "backlog.assess_item": any_role_but_support,
    "backlog.merge_item": any_role_but_support,
    "backlog.unmerge_item": any_role_but_support,
    "backlog.affects_item": member_of_group_team,
    "backlog.visit_item": roles("change_agent", "manager", "sponsor"),
    "backlog.decide_item": managers,
    "backlog.learn_item": either(origin, managers),
    "backlog.order_items": managers,
    "backlog.compute_flags": roles("change_agent", "manager", "sponsor"),
    "backlog.take_item": member_of_group_team,
    "backlog.pass_item": member_of_group_team,
    "backlog.release_item": member_of_group_team,
    "backlog.start_item": either(owner, taker),
    "backlog.complete_item": either(owner, taker),
    "backlog.confirm_item": origin_not_manager,
    "backlog.check_item": origin_not_manager,
    "backlog.reopen_item": origin_not_manager,
    "backlog.withdraw_item": either(proposer, origin_not_manager),
    # saved views
    "backlog.edit_view": either(owner, admin),
    "backlog.share_view_with_team": member_of_this_team,
    "backlog.share_view_with_group": any_role,
    # actions and Product Backlog
    "backlog.add_action": managers,
    "backlog.edit_action": either(managers, owner),
    "backlog.complete_action": either(managers, owner),
    "backlog.order_product_backlog": roles("product_owner"),
    "backlog.edit_entry": roles("product_owner"),
    "backlog.take_entry": member_of_group_team,
    # retrospectives
    "retrospectives.hold_retrospective": member_of_this_team,
    "retrospectives.hold_overall": either(member_of_group_team, roles("change_agent", "manager", "sponsor")),
    "retrospectives.view_retrospective": inside_retrospective,
    "retrospectives.write_notes": inside_retrospective,
    "retrospectives.edit_retrospective": holds_retrospective,
    "retrospectives.file_note": holds_retrospective,
    # reviews
    "reviews.view_review": sees,
    "reviews.prepare_review": roles("change_agent", "manager", "sponsor"),
    "reviews.run_review": managers,
}


def may(user, permission: str, obj=None) -> bool:
    """Whether `user` is allowed `permission` on `obj`, leaving the object's state aside.

    Raises KeyError for a permission that the table doesn't know.
    """
    predicate = POLICY[permission]
    return bool(user and user.is_authenticated and user.is_active and predicate(user.access, obj))


def require(user, permission: str, obj=None) -> None:
    """Raise `PermissionDenied` (403) unless `user` is allowed `permission` on `obj`."""
    if not may(user, permission, obj):
        raise PermissionDenied(_("Your roles don't allow this here."))


def require_somewhere(user, permission: str) -> None:
    """Raise `PermissionDenied` unless `user` is allowed `permission` in one of their groups or teams.

    For what is about to be made: who may make it nowhere is told so before anything is read.
    """
    if not any(may(user, permission, place) for place in user.access.places()):
        raise PermissionDenied(_("Your roles don't allow this here."))
