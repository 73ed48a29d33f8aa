"""Raise the flags of a product group: what the night run and "Compute now" call."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import connection, models, transaction
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from activity.models import Event
from backlog.models.flags import Flag, FlagName, conditions
from backlog.models.item import Item
from teams.models import ProductGroup

BATCH = 500
A_MONDAY = date(2024, 1, 1)
LOCK = 0x666C6167  # the family of advisory locks; the group's id makes the second half


class FlagRunQuerySet(models.QuerySet):
    def of_group(self, product_group) -> "FlagRun | None":
        """The last run of the group; None before the first."""
        return self.filter(product_group=product_group).first()

    def groups_behind(self, now: datetime) -> list:
        """Ids of the product groups in whose time zone a day has begun of which the night was not spent."""
        nights = dict(self.exclude(night=None).values_list("product_group", "night"))
        return [
            group.pk
            for group in ProductGroup.objects.only("time_zone")
            if group.pk not in nights or nights[group.pk] < group.today(now)
        ]


class FlagRun(models.Model):
    """When the flags of a product group were computed last, and the last day whose night was spent."""

    product_group = models.OneToOneField(
        "teams.ProductGroup", primary_key=True, on_delete=models.CASCADE, related_name="flag_run"
    )
    at = models.DateTimeField(_("Computed"))
    night = models.DateField(null=True)

    objects = FlagRunQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.product_group_id} {self.at}"


def period_of(group, now: datetime | None = None) -> date:
    """The first day of the review cycle in which `now` lies; cycles begin on the weekday of review."""
    first = A_MONDAY + timedelta(days=group.review_weekday)
    today = group.today(now)
    return today - timedelta(days=(today - first).days % group.review_cycle_days)


def raise_flags(group, now: datetime) -> int:
    """Raise and clear the flags of the group's items as they stand at `now`; returns how many were raised.

    Safe to repeat, and to run twice at the same moment: batches of one group follow each other.
    A flag that goes on is raised anew in each period, once. Never changes a state and never
    counts as human activity; an item's version grows when its list of flags changes.
    """
    raised, last = 0, None
    while ids := _candidates(group, now, after=last):
        with transaction.atomic():
            _take_turns(group)
            raised += _Batch(group, now, ids).write()
        last = ids[-1]
    FlagRun.objects.update_or_create(product_group=group, defaults={"at": now})
    return raised


def _candidates(group, now, *, after) -> list:
    """Ids of the next items that carry a flag or should."""
    rows = Item.objects.filter(product_group=group)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    matching = Q(flags__len__gt=0)
    for rule in conditions(group, now).values():
        matching |= rule
    return list(rows.filter(matching).order_by("pk").values_list("pk", flat=True)[:BATCH])


def _take_turns(group) -> None:
    """Wait until no other run is at this group; ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, str(group.pk)])


@dataclass
class _Batch:
    """One batch inside its transaction: a fixed number of queries, whatever its size.

    The rows are locked first and judged by a second query, so that a verb that was just
    finishing is seen with everything it wrote.
    """

    group: object
    now: datetime
    ids: list
    new: list[Flag] = field(default_factory=list)
    again: list = field(default_factory=list)
    over: list = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    changed: list[Item] = field(default_factory=list)

    def write(self) -> int:
        self.period = period_of(self.group, self.now)
        self.ids = list(
            Item.objects.select_for_update()
            .filter(pk__in=self.ids, product_group=self.group)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        known = self._known_flags()
        for row in self._judged():
            self._judge(row, known)
        Flag.objects.bulk_create(self.new)
        Flag.objects.filter(pk__in=self.again).update(cleared_at=None)
        Flag.objects.filter(pk__in=self.over).update(cleared_at=self.now)
        Item.objects.bulk_update(self.changed, ["flags", "version"])
        Event.record_many(self.events)
        return len(self.new)

    def _judged(self):
        rules = conditions(self.group, self.now)
        judged = {
            f"is_{name}": Case(When(rule, then=Value(True)), default=Value(False))
            for name, rule in rules.items()
        }
        rows = Item.objects.filter(pk__in=self.ids).annotate(**judged).order_by("pk")
        return rows.values("pk", "number", "title", "state", "flags", "version", "silent_since", *judged)

    def _known_flags(self) -> dict:
        """Flag rows of these items that stand now or were raised in this period: item → name → rows."""
        known: dict = {}
        rows = Flag.objects.filter(item__in=self.ids).filter(Q(period=self.period) | Q(cleared_at=None))
        for flag in rows:
            known.setdefault(flag.item_id, {}).setdefault(flag.name, []).append(flag)
        return known

    def _judge(self, row: dict, known: dict) -> None:
        names = [name for name in FlagName.values if row[f"is_{name}"]]
        for name, flags in known.get(row["pk"], {}).items():
            self.over += [
                flag.pk
                for flag in flags
                if flag.cleared_at is None and (name not in names or flag.period != self.period)
            ]
            if name in names:
                self.again += [flag.pk for flag in flags if flag.cleared_at and flag.period == self.period]
        for name in names:
            if not any(flag.period == self.period for flag in known.get(row["pk"], {}).get(name, ())):
                self._raise(row, name)
        if names != row["flags"]:
            self.changed.append(Item(pk=row["pk"], flags=names, version=row["version"] + 1))

    def _raise(self, row: dict, name: str) -> None:
        self.new.append(Flag(item_id=row["pk"], name=name, period=self.period, raised_at=self.now))
        self.events.append(
            Event(
                name="flagged",
                at=self.now,
                human=False,
                product_group_id=self.group.pk,
                subject_type="item",
                subject_id=row["pk"],
                data={
                    "flag": name,
                    "title": row["title"],
                    "number": row["number"],
                    "state": row["state"],
                    "silent_days": self.group.days_between(row["silent_since"], self.now),
                },
            )
        )
