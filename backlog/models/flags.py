"""Flags: computed from human activity only, never set by hand, never closing anything."""

from datetime import timedelta

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from backlog.models.actions import Action
from backlog.models.life import ANSWER_EXPECTED, CAN_BE_OVERDUE, CAN_BE_STALE, UNDONE, State


class FlagName(models.TextChoices):
    UNANSWERED = "unanswered", _("Unanswered")
    UNDECIDED = "undecided", _("Undecided")
    STALE = "stale", _("Stale")
    OVERDUE = "overdue", _("Overdue")
    SEVERELY_OVERDUE = "severely_overdue", _("Severely overdue")
    RECURRING = "recurring", _("Recurring")


def conditions(group, now) -> dict[str, Q]:
    """Flag name → the condition under which an item of `group` carries it at `now`.

    One home for the rules: the nightly run raises by them, and a verb clears by them.
    "N days have passed" is true on the Nth day by the group's calendar.
    """
    today = group.today(now)
    severe = today - timedelta(days=group.severely_overdue_days)
    promised = Action.objects.open().filter(item=OuterRef("pk"))
    can_be_overdue = Q(state__in=CAN_BE_OVERDUE)
    return {
        FlagName.UNANSWERED: Q(
            state__in=ANSWER_EXPECTED, unanswered_since__lt=group.days_ago(group.unanswered_days, now)
        ),
        FlagName.UNDECIDED: Q(
            state=State.READY, ready_since__lt=group.days_ago(group.review_cycle_days + 1, now)
        ),
        FlagName.STALE: Q(state__in=CAN_BE_STALE, silent_since__lt=group.days_ago(group.stale_days, now)),
        FlagName.OVERDUE: can_be_overdue & (Q(due__lt=today) | Q(Exists(promised.filter(due__lt=today)))),
        FlagName.SEVERELY_OVERDUE: can_be_overdue
        & (Q(due__lte=severe) | Q(Exists(promised.filter(due__lte=severe)))),
        FlagName.RECURRING: Q(state__in=UNDONE)
        & (Q(recurred=True) | Q(team_count__gte=group.recurring_teams)),
    }


def clear_ended(item, now) -> None:
    """Take off the flags whose cause has ended. Called by every verb; costs nothing without flags."""
    if not item.flags:
        return
    kept = _holding(item, item.flags, now)
    ended = [name for name in item.flags if name not in kept]
    if ended:
        item.flags = kept
        type(item).objects.filter(pk=item.pk).update(flags=kept)
        Flag.objects.filter(item=item, name__in=ended, cleared_at=None).update(cleared_at=now)


def bring_back(item, cleared_at) -> None:
    """Let the flags that were cleared at that moment stand again, as far as their cause holds now."""
    cleared = Flag.objects.filter(item=item, cleared_at=cleared_at)
    names = set(cleared.values_list("name", flat=True))
    if names:
        item.flags = _holding(item, names, timezone.now())
        type(item).objects.filter(pk=item.pk).update(flags=item.flags)
        cleared.filter(name__in=item.flags).update(cleared_at=None)


def _holding(item, names, now) -> list[str]:
    """Those of the flags whose cause holds, by what the database says of the item."""
    rules = {name: rule for name, rule in conditions(item.product_group, now).items() if name in names}
    holding = (
        type(item)
        .objects.filter(pk=item.pk)
        .values_list(*[Case(When(rule, then=Value(True)), default=Value(False)) for rule in rules.values()])
        .get()
    )
    return [name for name, holds in zip(rules, holding, strict=True) if holds]


class FlagQuerySet(models.QuerySet):
    def visible_to(self, user) -> "FlagQuerySet":
        if not user.is_authenticated:
            return self.none()
        if user.is_admin:
            return self
        access = user.access
        return self.filter(
            Q(item__product_group__in=access.visible_group_ids) | Q(item__team__in=access.team_roles)
        )

    def current(self) -> "FlagQuerySet":
        return self.filter(cleared_at=None)

    def cleared(self) -> "FlagQuerySet":
        return self.exclude(cleared_at=None)

    def to_digest(self, product_group, period) -> "FlagQuerySet":
        """Flags of a period that stand and that nobody was told of yet."""
        return self.current().filter(item__product_group=product_group, period=period, digested_at=None)

    def for_digest(self) -> "FlagQuerySet":
        """Rows as dicts with what a digest tells, the longest silent item first."""
        rows = self.order_by("item__silent_since", "item", "raised_at", "id")
        return rows.values("name", "item", "item__number", "item__title", "item__owner", "item__silent_since")


class Flag(models.Model):
    """A flag raised on an item in one period (one review cycle of its group)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey("backlog.Item", on_delete=models.CASCADE, related_name="raised_flags")
    name = models.CharField(_("Flag"), max_length=20, choices=FlagName.choices)
    period = models.DateField()
    raised_at = models.DateTimeField(default=timezone.now)
    cleared_at = models.DateTimeField(null=True, blank=True)
    digested_at = models.DateTimeField(null=True, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "name", "period"], name="flag_once_a_period")]
        indexes = [
            models.Index(fields=["-raised_at", "-id"], name="flag_by_time"),
            models.Index(fields=["item", "name"], condition=Q(cleared_at=None), name="flag_current"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.item_id}"
