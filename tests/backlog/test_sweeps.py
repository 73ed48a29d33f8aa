"""Several items at once: all or nothing, each by policy, and undone only while nothing has changed."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from activity.models import Event, Notification
from backlog.models import Assessment, Item, Snooze, Sweep, WrongState
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db
WHOLE = {"finding": "whole_system", "reason": "Helps all."}


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def three(cast):
    return [make_item(cast, title=f"Item {n}") for n in range(3)]


def ids(items) -> list:
    return [item.pk for item in items]


def states(items) -> list:
    return [Item.objects.get(pk=item.pk).state for item in items]


def test_all_are_assessed_each_with_its_own_history(cast, three):
    Sweep.assess(ids(three), **WHOLE, by=cast.expert)
    assert states(three) == ["ready"] * 3
    assert Event.objects.about_any("item", ids(three)).filter(name="assessed").count() == 3


def test_one_wrong_state_refuses_all_and_is_named(cast, three):
    three[1].assess(**WHOLE, by=cast.expert)
    with pytest.raises(WrongState) as told:
        Sweep.assess(ids(three), **WHOLE, by=cast.expert)
    assert f"#{three[1].number} (Ready)" in str(told.value)
    assert states(three) == ["new", "ready", "new"] and not Sweep.objects.exists()


def test_policy_is_asked_for_each_item_and_before_any_state(cast, three):
    foreign = Item.file(team=cast.far, title="Far", by=cast.stranger)
    three[0].assess(**WHOLE, by=cast.expert)
    with pytest.raises(PermissionDenied):
        Sweep.assess([*ids(three), foreign.pk], **WHOLE, by=cast.expert)
    with pytest.raises(PermissionDenied):
        Sweep.assess(ids(three), **WHOLE, by=cast.support)
    assert states(three) == ["ready", "new", "new"] and foreign.state == "new"


def test_a_refused_value_refuses_all(cast, three):
    with pytest.raises(ValidationError):
        Sweep.assess(ids(three), finding="whole_system", reason=" ", by=cast.expert)
    with pytest.raises(ValidationError):
        Sweep.merge(ids(three), into=three[2], by=cast.expert)
    done = make_item(cast, "confirmed")
    with pytest.raises(ValidationError):
        Sweep.merge(ids(three), into=done, by=cast.expert)
    assert states(three) == ["new"] * 3 and not Assessment.objects.filter(item__in=three).exists()


def test_an_undone_assessment_leaves_the_item_as_silent_as_it_was(cast, three):
    with time_machine.travel(timezone.now() + timedelta(days=9)):
        sweep = Sweep.assess(ids(three), **WHOLE, by=cast.expert)
        sweep.undo(by=cast.expert)
    for item in three:
        now = Item.objects.get(pk=item.pk)
        assert (now.state, now.position, now.ready_since) == ("new", "", None)
        assert now.silent_since == item.silent_since
        assert now.last_human_activity == item.last_human_activity
        assert Event.objects.about("item", item.pk).first().name == "unassessed"
    assert not Assessment.objects.exists()
    with pytest.raises(WrongState):
        sweep.undo(by=cast.expert)


def test_merging_many_is_undone_as_one(cast, three):
    target = Item.file(team=cast.blue, title="Target", by=cast.blue_member)
    sweep = Sweep.merge(ids(three), into=target, by=cast.expert)
    assert states(three) == ["merged"] * 3 and Item.objects.get(pk=target.pk).team_count == 2
    sweep.undo(by=cast.expert)
    assert states(three) == ["new"] * 3 and Item.objects.get(pk=target.pk).team_count == 1
    assert Item.objects.get(pk=three[0].pk).silent_since == three[0].silent_since


def test_what_changed_since_is_named_and_nothing_is_undone(cast, three):
    sweep = Sweep.assess(ids(three), **WHOLE, by=cast.expert)
    Item.objects.get(pk=three[1].pk).comment("Wait.", by=cast.member)
    with pytest.raises(WrongState) as told:
        sweep.undo(by=cast.expert)
    assert f"#{three[1].number}" in str(told.value)
    assert states(three) == ["ready"] * 3 and Assessment.objects.count() == 3


def test_nobody_else_undoes_it_and_who_lost_the_role_does_not(cast, three):
    sweep = Sweep.assess(ids(three), **WHOLE, by=cast.blue_member)
    with pytest.raises(PermissionDenied):
        sweep.undo(by=cast.manager)
    cast.blue_member.memberships.all().delete()
    del cast.blue_member.access
    with pytest.raises(PermissionDenied):
        sweep.undo(by=cast.blue_member)
    assert states(three) == ["ready"] * 3


def test_it_can_be_undone_for_a_quarter_of_an_hour(cast, three):
    sweep = Sweep.assess(ids(three), **WHOLE, by=cast.expert)
    now = timezone.now()
    assert Sweep.objects.last_undoable(cast.expert, cast.group, now + timedelta(minutes=14)) == sweep
    assert Sweep.objects.last_undoable(cast.expert, cast.group, now + timedelta(minutes=16)) is None
    assert Sweep.objects.last_undoable(cast.manager, cast.group, now) is None
    with time_machine.travel(now + timedelta(minutes=16)), pytest.raises(WrongState):
        sweep.undo(by=cast.expert)


def test_laying_aside_is_ones_own_no_activity_and_clears_no_flag(cast, three):
    Item.objects.filter(pk__in=ids(three)).update(flags=["unanswered"])
    before = list(Item.objects.filter(pk__in=ids(three)).order_by("pk").values())
    events = Event.objects.count()
    tomorrow = cast.group.today() + timedelta(days=1)
    sweep = Sweep.snooze(ids(three), until=tomorrow, by=cast.expert)
    assert list(Item.objects.filter(pk__in=ids(three)).order_by("pk").values()) == before
    assert Event.objects.count() == events
    inbox = Item.objects.to_discuss(cast.group)
    assert not inbox.not_snoozed_by(cast.expert, cast.group.today()).exists()
    assert inbox.not_snoozed_by(cast.manager, cast.group.today()).count() == 3
    assert inbox.not_snoozed_by(cast.expert, tomorrow).count() == 3, "back when the day begins"
    sweep.undo(by=cast.expert)
    assert not Snooze.objects.exists()


def test_a_snooze_that_was_moved_is_undone_to_the_day_before(cast, three):
    first, second = (cast.group.today() + timedelta(days=days) for days in (2, 9))
    Sweep.snooze(ids(three), until=first, by=cast.expert)
    sweep = Sweep.snooze(ids(three), until=second, by=cast.expert)
    sweep.undo(by=cast.expert)
    assert {snooze.until for snooze in Snooze.objects.all()} == {first}


@pytest.mark.parametrize("days", [0, -1, 400])
def test_a_day_to_come_within_a_year(cast, three, days):
    with pytest.raises(ValidationError):
        Sweep.snooze(ids(three), until=cast.group.today() + timedelta(days=days), by=cast.expert)
    assert not Snooze.objects.exists()


def test_a_question_reaches_the_whole_team_and_is_not_undone(cast, three):
    sweep = Sweep.ask(ids(three[:1]), text="Since when?", by=cast.manager)
    told = Notification.objects.filter(event__name="commented").values_list("user__name", flat=True)
    assert set(told) == {"Member", "Facilitator", "Leader", "Both"}
    item = Item.objects.get(pk=three[0].pk)
    assert item.comments.get().question and item.unanswered_since > three[0].unanswered_since
    assert Sweep.objects.last_undoable(cast.manager, cast.group, timezone.now()) is None
    with pytest.raises(WrongState):
        sweep.undo(by=cast.manager)
