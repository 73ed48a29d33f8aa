"""The life of an item: each verb by the right person in the right state."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from activity.models import Event, Notification
from backlog.models import Item, ProductBacklogEntry, WrongState
from tests.cast import PATHS, make_cast, make_item, noon

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.mark.parametrize("state", PATHS)
def test_every_state_is_reached_by_verbs(cast, state):
    item = make_item(cast, state)
    item.refresh_from_db()
    assert item.state == state
    last = Event.objects.about("item", item.pk).first()
    assert last.data["state"] == state and last.human


def test_a_proposal_needs_the_consent_of_two_teams_and_the_affected_one(cast):
    item = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
    assert item.state == "proposed"
    item.consent(cast.blue, agree=True, by=cast.blue_member)
    item.consent(cast.green, agree=True, by=cast.green_member)
    assert item.state == "proposed"
    item.consent(cast.red, agree=True, by=cast.member)
    assert item.state == "new" and item.team == cast.red
    item.retract(cast.blue, reason="We misread it.", by=cast.blue_member)
    assert item.state == "proposed"


def test_a_team_answers_a_proposal_once(cast):
    item = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
    item.consent(cast.red, agree=False, reason="No.", by=cast.member)
    with pytest.raises(WrongState):
        item.consent(cast.red, agree=True, by=cast.facilitator)


def test_members_of_a_team_do_not_propose(cast):
    with pytest.raises(PermissionDenied):
        Item.propose(team=cast.red, title="Fewer forms", by=cast.both)


def test_a_proposal_lapses_on_the_fourteenth_day_and_once(cast):
    item = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
    assert not item.lapse(noon(cast, -13))
    assert item.lapse(noon(cast, -14))
    assert not item.lapse(noon(cast, -15))
    assert item.state == "lapsed"


def test_three_passes_bring_an_offer_back(cast):
    item = make_item(cast, "offered")
    item.pass_(cast.red, reason="Full.", by=cast.member)
    item.pass_(cast.blue, reason="Full.", by=cast.blue_member)
    with pytest.raises(WrongState):
        item.pass_(cast.blue, reason="Still full.", by=cast.blue_member)
    assert item.state == "offered"
    item.pass_(cast.green, reason="Full.", by=cast.green_member)
    assert item.state == "ready"
    assert not ProductBacklogEntry.objects.exists()


def test_who_manages_and_is_a_member_does_not_confirm(cast):
    item = make_item(cast, "done")
    with pytest.raises(PermissionDenied):
        item.confirm(by=cast.both)


def test_declined_is_reopened_once(cast):
    item = make_item(cast, "declined")
    item.reopen(reason="It got worse.", by=cast.member)
    item.decide("decline", reason="Still not.", by=cast.manager)
    with pytest.raises(WrongState):
        item.reopen(reason="Again.", by=cast.member)


def test_a_third_deferral_is_refused(cast):
    item = make_item(cast, "ready")
    for _turn in range(2):
        wake = cast.group.today() + timedelta(days=3)
        item.decide("defer", reason="Later.", wake=wake, by=cast.manager)
        assert item.silent_days == 0
        assert not item.wake_up(timezone.now())
        assert item.wake_up(noon(cast, -3))
    with pytest.raises(WrongState):
        item.decide("defer", reason="Later.", wake=wake, by=cast.manager)


def test_go_and_see_waits_for_a_visit_note(cast):
    item = make_item(cast, "ready")
    item.decide("go_see", reason="We don't know.", by=cast.manager)
    with pytest.raises(WrongState):
        item.decide("decline", reason="No.", by=cast.manager)
    item.visit(text="We stood at the desk for an hour.", by=cast.change_agent)
    item.decide("decline", reason="No.", by=cast.manager)
    assert item.state == "declined"


def test_an_escalated_item_keeps_its_identity_and_its_team(cast):
    item = make_item(cast, "ready")
    number = item.number
    item.decide("escalate", reason="Theirs.", product_group=cast.elsewhere, by=cast.manager)
    assert (item.state, item.product_group, item.team) == ("ready", cast.elsewhere, cast.red)
    assert item.former_numbers.get().number == number
    assert Item.objects.visible_to(cast.member).contains(item)
    assert not Item.objects.visible_to(cast.manager).contains(item)
    item.withdraw(reason="Solved.", by=cast.member)


def test_merge_counts_teams_and_can_be_undone(cast):
    item = make_item(cast, "new")
    other = Item.file(team=cast.blue, title="Red builds", by=cast.blue_member)
    other.merge(item, by=cast.expert)
    item.refresh_from_db()
    assert (other.state, item.team_count) == ("merged", 2)
    other.unmerge(by=cast.expert)
    item.refresh_from_db()
    assert (other.state, item.team_count) == ("new", 1)


def test_merging_is_no_activity_of_the_other_item(cast):
    item = make_item(cast, "new")
    before = item.last_human_activity
    other = Item.file(team=cast.blue, title="Red builds", by=cast.blue_member)
    other.merge(item, by=cast.expert)
    item.refresh_from_db()
    assert item.last_human_activity == before


def test_a_refused_verb_changes_nothing(cast):
    item = make_item(cast, "new")
    events = Event.objects.count()
    with pytest.raises(WrongState):
        item.decide("decline", reason="No.", by=cast.manager)
    with pytest.raises(ValidationError):
        item.assess(finding="whole_system", reason=" ", by=cast.expert)
    fresh = Item.objects.get(pk=item.pk)
    assert (fresh.state, fresh.version, Event.objects.count()) == ("new", item.version, events)


def test_acting_needs_owner_and_due_date(cast):
    item = make_item(cast, "ready")
    with pytest.raises(ValidationError) as refused:
        item.decide("act", reason="Ours.", owner=cast.stranger, by=cast.manager)
    assert set(refused.value.message_dict) == {"owner", "due"}


def test_the_prediction_is_locked_once_it_starts(cast):
    item = make_item(cast, "ready")
    item.decide("experiment", reason="Try.", by=cast.manager)
    item.edit(prediction="Half the waiting.", by=cast.member)
    item.take(cast.red, by=cast.member)
    item.start(by=cast.member)
    with pytest.raises(WrongState):
        item.edit(prediction="A third.", by=cast.member)


def test_the_answer_reaches_the_team(cast):
    make_item(cast, "accepted")
    told = set(Notification.objects.filter(event__name="decided").values_list("user__name", flat=True))
    assert {"Member", "Facilitator", "Leader"} <= told


def test_the_order_is_kept_by_one_written_row(cast):
    items = [make_item(cast, "ready", title=f"Item {n}") for n in range(3)]
    items[2].order(before=items[1].pk, by=cast.manager)
    items[1].order(by=cast.manager)
    titles = list(Item.objects.on_backlog(cast.group).values_list("title", flat=True))
    assert titles == ["Item 1", "Item 0", "Item 2"]
