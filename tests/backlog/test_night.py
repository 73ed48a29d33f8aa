"""What the calendar does by itself: lapse, wake, ask, flag; by the group's date; safe to repeat."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from activity.models import Event, Notification
from backlog import tasks
from backlog.models import FlagRun, Item, spend_night
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 12, 12, tzinfo=UTC)


@pytest.fixture
def cast():
    with time_machine.travel(START, tick=False):
        yield make_cast()


def test_a_night_lapses_wakes_asks_and_flags_once(cast):
    proposal = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
    deferred = make_item(cast, "ready", title="Later")
    deferred.decide("defer", reason="Later.", wake=START.date() + timedelta(days=20), by=cast.manager)
    confirmed = make_item(cast, "confirmed", title="It worked")
    silent = make_item(cast, "new", title="Nobody answers")
    moment = START + timedelta(days=91)
    with time_machine.travel(moment, tick=False):
        for _ in range(2):
            spend_night(cast.group, moment)
    states = [Item.objects.get(pk=item.pk).state for item in (proposal, deferred, confirmed, silent)]
    assert states == ["lapsed", "ready", "confirmed", "new"]
    asked = Event.objects.get(name="check_asked")
    told = set(asked.notifications.values_list("user__name", flat=True))
    assert told == {"Member", "Facilitator", "Leader", "Both"} and not asked.human
    assert Item.objects.get(pk=silent.pk).flags == ["unanswered"]
    assert Event.objects.filter(name="lapsed").count() == 1
    assert Notification.objects.filter(event__name="check_asked").count() == 4


def test_a_confirmed_item_is_asked_on_its_day_and_after_each_confirmation(cast):
    item = make_item(cast, "confirmed")
    spend_night(cast.group, START + timedelta(days=89))
    assert not Event.objects.filter(name="check_asked").exists()
    spend_night(cast.group, START + timedelta(days=90))
    assert Event.objects.filter(name="check_asked").count() == 1
    with time_machine.travel(START + timedelta(days=91), tick=False):
        item.refresh_from_db()
        item.check_holds(holds=True, by=cast.member)
    spend_night(cast.group, START + timedelta(days=200))
    assert Event.objects.filter(name="check_asked").count() == 1


def test_an_item_wakes_when_its_date_has_come_in_the_time_zone_of_the_group(cast):
    cast.group.time_zone = "Pacific/Apia"  # thirteen hours ahead
    cast.group.save()
    item = make_item(cast, "ready")
    item.decide("defer", reason="Later.", wake=datetime(2026, 2, 2).date(), by=cast.manager)
    spend_night(cast.group, datetime(2026, 2, 1, 10, 59, tzinfo=UTC))
    assert Item.objects.get(pk=item.pk).state == "deferred"
    spend_night(cast.group, datetime(2026, 2, 1, 11, 0, tzinfo=UTC))
    assert Item.objects.get(pk=item.pk).state == "ready"


def test_nights_start_where_a_day_has_begun_and_not_twice(cast, monkeypatch):
    cast.elsewhere.time_zone = "Pacific/Apia"
    cast.elsewhere.save()
    started = []
    monkeypatch.setattr(tasks.night, "delay", lambda pk: (started.append(pk), tasks.night(pk)))

    def tick(*moment):
        started.clear()
        with time_machine.travel(datetime(*moment, tzinfo=UTC), tick=False):
            tasks.start_nights()
        return started

    assert len(tick(2026, 2, 1, 9)) == 2
    assert tick(2026, 2, 1, 10) == []
    assert tick(2026, 2, 1, 11) == [str(cast.elsewhere.pk)]
    assert tick(2026, 2, 1, 23) == [str(cast.group.pk)]
    assert tick(2026, 2, 1, 23) == []


def test_computing_by_hand_does_not_replace_the_night(cast):
    tasks.compute_flags(str(cast.group.pk))
    assert FlagRun.objects.get(product_group=cast.group).at == START
    assert cast.group.pk in FlagRun.objects.groups_behind(START)


def test_the_command_computes_one_group_or_all(cast, capsys):
    item = make_item(cast, "new")
    with time_machine.travel(START + timedelta(days=30), tick=False):
        call_command("compute_flags", "--group", "letters")
        assert Item.objects.get(pk=item.pk).flags == []
        call_command("compute_flags")
    assert Item.objects.get(pk=item.pk).flags == ["unanswered"]
    assert "payments: 1 raised" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("compute_flags", "--group", "nowhere")
