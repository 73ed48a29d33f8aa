"""Who holds which role: in a product group, and in a team."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class GroupRoleQuerySet(models.QuerySet):
    def held_by(self, user):
        return self.filter(user=user).values_list("product_group_id", "role")

    def of_people(self, ids) -> "GroupRoleQuerySet":
        return self.filter(user__in=ids)

    def visible_to(self, user) -> "GroupRoleQuerySet":
        """Roles in the product groups that `user` sees."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_admin else self.filter(product_group__in=user.access.visible_group_ids)

    def for_list(self):
        """Rows for lists of people: who, which role, in which group."""
        return self.order_by("product_group__name", "role").values(
            "user_id", "role", "product_group_id", "product_group__name"
        )


class GroupRole(models.Model):
    """A role that a person holds in a product group."""

    class Role(models.TextChoices):
        MANAGER = "manager", _("Manager")
        SPONSOR = "sponsor", _("Business sponsor")
        CHANGE_AGENT = "change_agent", _("Change agent")
        PRODUCT_OWNER = "product_owner", _("Product owner")
        EXPERT = "expert", _("Expert")
        SUPPORT = "support", _("Support function")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="group_roles")
    product_group = models.ForeignKey("teams.ProductGroup", on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices)

    objects = GroupRoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product_group", "user", "role"], name="group_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class MembershipQuerySet(models.QuerySet):
    def held_by(self, user):
        return self.filter(user=user).values_list("team_id", "team__product_group_id", "role")

    def of_people(self, ids) -> "MembershipQuerySet":
        return self.filter(user__in=ids)

    def of(self, person, team) -> "MembershipQuerySet":
        return self.filter(user=person, team=team)

    def visible_to(self, user) -> "MembershipQuerySet":
        """Memberships in the teams that `user` sees."""
        if not user.is_authenticated:
            return self.none()
        if user.is_admin:
            return self
        access = user.access
        return self.filter(
            models.Q(team__product_group__in=access.visible_group_ids) | models.Q(team__in=access.team_roles)
        )

    def for_list(self):
        """Rows for lists of people: who, which role, in which team of which group."""
        return self.order_by("team__name", "role").values(
            "user_id", "role", "team_id", "team__name", "team__product_group_id", "team__product_group__name"
        )


class Membership(models.Model):
    """A role that a person holds in a team. Facilitator and leader are members of their team."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        FACILITATOR = "facilitator", _("Facilitator")
        LEADER = "leader", _("Leader")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices, default=Role.MEMBER)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "user", "role"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"

    @classmethod
    def join(cls, *, team, user, role: str) -> bool:
        """Write the role; False if it was held already. A plain membership ends when a role is added.

        Below the verbs of `Team` and `Invitation`, which ask the policy.
        """
        held = set(cls.objects.of(user, team).values_list("role", flat=True))
        if role in held or (role == cls.Role.MEMBER and held):
            return False
        cls.objects.of(user, team).filter(role=cls.Role.MEMBER).delete()
        cls.objects.create(team=team, user=user, role=role)
        return True
