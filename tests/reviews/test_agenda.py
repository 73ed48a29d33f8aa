"""The agenda builds itself, in its order, and keeps what people changed by hand."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backlog.models import Action, Item, WrongState, raise_flags
from reviews.models import AgendaEntry
from tests.cast import make_cast, make_item
from tests.reviews.meetings import key, keys, make_review

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def cast():
    with time_machine.travel(START, tick=False):
        yield make_cast()


@pytest.fixture
def later(cast):
    """Forty days later."""
    with time_machine.travel(START + timedelta(days=40), tick=False) as traveller:
        yield traveller


def promise(cast, **fields) -> Action:
    due = cast.group.today() + timedelta(days=3)
    values = {"text": "Ask the supplier", "owner": cast.manager, "due": due, **fields}
    return Action.add(product_group=cast.group, by=cast.manager, **values)


def test_what_was_promised_comes_first_then_the_longest_silent(cast):
    young = make_item(cast, "ready", title="Young")
    with time_machine.travel(START - timedelta(days=60), tick=False):
        old = make_item(cast, "ready", title="Old")
        older = make_item(cast, "new", title="Nobody answered")
        promised = make_item(cast, "ready", title="Promised")
        due = START.date() - timedelta(days=50)
        promised.decide("act", reason="Ours.", owner=cast.manager, due=due, by=cast.manager)
        late = promise(cast)
    promise(cast, text="Not late")
    between = make_item(cast, "ready").decide("offer", reason="For the teams.", by=cast.manager)
    new = make_item(cast, "new", title="New")
    raise_flags(cast.group, START)
    review = make_review(cast)
    assert keys(review) == [key(one) for one in (late, promised, between, old, older, young, new)]


def test_proposals_and_ended_items_are_never_on_it(cast, later):
    Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
    for state in ("declined", "confirmed", "withdrawn", "learning", "deferred"):
        make_item(cast, state)
    review = make_review(cast)
    assert [line.key for line in review.lines() if line.part != "decision"] == []


def test_a_consent_taken_back_hides_the_item_until_the_teams_agree_again(cast):
    """Before the meeting, where somebody had put it there by hand, and in the midst of it."""
    item = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
    for team, by in ((cast.red, cast.member), (cast.blue, cast.blue_member)):
        item.consent(team, agree=True, by=by)
    item.assess(finding="unsure", reason="We differ.", by=cast.expert)
    review = make_review(cast)
    review.remove(key(item), by=cast.manager)
    review.add(item, by=cast.manager)
    for running in (False, True):
        if running:
            review.start(by=cast.manager)
        assert keys(review) == [key(item)] and review.has_open_lines()
        item.retract(cast.blue, reason="Misread.", by=cast.blue_member)
        assert keys(review) == [] and not review.has_open_lines()
        if running:
            review.end(by=cast.manager)
            assert "Fewer forms" not in review.minutes
        item.consent(cast.blue, agree=True, by=cast.blue_member)
    assert keys(review) == [key(item)]


def test_items_of_other_groups_are_not_on_it(cast):
    Item.file(team=cast.far, title="Far away", by=cast.stranger)
    assert keys(make_review(cast)) == []


def test_it_goes_on_building_itself_until_the_meeting(cast):
    review = make_review(cast)
    first = make_item(cast, "ready", title="First")
    second = make_item(cast, "ready", title="Second")
    assert keys(review) == [key(first), key(second)]
    first.decide("decline", reason="No.", by=cast.manager)
    assert keys(review)[1:] == [key(second)] and keys(review)[0].startswith("decision-")
    review.start(by=cast.manager)
    make_item(cast, "ready", title="Too late")
    assert keys(review)[1:] == [key(second)]


def test_lines_are_placed_by_hand_and_new_ones_join_their_part(cast):
    review = make_review(cast)
    first, second, third = (make_item(cast, "ready", title=str(n)) for n in range(3))
    review.arrange(key(third), by=cast.change_agent)
    assert keys(review) == [key(third), key(first), key(second)]
    review.arrange(key(third), after=key(first), by=cast.change_agent)
    new = make_item(cast, "new", title="New")
    fourth = make_item(cast, "ready", title="Fourth")
    assert keys(review) == [key(one) for one in (first, third, second, fourth, new)]
    review.start(by=cast.manager)
    assert keys(review) == [key(one) for one in (first, third, second, fourth, new)]


def test_what_was_taken_off_stays_off_until_it_is_put_back(cast):
    review = make_review(cast)
    item = make_item(cast, "ready")
    review.remove(key(item), by=cast.change_agent)
    assert keys(review) == []
    review.put_back(key(item), by=cast.change_agent)
    assert keys(review) == [key(item)]
    review.remove(key(item), by=cast.change_agent)
    review.add(item, by=cast.change_agent)
    assert keys(review) == [key(item)]


def test_an_item_that_has_no_reason_to_be_there_is_added_by_hand(cast):
    review = make_review(cast)
    item = make_item(cast, "taken")
    assert key(item) not in keys(review)
    review.add(item, by=cast.change_agent)
    assert keys(review)[-1] == key(item)
    with pytest.raises(ValidationError):
        review.add(item, by=cast.change_agent)


@pytest.mark.parametrize("state", ["proposed", "declined"])
def test_what_is_not_undone_can_not_be_added(cast, state):
    item = (
        Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
        if state == "proposed"
        else make_item(cast, state)
    )
    with pytest.raises(ValidationError):
        make_review(cast).add(item, by=cast.change_agent)


def test_items_of_other_groups_can_not_be_added(cast):
    foreign = Item.file(team=cast.far, title="Far away", by=cast.stranger)
    with pytest.raises(ValidationError):
        make_review(cast).add(foreign, by=cast.manager)


@pytest.mark.parametrize("who", ["member", "leader", "product_owner", "expert", "support", "admin"])
def test_only_those_who_serve_the_group_prepare(cast, who):
    review, item, person = make_review(cast), make_item(cast, "ready"), getattr(cast, who)
    for act in (
        lambda: review.add(item, by=person),
        lambda: review.remove(key(item), by=person),
        lambda: review.arrange(key(item), by=person),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert not AgendaEntry.objects.exists()


@pytest.mark.parametrize("wrong", ["item-x", "item-0190a8f0-0000-7000-8000-000000000000", "user-1", ""])
def test_a_line_that_is_not_there_is_not_found(cast, wrong):
    with pytest.raises(AgendaEntry.DoesNotExist):
        make_review(cast).remove(wrong, by=cast.manager)


def test_after_the_meeting_the_agenda_is_closed(cast):
    item = make_item(cast, "ready")
    with pytest.raises(WrongState):
        make_review(cast, "held").add(item, by=cast.manager)


def test_the_same_number_of_queries_for_few_and_many(cast, later):
    def queries(review) -> int:
        with CaptureQueriesContext(connection) as captured:
            review.lines()
        return len(captured)

    review = make_review(cast)
    make_item(cast, "ready")
    few = queries(review)
    for number in range(30):
        make_item(cast, "ready", title=f"Item {number}")
    assert queries(review) == few
    review.start(by=cast.manager)
    assert len(review.lines()) == 31 and queries(review) <= few
