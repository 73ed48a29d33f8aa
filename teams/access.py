"""What one person holds where: the facts that the policy table is asked about."""

from dataclasses import dataclass, field
from uuid import UUID

from django.apps import apps


@dataclass(frozen=True)
class Place:
    """Where a role is held, as the policy's predicates read it: a group (`pk` is its id) or a team."""

    pk: UUID
    product_group_id: UUID


@dataclass(frozen=True)
class Access:
    """Roles of one person, read in two queries.

    `group_roles`: product group id → roles held in it; `team_roles`: team id → roles held in
    it (a facilitator or leader is a member as well); `team_groups`: team id → its group's id.
    """

    user_id: UUID
    is_admin: bool = False
    group_roles: dict[UUID, frozenset[str]] = field(default_factory=dict)
    team_roles: dict[UUID, frozenset[str]] = field(default_factory=dict)
    team_groups: dict[UUID, UUID] = field(default_factory=dict)
    open_group_ids: frozenset[UUID] = frozenset()

    @classmethod
    def of(cls, user) -> "Access":
        group_roles: dict[UUID, set[str]] = {}
        for group_id, role in apps.get_model("teams.GroupRole").objects.held_by(user):
            group_roles.setdefault(group_id, set()).add(role)
        team_roles: dict[UUID, set[str]] = {}
        team_groups = {}
        for team_id, group_id, role in apps.get_model("teams.Membership").objects.held_by(user):
            team_roles.setdefault(team_id, {"member"}).add(role)
            team_groups[team_id] = group_id
        open_groups = apps.get_model("teams.ProductGroup").objects.open_ids()
        return cls(
            user_id=user.pk,
            is_admin=user.is_admin,
            group_roles={key: frozenset(roles) for key, roles in group_roles.items()},
            team_roles={key: frozenset(roles) for key, roles in team_roles.items()},
            team_groups=team_groups,
            open_group_ids=frozenset(open_groups),
        )

    @property
    def own_group_ids(self) -> frozenset[UUID]:
        """Groups in which this person holds any role, through a team or directly."""
        return frozenset(self.group_roles) | frozenset(self.team_groups.values())

    @property
    def visible_group_ids(self) -> frozenset[UUID]:
        """Groups this person sees; for an administrator this is not the whole truth: all are."""
        return self.own_group_ids | self.open_group_ids

    def sees_group(self, group_id: UUID) -> bool:
        return self.is_admin or group_id in self.visible_group_ids

    def has_role(self, group_id: UUID, *roles: str) -> bool:
        """Whether one of `roles` is held in the group; without roles: any, through a team too."""
        if not roles:
            return group_id in self.own_group_ids
        return bool(self.group_roles.get(group_id, frozenset()) & set(roles))

    def is_member(self, team_id: UUID | None) -> bool:
        return team_id in self.team_roles

    def leads(self, team_id: UUID | None) -> bool:
        return "leader" in self.team_roles.get(team_id, ())

    def teams_in(self, group_id: UUID) -> list[UUID]:
        """Own teams of the group."""
        return [team_id for team_id, owner in self.team_groups.items() if owner == group_id]

    def only_supports(self, group_id: UUID) -> bool:
        """Whether `support` is all that is held in the group."""
        return not self.teams_in(group_id) and self.group_roles.get(group_id, frozenset()) <= {"support"}

    def places(self) -> list[Place]:
        """Every group and team in which something is held."""
        groups = [Place(group_id, group_id) for group_id in self.own_group_ids]
        return groups + [Place(team_id, group_id) for team_id, group_id in self.team_groups.items()]
