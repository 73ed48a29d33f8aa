"""Product groups, their teams, and who holds which role in them."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

DAYS = [MinValueValidator(1), MaxValueValidator(3650)]


def default_time_zone() -> str:
    return settings.TIME_ZONE


def days_field(label, default: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, default=default, validators=DAYS)


class ProductGroupQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ProductGroupQuerySet":
        if not user.is_authenticated:
            return self.none()
        if user.is_admin:
            return self
        return self.filter(pk__in=user.access.visible_group_ids)

    def open_ids(self) -> list:
        return list(self.filter(open=True).values_list("pk", flat=True))


class ProductGroup(models.Model):
    """Teams that work on one product, and the managers who serve them.

    Has one improvement backlog, one Product Backlog, one review rhythm and one set of
    thresholds (all in days). Days are whole days in the group's time zone.
    """

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("Name"), max_length=120, unique=True)
    slug = models.SlugField(_("Short name"), max_length=60, unique=True)
    purpose = models.TextField(_("What the group makes"), blank=True, max_length=2000)
    open = models.BooleanField(_("Open to everyone signed in"), default=False)
    time_zone = models.CharField(_("Time zone"), max_length=60, default=default_time_zone)
    created = models.DateTimeField(default=timezone.now, editable=False)
    # rhythm
    review_cycle_days = days_field(_("Days from review to review"), 14)
    review_weekday = models.PositiveSmallIntegerField(
        _("Weekday of the review"), choices=Weekday.choices, default=Weekday.TUESDAY
    )
    review_time = models.TimeField(_("Time of the review"), default=time(9, 0))
    # thresholds
    unanswered_days = days_field(_("Unanswered after"), 7)
    stale_days = days_field(_("Stale after"), 30)
    severely_overdue_days = days_field(_("Severely overdue after"), 30)
    recurring_days = days_field(_("Recurring if raised again within"), 180)
    recurring_teams = models.PositiveSmallIntegerField(
        _("Recurring if raised by this many teams"), default=3, validators=[MinValueValidator(2)]
    )
    proposal_days = days_field(_("A proposal lapses after"), 14)
    check_days = days_field(_("A confirmed item is asked again after"), 90)
    # counters
    last_number = models.PositiveIntegerField(default=0, editable=False)

    objects = ProductGroupQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def today(self, now: datetime | None = None):
        """The date on the group's wall."""
        return (now or timezone.now()).astimezone(self.zone).date()

    def days_ago(self, days: int, now: datetime | None = None) -> datetime:
        """The moment before which something must lie for `days` whole days to have passed."""
        day = self.today(now) - timedelta(days=days - 1)
        return datetime.combine(day, time.min, tzinfo=self.zone)

    def start_of(self, day) -> datetime:
        return datetime.combine(day, time.min, tzinfo=self.zone)

    def days_between(self, earlier: datetime, later: datetime | None = None) -> int:
        """Whole days from `earlier` to `later` (now) by the group's calendar; never negative."""
        end = self.today(later)
        return max(0, (end - earlier.astimezone(self.zone).date()).days)

    def take_number(self) -> int:
        """Draw the next item number. Locks the group's row until the transaction ends."""
        ProductGroup.objects.filter(pk=self.pk).update(last_number=models.F("last_number") + 1)
        self.refresh_from_db(fields=["last_number"])
        return self.last_number


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

    def importable_by(self, user) -> "TeamQuerySet":
        """Teams for which `user` may bring items from a file: own ones, all for an administrator."""
        teams = self.active() if user.is_admin else self.active().filter(pk__in=user.access.team_roles)
        return teams.order_by("product_group__name", "name")


class Team(models.Model):
    """A normal cross-functional team of one product group."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    product_group = models.ForeignKey(ProductGroup, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(_("Name"), max_length=120)
    purpose = models.CharField(_("What the team does"), max_length=300, blank=True)
    active = models.BooleanField(_("Active"), default=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["product_group", "name"], name="team_name_once")]

    def __str__(self) -> str:
        return self.name


class GroupRoleQuerySet(models.QuerySet):
    def held_by(self, user):
        return self.filter(user=user).values_list("product_group_id", "role")


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
    product_group = models.ForeignKey(ProductGroup, on_delete=models.PROTECT, related_name="roles")
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


class Membership(models.Model):
    """A role that a person holds in a team. Facilitator and leader are members of their team."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        FACILITATOR = "facilitator", _("Facilitator")
        LEADER = "leader", _("Leader")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices, default=Role.MEMBER)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "user", "role"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
