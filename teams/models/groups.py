"""Product groups: rhythm, thresholds, and who holds which role in them."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from activity.models import Event
from teams import permissions
from teams.models.roles import GroupRole
from teams.models.teams import Team

LIMITED = ("new", "ready", "accepted", "offered", "taken", "doing", "done")
"""States whose column on the board may have a limit on work in progress."""
CONFIGURABLE = (
    "name",
    "slug",
    "purpose",
    "open",
    "time_zone",
    "review_cycle_days",
    "review_weekday",
    "review_time",
    "unanswered_days",
    "stale_days",
    "severely_overdue_days",
    "recurring_days",
    "recurring_teams",
    "proposal_days",
    "check_days",
    *(f"limit_{state}" for state in LIMITED),
)
"""What `configure` changes, in the order of the page."""
DAYS = [MinValueValidator(1), MaxValueValidator(3650)]


def default_time_zone() -> str:
    return settings.TIME_ZONE


def validate_time_zone(name: str) -> None:
    """Only names that the time zone database knows: every deadline is counted in it."""
    if name not in available_timezones():
        raise ValidationError(gettext("“%s” is not a known time zone.") % name)


def days_field(label, default: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, default=default, validators=DAYS)


def limit_field(label) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )


class ProductGroupQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ProductGroupQuerySet":
        if not user.is_authenticated:
            return self.none()
        if user.is_admin:
            return self
        return self.filter(pk__in=user.access.visible_group_ids)

    def besides(self, group_id) -> "ProductGroupQuerySet":
        """Every other group: to hand an item to one, nobody needs a role there."""
        return self.exclude(pk=group_id).order_by("name")

    def with_ids(self, ids) -> "ProductGroupQuerySet":
        return self.filter(pk__in=ids)

    def open_ids(self) -> list:
        return list(self.filter(open=True).values_list("pk", flat=True))

    def for_choice(self) -> "ProductGroupQuerySet":
        """By name, without the text that nothing but their settings shows."""
        return self.defer("purpose").order_by("name")

    def with_counts(self) -> "ProductGroupQuerySet":
        """Adds `active_teams`: how many teams work in the group."""
        return self.annotate(active_teams=models.Count("teams", filter=models.Q(teams__active=True)))


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
    time_zone = models.CharField(
        _("Time zone"), max_length=60, default=default_time_zone, validators=[validate_time_zone]
    )
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
    # limits on work in progress: how many items may be in a state at once; none where empty
    limit_new = limit_field(_("New"))
    limit_ready = limit_field(_("Ready"))
    limit_accepted = limit_field(_("Accepted"))
    limit_offered = limit_field(_("Offered"))
    limit_taken = limit_field(_("Taken"))
    limit_doing = limit_field(_("Doing"))
    limit_done = limit_field(_("Done"))
    # counters
    last_number = models.PositiveIntegerField(default=0, editable=False)

    objects = ProductGroupQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    review_cycle_days__gte=1,
                    unanswered_days__gte=1,
                    stale_days__gte=1,
                    severely_overdue_days__gte=1,
                    recurring_days__gte=1,
                    proposal_days__gte=1,
                    check_days__gte=1,
                    recurring_teams__gte=2,
                ),
                name="product_group_thresholds_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(review_weekday__in=range(5)), name="product_group_weekday_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def create(cls, *, by, teams=(), **values) -> "ProductGroup":
        """Make a product group with teams of these names, all or nothing.

        Raises `ValidationError` with a dict, TypeError for unknown values.
        """
        permissions.require(by, "teams.configure")
        group = cls(**_known(values))
        with transaction.atomic():
            group.full_clean()
            group.save()
            group._record("created", by=by)
            for name in teams:
                Team.create(product_group=group, name=name, by=by)
        return group

    def configure(self, *, by, **changes) -> None:
        """Change settings of the group; what was and what is go into the event."""
        with transaction.atomic():
            self._lock("teams.configure", by)
            before = {name: _shown(getattr(self, name)) for name in _known(changes)}
            for name, value in changes.items():
                setattr(self, name, value)
            self.full_clean()
            after = {name: _shown(getattr(self, name)) for name in changes}
            changed = {name: [before[name], after[name]] for name in changes if before[name] != after[name]}
            if changed:
                self.save(update_fields=list(changed))
                self._record("configured", by=by, changes=changed)

    def grant_role(self, person, role: str, *, by) -> None:
        """Give `person` a role in the group; who has it already keeps it."""
        with transaction.atomic():
            self._lock("teams.configure", by)
            if role not in GroupRole.Role.values:
                raise ValidationError({"role": gettext("Choose one of the roles of a product group.")})
            if not person.is_active:
                raise ValidationError({"person": gettext("%s may no longer sign in.") % person})
            self._write_role(person, role, by=by)

    def revoke_role(self, person, role: str, *, by) -> None:
        """Take a role in the group from `person`. Safe to repeat."""
        with transaction.atomic():
            self._lock("teams.configure", by)
            gone, _rows = GroupRole.objects.filter(user=person, product_group=self, role=role).delete()
            if gone:
                person.forget_access()
                self._record("role_revoked", by=by, tell=[person.pk], person=person.name, role=role)

    def _write_role(self, person, role: str, *, by) -> None:
        """Below `grant_role` and `Invitation.accept`, which ask the policy."""
        _row, new = GroupRole.objects.get_or_create(user=person, product_group=self, role=role)
        if new:
            person.forget_access()
            self._record("role_granted", by=by, tell=[person.pk], person=person.name, role=role)

    def _lock(self, permission: str, by) -> None:
        self.refresh_from_db(from_queryset=ProductGroup.objects.select_for_update())
        permissions.require(by, permission, self)

    def _record(self, name: str, *, by, tell=(), **data) -> None:
        Event.record(
            name,
            subject_type="product_group",
            subject_id=self.pk,
            product_group_id=self.pk,
            by=by,
            tell=tell,
            title=self.name,
            **data,
        )

    @property
    def limits(self) -> dict[str, int]:
        """State → how many items may be in it at once, where there is a limit."""
        limits = {state: getattr(self, f"limit_{state}") for state in LIMITED}
        return {state: limit for state, limit in limits.items() if limit}

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
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE teams_productgroup SET last_number = last_number + 1 WHERE id = %s "
                "RETURNING last_number",
                [self.pk],
            )
            (self.last_number,) = cursor.fetchone()
        return self.last_number


def _known(values: dict) -> dict:
    unknown = set(values) - set(CONFIGURABLE)
    if unknown:
        raise TypeError(f"A product group has no setting {sorted(unknown)}.")
    return values


def _shown(value):
    """As it is stored in an event (JSON)."""
    return value.isoformat(timespec="minutes") if isinstance(value, time) else value
