"""Flags: exactly on the day, from human activity only, once a period, cleared at once."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activity.models import Event
from backlog.models import Action, Flag, Item, raise_flags
from backlog.models.flagging import period_of
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db
STOCKHOLM, APIA = "Europe/Stockholm", "Pacific/Apia"


@pytest.fixture
def cast():
    with time_machine.travel(datetime(2026, 1, 12, 12, tzinfo=UTC), tick=False):
        yield make_cast()


def at(cast, year, month, day, hour, minute=0):
    """A moment by the group's clock."""
    return datetime(year, month, day, hour, minute, tzinfo=cast.group.zone)


def in_zone(cast, zone):
    cast.group.time_zone = zone
    cast.group.save()


def flags_of(item) -> list:
    return Item.objects.values_list("flags", flat=True).get(pk=item.pk)


def compute(cast, moment) -> int:
    with time_machine.travel(moment, tick=False):
        return raise_flags(cast.group, moment)


@pytest.mark.parametrize("zone", [STOCKHOLM, APIA, "UTC"])
@pytest.mark.parametrize("month", [2, 3, 10])  # 29 March and 25 October 2026: Stockholm changes its clocks
def test_unanswered_is_true_on_the_seventh_day_by_the_calendar_of_the_group(cast, zone, month):
    in_zone(cast, zone)
    with time_machine.travel(at(cast, 2026, month, 23, 23, 50), tick=False):
        item = make_item(cast, "new")
    sixth = at(cast, 2026, month, 23, 23, 59) + timedelta(days=6)
    compute(cast, sixth)
    assert flags_of(item) == []
    compute(cast, sixth + timedelta(minutes=1))
    assert flags_of(item) == ["unanswered"]


@pytest.mark.parametrize(
    ("state", "flag", "days"),
    [("ready", "undecided", 15), ("offered", "stale", 30), ("doing", "stale", 30), ("done", "stale", 30)],
)
def test_each_threshold_on_its_day(cast, state, flag, days):
    with time_machine.travel(at(cast, 2026, 3, 1, 15), tick=False):
        item = make_item(cast, state)
    day = at(cast, 2026, 3, 1, 0, 30)
    compute(cast, day + timedelta(days=days - 1))
    assert flag not in flags_of(item)
    compute(cast, day + timedelta(days=days))
    assert flag in flags_of(item)


def test_an_item_and_an_action_are_overdue_the_day_after_and_severely_on_the_thirtieth(cast):
    now = at(cast, 2026, 3, 1, 15)
    with time_machine.travel(now, tick=False):
        item = make_item(cast, "ready")
        item.decide("act", reason="Ours.", owner=cast.manager, due=now.date(), by=cast.manager)
        other = make_item(cast, "taken")
        Action.add(
            product_group=cast.group,
            item=other,
            text="Ask",
            owner=cast.manager,
            due=now.date(),
            by=cast.manager,
        )
    for days, overdue, severe in [(0, False, False), (1, True, False), (29, True, False), (30, True, True)]:
        compute(cast, now + timedelta(days=days))
        for one in (item, other):
            assert ("overdue" in flags_of(one), "severely_overdue" in flags_of(one)) == (overdue, severe)


def test_recurring_by_a_third_team(cast):
    item = make_item(cast, "ready")
    item.affects(cast.blue, by=cast.blue_member)
    compute(cast, at(cast, 2026, 1, 13, 1))
    assert flags_of(item) == []
    item.affects(cast.green, by=cast.green_member)
    compute(cast, at(cast, 2026, 1, 13, 1))
    assert flags_of(item) == ["recurring"]


@pytest.mark.parametrize(
    ("act", "speaks"),
    [
        (lambda item, cast: item.comment("We wait.", by=cast.member), True),
        (lambda item, cast: item.affects(cast.blue, by=cast.blue_member), True),
        (lambda item, cast: item.edit(title="Other words", by=cast.member), True),
        (lambda item, cast: item.change("touched", by=None), False),
        (lambda item, cast: item.change("imported", by=cast.admin, human=False), False),
        (lambda item, cast: make_item(cast, "new", title="Same").merge(item, by=cast.blue_member), False),
        (lambda item, cast: raise_flags(cast.group, at(cast, 2026, 2, 20, 9)), False),
    ],
)
def test_only_people_end_the_silence(cast, act, speaks):
    item = make_item(cast, "ready")
    with time_machine.travel(at(cast, 2026, 2, 10, 9), tick=False):
        act(item, cast)
    compute(cast, at(cast, 2026, 3, 1, 1))
    assert ("stale" in flags_of(item)) is not speaks


def test_waiting_for_a_wake_date_is_not_silence(cast):
    item = make_item(cast, "ready")
    item.decide("defer", reason="Later.", wake=at(cast, 2026, 6, 1, 0).date(), by=cast.manager)
    compute(cast, at(cast, 2026, 5, 30, 1))
    assert flags_of(item) == []
    with time_machine.travel(at(cast, 2026, 6, 1, 1), tick=False):
        item.wake_up(at(cast, 2026, 6, 1, 1))
    compute(cast, at(cast, 2026, 6, 30, 1))
    assert "stale" not in flags_of(item)
    compute(cast, at(cast, 2026, 7, 1, 1))
    assert "stale" in flags_of(item)


def test_a_flag_is_raised_once_a_period_and_again_in_the_next(cast):
    item = make_item(cast, "new")
    first = at(cast, 2026, 1, 20, 1)
    assert compute(cast, first) == 1
    assert compute(cast, first + timedelta(hours=1)) == 0
    history = Event.objects.about("item", item.pk).filter(name="flagged")
    assert [event.data["flag"] for event in history] == ["unanswered"] and not history[0].human
    following = first + timedelta(days=cast.group.review_cycle_days)
    assert period_of(cast.group, following) - period_of(cast.group, first) == timedelta(days=14)
    assert compute(cast, following) == 1
    assert history.all().count() == 2
    assert Flag.objects.current().filter(item=item, name="unanswered").count() == 1


def test_a_flag_clears_at_once_and_is_not_raised_twice_in_its_period(cast):
    item = make_item(cast, "taken")
    moment = at(cast, 2026, 3, 3, 1)
    compute(cast, moment)
    item.refresh_from_db()
    assert item.flags == ["stale"]
    with time_machine.travel(moment, tick=False):
        item.comment("Still at it.", by=cast.blue_member)
    assert flags_of(item) == [] and not Flag.objects.current().exists()


def test_flags_never_close_anything_and_change_the_version_only_with_the_flags(cast):
    item = make_item(cast, "ready")
    moment = at(cast, 2027, 6, 1, 1)
    compute(cast, moment)
    flagged = Item.objects.get(pk=item.pk)
    assert (flagged.state, flagged.version) == ("ready", item.version + 1)
    assert flagged.last_human_activity == item.last_human_activity
    compute(cast, moment + timedelta(days=100))
    assert Item.objects.get(pk=item.pk).version == item.version + 1


def test_another_group_is_left_alone(cast):
    item = make_item(cast, "new")
    moment = at(cast, 2026, 6, 1, 1)
    assert raise_flags(cast.elsewhere, moment) == 0
    assert flags_of(item) == []


def test_the_same_number_of_queries_for_one_item_and_for_many(cast):
    def queries(moment) -> int:
        with CaptureQueriesContext(connection) as captured:
            raise_flags(cast.group, moment)
        return len(captured)

    moment = at(cast, 2026, 6, 1, 1)
    queries(moment)
    make_item(cast, "ready")
    one = queries(moment)
    for number in range(30):
        make_item(cast, "ready", title=f"Item {number}")
    assert queries(moment) == one


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_the_same_moment_raise_each_flag_once():
    with time_machine.travel(datetime(2026, 1, 12, 12, tzinfo=UTC), tick=False):
        cast = make_cast()
        for number in range(20):
            make_item(cast, "ready", title=f"Item {number}")
    moment, together, raised = at(cast, 2026, 6, 1, 1), Barrier(2), []

    def run():
        try:
            together.wait(5)
            raised.append(raise_flags(cast.group, moment))
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(raised) == [0, 60]
    assert Event.objects.filter(name="flagged").count() == 60
