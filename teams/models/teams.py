"""Teams of a product group, and how people come into them and leave."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from activity.models import Event
from teams import ending, permissions
from teams.models.roles import Membership


class TeamQuerySet(models.QuerySet):
    def visible_to(self, user) -> "TeamQuerySet":
        if not user.is_authenticated:
            return self.none()
        if user.is_admin:
            return self
        access = user.access
        return self.filter(
            models.Q(product_group__in=access.visible_group_ids) | models.Q(pk__in=access.team_roles)
        )

    def active(self) -> "TeamQuerySet":
        return self.filter(active=True)

    def with_ids(self, pks) -> "TeamQuerySet":
        return self.filter(pk__in=pks)

    def of_member(self, user) -> "TeamQuerySet":
        """Teams that `user` is a member of."""
        return self.filter(pk__in=user.access.team_roles)

    def of_groups(self, group_ids) -> "TeamQuerySet":
        return self.filter(product_group__in=group_ids)

    def importable_by(self, user) -> "TeamQuerySet":
        """Teams for which `user` may bring items from a file: own ones, all for an administrator."""
        teams = self.active() if user.is_admin else self.active().filter(pk__in=user.access.team_roles)
        return teams.order_by("product_group__name", "name")

    def with_member(self, user) -> "TeamQuerySet":
        """Active teams that `user` is a member of."""
        return self.active().filter(pk__in=user.access.team_roles)

    def led_by(self, user) -> "TeamQuerySet":
        """Active teams whose members `user` may change: a leader's own, all for an administrator."""
        if user.is_admin:
            return self.active()
        led = [team_id for team_id in user.access.team_roles if user.access.leads(team_id)]
        return self.active().filter(pk__in=led)

    def in_group(self, group) -> "TeamQuerySet":
        return self.filter(product_group=group)

    def for_choice(self) -> "TeamQuerySet":
        """Teams with their groups, as a select offers them."""
        rows = self.select_related("product_group").defer("product_group__purpose")
        return rows.order_by("product_group__name", "name")

    def with_counts(self) -> "TeamQuerySet":
        """Adds `people`: how many may sign in and belong to the team."""
        return self.annotate(
            people=models.Count(
                "memberships__user", distinct=True, filter=models.Q(memberships__user__is_active=True)
            )
        )


class Team(models.Model):
    """A normal cross-functional team of one product group."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    product_group = models.ForeignKey("teams.ProductGroup", on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(_("Name"), max_length=120)
    purpose = models.CharField(_("What the team does"), max_length=300, blank=True)
    active = models.BooleanField(_("Active"), default=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["name", "id"], name="team_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["product_group", "name"],
                name="team_name_once",
                violation_error_message=_("The product group has a team of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def create(cls, *, product_group, name: str, purpose: str = "", by) -> "Team":
        """Give the product group another team. Raises `ValidationError` with a dict."""
        permissions.require(by, "teams.configure", product_group)
        team = cls(product_group=product_group, name=" ".join(name.split()), purpose=purpose.strip())
        with transaction.atomic():
            team._check()
            team.save()
            team._record("created", by=by)
        return team

    def edit(self, *, name: str, purpose: str = "", by) -> None:
        """Give the team another name or purpose; its items and history stay its own."""
        with transaction.atomic():
            self._lock("teams.configure", by)
            before = self.name
            self.name, self.purpose = " ".join(name.split()), purpose.strip()
            self._check()
            self.save(update_fields=["name", "purpose"])
            self._record("edited", by=by, before=before)

    def deactivate(self, *, by) -> None:
        """The team ends: it takes and files nothing more; what it has done stays. Safe to repeat.

        What waits for its word elsewhere is looked at again in the same transaction.
        """
        self._set_active(False, "deactivated", by)

    def activate(self, *, by) -> None:
        """The team works again. Safe to repeat."""
        self._set_active(True, "activated", by)

    def add_member(self, person, role: str = Membership.Role.MEMBER, *, by) -> None:
        """Make `person` a member in `role`; who has it already keeps it.

        A leader adds members and facilitators to the own team; another leader is named by an
        administrator.
        """
        with transaction.atomic():
            self._lock(permission_for(role), by)
            self._check_joining(person, role)
            if not Membership.join(team=self, user=person, role=role):
                return
            person.forget_access()
            self._record("member_added", by=by, tell=[person.pk], person=person.name, role=role)

    def remove_member(self, person, *, by) -> None:
        """End `person`'s membership with every role in the team. Safe to repeat."""
        with transaction.atomic():
            held = self._held(person, by)
            if not held:
                return
            Membership.objects.of(person, self).delete()
            person.forget_access()
            self._record("member_removed", by=by, tell=[person.pk], person=person.name, roles=sorted(held))

    def take_role(self, person, role: str, *, by) -> None:
        """End one role in the team; the person stays a member. Safe to repeat."""
        with transaction.atomic():
            held = self._held(person, by)
            if role not in held or role == Membership.Role.MEMBER:
                return
            Membership.objects.of(person, self).filter(role=role).delete()
            Membership.join(team=self, user=person, role=Membership.Role.MEMBER)
            person.forget_access()
            self._record("member_role_taken", by=by, tell=[person.pk], person=person.name, role=role)

    def _held(self, person, by) -> set[str]:
        """The roles of `person` here, if `by` may take them; locks the team."""
        self._lock("teams.change_members", by)
        held = set(Membership.objects.of(person, self).values_list("role", flat=True))
        if Membership.Role.LEADER in held:
            permissions.require(by, "teams.appoint_leader", self)
        return held

    def _check_joining(self, person, role: str) -> None:
        if role not in Membership.Role.values:
            raise ValidationError({"role": gettext("Choose one of the roles of a team.")})
        if not self.active:
            raise ValidationError({"team": gettext("The team is no longer active.")})
        if not person.is_active:
            raise ValidationError({"person": gettext("%s may no longer sign in.") % person})

    def _check(self) -> None:
        self.full_clean(validate_constraints=False)
        try:
            self.validate_constraints()
        except ValidationError as error:
            raise ValidationError({"name": error.messages}) from error

    def _set_active(self, active: bool, event: str, by) -> None:
        with transaction.atomic():
            self._lock("teams.configure", by)
            if self.active != active:
                self.active = active
                self.save(update_fields=["active"])
                self._record(event, by=by)
                if not active:
                    ending.follow(self)

    def _lock(self, permission: str, by) -> None:
        # not against rows that merely name the team: who answers an item for it holds the item,
        # which whoever ends the team takes next
        self.refresh_from_db(from_queryset=Team.objects.select_for_update(no_key=True))
        permissions.require(by, permission, self)

    def _record(self, name: str, *, by, tell=(), **data) -> None:
        Event.record(
            name,
            subject_type="team",
            subject_id=self.pk,
            product_group_id=self.product_group_id,
            by=by,
            tell=tell,
            title=self.name,
            **data,
        )


def permission_for(role: str) -> str:
    """What is needed to hand out a role in a team."""
    return "teams.appoint_leader" if role == Membership.Role.LEADER else "teams.change_members"
