"""The rhythm of a product group: when its next review meeting is."""

from datetime import date, datetime, timedelta

WEEK = 7


def next_meeting(group, now: datetime, last: date | None = None) -> datetime:
    """The first meeting of the group's rhythm after `now`; `last` is the day of the latest one.

    A cycle of a week or more always ends on the group's weekday, the one nearest to the cycle's
    length; a shorter one counts days only. By the group's clock, also when clocks change.
    """
    if last is None:
        return _first_meeting(group, now)
    day = _following(group, last)
    while _begin(group, day) <= now:
        day = _following(group, day)
    return _begin(group, day)


def _first_meeting(group, now: datetime) -> datetime:
    step = 1 if group.review_cycle_days < WEEK else WEEK
    day = group.today(now)
    if step == WEEK:
        day += timedelta(days=(group.review_weekday - day.weekday()) % WEEK)
    return _begin(group, day if _begin(group, day) > now else day + timedelta(days=step))


def _following(group, day: date) -> date:
    goal = day + timedelta(days=group.review_cycle_days)
    if group.review_cycle_days < WEEK:
        return goal
    off = (group.review_weekday - goal.weekday()) % WEEK
    nearest = goal + timedelta(days=off if off <= WEEK // 2 else off - WEEK)
    return nearest if nearest > day else nearest + timedelta(days=WEEK)


def _begin(group, day: date) -> datetime:
    return datetime.combine(day, group.review_time, tzinfo=group.zone)
