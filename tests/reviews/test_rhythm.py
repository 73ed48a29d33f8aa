"""Meetings plan themselves: by cycle, weekday and clock of the group; missed ones are written down."""

from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from activity.models import Event
from reviews.models import Review
from reviews.models.rhythm import next_meeting
from reviews.tasks import keep_rhythm
from teams.models import GroupRole, ProductGroup
from tests.cast import make_cast
from tests.reviews.meetings import make_review

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def cast():
    return make_cast()


def group(**fields) -> ProductGroup:
    tuesdays = {"review_weekday": 1, "review_time": time(9), "review_cycle_days": 14}
    return ProductGroup(**tuesdays | {"time_zone": "Europe/Stockholm"} | fields)


@pytest.mark.parametrize(
    ("fields", "last", "expected"),
    [
        ({}, None, date(2026, 3, 3)),
        ({"review_weekday": 0}, None, date(2026, 3, 9)),  # this Monday's time is over
        ({}, date(2026, 2, 24), date(2026, 3, 10)),
        ({}, date(2025, 12, 2), date(2026, 3, 10)),  # after a long pause still in step
        ({"review_cycle_days": 10}, date(2026, 3, 3), date(2026, 3, 10)),
        ({"review_cycle_days": 30}, date(2026, 3, 3), date(2026, 3, 31)),
        ({"review_cycle_days": 1}, date(2026, 3, 2), date(2026, 3, 3)),
        ({"review_cycle_days": 7}, date(2026, 3, 5), date(2026, 3, 10)),  # moved once, back on its weekday
    ],
)
def test_the_day_of_the_next_meeting(fields, last, expected):
    assert next_meeting(group(**fields), MONDAY, last).date() == expected


def test_nine_o_clock_is_nine_o_clock_in_summer_and_winter():
    before, after = date(2026, 3, 24), date(2026, 4, 7)
    first = next_meeting(group(), datetime(2026, 3, 20, tzinfo=UTC), date(2026, 3, 10))
    second = next_meeting(group(), datetime(2026, 4, 1, tzinfo=UTC), before)
    assert (first.date(), second.date()) == (before, after)
    assert first.astimezone(UTC).hour == 8 and second.astimezone(UTC).hour == 7
    apia = next_meeting(group(time_zone="Pacific/Apia"), MONDAY)
    assert apia == datetime(2026, 3, 3, 9, tzinfo=ZoneInfo("Pacific/Apia"))


def test_the_next_meeting_is_planned_once(cast):
    with time_machine.travel(MONDAY, tick=False):
        for _ in range(3):
            keep_rhythm()
        (review,) = Review.objects.of_group(cast.group)
        assert review.planned_at == datetime(2026, 3, 3, 8, tzinfo=UTC)
    told = set(
        Event.objects.get(product_group_id=cast.group.pk, name="planned").notifications.values_list(
            "user__name", flat=True
        )
    )
    assert told == {"Manager", "Sponsor", "Change Agent", "Both"}
    with time_machine.travel(MONDAY + timedelta(days=10), tick=False):
        review.start(by=cast.manager)
        review.end(by=cast.manager)
        keep_rhythm()
    coming = Review.objects.of_group(cast.group).coming().get()
    assert coming.planned_at == datetime(2026, 3, 17, 8, tzinfo=UTC)


def test_a_group_that_nobody_serves_has_no_meetings(cast):
    GroupRole.objects.filter(product_group=cast.elsewhere).delete()
    keep_rhythm()
    assert not Review.objects.of_group(cast.elsewhere).exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_plan_one():
    cast, together = make_cast(), Barrier(2)

    def plan():
        try:
            together.wait(5)
            Review.plan_next(cast.group, MONDAY)
        finally:
            connection.close()

    threads = [Thread(target=plan) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert Review.objects.count() == 1


def test_a_meeting_to_which_nobody_came_was_missed_after_a_day(cast):
    with time_machine.travel(MONDAY, tick=False):
        review = make_review(cast)
    for hours, state in [(24, "planned"), (25, "missed"), (60, "missed")]:
        with time_machine.travel(MONDAY + timedelta(hours=hours), tick=False):
            keep_rhythm()
        review.refresh_from_db()
        assert review.state == state
    assert Event.objects.filter(name="missed").count() == 1


def test_a_running_meeting_is_not_missed(cast):
    review = make_review(cast, "running")
    assert not review.miss(review.planned_at + timedelta(days=5))


def test_meetings_are_planned_moved_and_cancelled_by_those_who_serve(cast):
    when = MONDAY + timedelta(days=365 * 70)
    for who in ("member", "leader", "product_owner", "expert", "support", "admin", "far_manager"):
        with pytest.raises(PermissionDenied):
            Review.plan(product_group=cast.group, planned_at=when, by=getattr(cast, who))
    review = Review.plan(product_group=cast.group, planned_at=when, place=" Room 4 ", by=cast.sponsor)
    review.move(
        planned_at=when + timedelta(days=1), place="Room 5", facilitator=cast.manager, by=cast.change_agent
    )
    review.refresh_from_db()
    assert (review.place, review.facilitator) == ("Room 5", cast.manager)
    with pytest.raises(ValidationError):
        review.cancel(reason=" ", by=cast.manager)
    review.cancel(reason="Holidays.", by=cast.manager)
    assert Review.objects.get(pk=review.pk).state == "cancelled"


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("planned_at", {"planned_at": datetime(2020, 1, 1, tzinfo=UTC)}),
        ("planned_at", {"planned_at": datetime(9999, 12, 31, 23, 59, tzinfo=ZoneInfo("America/Lima"))}),
        ("planned_at", {"planned_at": datetime(1, 1, 1, tzinfo=ZoneInfo("Asia/Tokyo"))}),
        ("place", {"place": "x" * 301}),
    ],
)
def test_wrong_values_are_named_at_their_field(cast, field, values):
    given = {"planned_at": datetime(2099, 1, 1, tzinfo=UTC), **values}
    with pytest.raises(ValidationError) as refused:
        Review.plan(product_group=cast.group, by=cast.manager, **given)
    assert list(refused.value.message_dict) == [field]


def test_two_meetings_at_the_same_time_are_refused(cast):
    when = datetime(2099, 1, 1, tzinfo=UTC)
    make_review(cast, planned_at=when)
    with pytest.raises(ValidationError):
        make_review(cast, planned_at=when)
    with pytest.raises(ValidationError):
        make_review(cast, planned_at=when + timedelta(hours=1), facilitator=cast.stranger)
