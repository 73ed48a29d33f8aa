"""Leaving out of items what was not asked for, by the parameters that every list of items has."""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils import timezone

from teams.models import ProductGroup

PLACES = ("product_group", "team", "owner", "raised_by", "kind", "state")
DAYS = (
    ("created", "age_min", True),
    ("created", "age_max", False),
    ("silent_since", "silent_min", True),
)


def narrow(rows: QuerySet, values: dict, now: datetime | None = None) -> QuerySet:
    """Those of `rows` that have these values (parameter → values, or days); empty ones ask for nothing."""
    chosen = {f"{place}__in": values[place] for place in PLACES if values.get(place)}
    rows = rows.filter(**chosen) if chosen else rows
    if values.get("flag"):
        rows = rows.filter(flags__overlap=values["flag"]).exclude(flags=[])  # as the index says it
    for field, name, passed in DAYS:
        if values.get(name) is not None:
            rows = rows.filter(_days(field, values[name], now or timezone.now(), passed=passed))
    return rows


def span(values: dict, now: datetime | None = None) -> tuple[datetime | None, datetime | None, bool]:
    """From which moment to before which one everything was raised that `narrow` leaves (None: any).

    And whether these moments say all that is asked of days: not so where groups count by different clocks.
    What has been silent for a while was raised before.
    """
    firsts, lasts, is_exact = [], [], True
    for _field, name, passed in DAYS:
        if values.get(name) is None:
            continue
        moments = set(_moments(values[name], now or timezone.now(), passed=passed)[0].values())
        is_exact = is_exact and len(moments) <= 1
        lasts += [max(moments)] if moments and passed else []
        firsts += [min(moments)] if moments and not passed else []
    return max(firsts, default=None), min(lasts, default=None), is_exact


def _days(field: str, days: int, now: datetime, *, passed: bool) -> Q:
    """That `days` whole days have passed since `field` (or at most so many), by each group's calendar."""
    lookup = "lt" if passed else "gte"
    moments, zones = _moments(days, now, passed=passed)
    if len(set(moments.values())) <= 1:
        return reduce(or_, (Q((f"{field}__{lookup}", moment)) for moment in set(moments.values())), Q())
    widest = max(moments.values()) if passed else min(moments.values())
    own = (
        Q((f"{field}__{lookup}", moments[zone]), product_group__in=groups) for zone, groups in zones.items()
    )
    return Q((f"{field}__{lookup}", widest)) & reduce(or_, own)


def _moments(days: int, now: datetime, *, passed: bool) -> tuple[dict[str, datetime], dict[str, list]]:
    """By time zone: the moment that parts what is asked for from the rest, and the groups that live there."""
    zones: dict[str, list[ProductGroup]] = {}
    for group in ProductGroup.objects.only("time_zone"):
        zones.setdefault(group.time_zone, []).append(group)
    reach = days if passed else days + 1
    return {zone: groups[0].days_ago(reach, now) for zone, groups in zones.items()}, zones
