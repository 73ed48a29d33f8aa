"""Holding a review meeting: start, attend, decide, promise, go through, end with minutes."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from activity.models import Event, Notification
from backlog.models import Action, Decision, Item, WrongState
from reviews.models import Review, ReviewDecision
from tests.cast import make_cast, make_item
from tests.reviews.meetings import key, keys, make_review

pytestmark = pytest.mark.django_db
DUE = date(2099, 1, 1)


@pytest.fixture
def cast():
    return make_cast()


def outcomes(review) -> dict:
    return {line.key: line.outcome for line in review.lines()}


def test_a_decision_in_a_meeting_is_tied_to_it_and_told_to_the_team(cast):
    item, review = make_item(cast, "ready"), make_review(cast)
    review.start(by=cast.manager)
    decision = review.decide(item, verdict="offer", reason="For the teams.", by=cast.sponsor)
    assert decision.review_decision.review == review and item.state == "offered"
    assert outcomes(review) == {key(item): "decided"}
    event = Event.objects.get(name="decided")
    assert event.data["review"] == str(review.pk)
    told = set(event.notifications.values_list("user__name", flat=True))
    assert {"Member", "Facilitator", "Leader"} <= told


def test_a_refused_verdict_leaves_nothing_behind(cast):
    item, review = make_item(cast, "ready"), make_review(cast, "running")
    for wrong in ({"verdict": "act", "reason": "Ours."}, {"verdict": "decline", "reason": ""}):
        with pytest.raises(ValidationError):
            review.decide(item, by=cast.manager, **wrong)
    assert not Decision.objects.exists() and not ReviewDecision.objects.exists()
    assert Item.objects.get(pk=item.pk).state == "ready"


def test_the_second_of_two_verdicts_comes_too_late(cast):
    item, review = make_item(cast, "ready"), make_review(cast, "running")
    same = Item.objects.get(pk=item.pk)
    review.decide(item, verdict="decline", reason="No.", by=cast.manager)
    with pytest.raises(WrongState):
        Review.objects.get(pk=review.pk).decide(same, verdict="offer", reason="Yes.", by=cast.both)
    assert Decision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_managers_at_the_same_moment():
    cast = make_cast()
    item, review = make_item(cast, "ready"), make_review(cast, "running")
    together, results = Barrier(2), []

    def decide(verdict, by):
        mine = Review.objects.get(pk=review.pk)
        same = Item.objects.get(pk=item.pk)
        try:
            together.wait(5)
            mine.decide(same, verdict=verdict, reason="Because.", by=by)
            results.append("decided")
        except WrongState:
            results.append("too late")
        finally:
            connection.close()

    threads = [
        Thread(target=decide, args=("offer", cast.manager)),
        Thread(target=decide, args=("decline", cast.both)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(results) == ["decided", "too late"] and Decision.objects.count() == 1


def test_promises_are_made_for_what_is_undone_or_was_decided_in_this_meeting(cast):
    decided, elsewhere, review = (
        make_item(cast, "ready"),
        make_item(cast, "ready"),
        make_review(cast, "running"),
    )
    elsewhere.decide("decline", reason="No.", by=cast.manager)
    review.decide(decided, verdict="decline", reason="No.", by=cast.manager)
    proposed = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
    promise = {"text": "Write it down", "owner": cast.sponsor, "due": cast.group.today(), "by": cast.manager}
    review.act(item=decided, **promise)
    for item in (elsewhere, proposed):
        with pytest.raises(WrongState, match="no further actions"):
            review.act(item=item, **promise)
    assert [action.item for action in Action.objects.all()] == [decided]


def test_only_while_it_runs(cast):
    item = make_item(cast, "ready")
    for state in ("planned", "held", "cancelled", "missed"):
        review = make_review(cast, state, planned_at=datetime(2099, 1, 1, len(state), tzinfo=UTC))
        if state == "missed":
            Review.objects.filter(pk=review.pk).update(state="missed")
        with pytest.raises(WrongState):
            review.decide(item, verdict="offer", reason="Yes.", by=cast.manager)
        with pytest.raises(WrongState):
            review.end(by=cast.manager)
    assert Item.objects.get(pk=item.pk).state == "ready"


@pytest.mark.parametrize(
    "who", ["member", "leader", "change_agent", "product_owner", "expert", "support", "admin", "far_manager"]
)
def test_only_managers_and_sponsors_run_it(cast, who):
    item, person = make_item(cast, "ready"), getattr(cast, who)
    review = make_review(cast)
    with pytest.raises(PermissionDenied):
        review.start(by=person)
    review.start(by=cast.sponsor)
    for act in (
        lambda: review.decide(item, verdict="offer", reason="Yes.", by=person),
        lambda: review.attend(cast.manager, present=True, by=person),
        lambda: review.act(text="Ask", owner=cast.manager, due=DUE, by=person),
        lambda: review.mark(key(item), "heard", by=person),
        lambda: review.end(by=person),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_items_of_another_group_are_not_decided_here(cast):
    foreign = Item.file(team=cast.far, title="Far away", by=cast.stranger)
    with pytest.raises(ValidationError):
        make_review(cast, "running").decide(foreign, verdict="decline", reason="No.", by=cast.manager)


def test_one_meeting_of_a_group_runs_at_a_time(cast):
    make_review(cast, "running")
    with pytest.raises(WrongState):
        make_review(cast).start(by=cast.manager)


def test_who_opens_it_is_there_and_the_others_are_noted(cast):
    review = make_review(cast, "running")
    assert review.facilitator == cast.manager
    present = {row.person: row.present for row in review.attendances.all()}
    assert present[cast.manager] and not present[cast.sponsor] and cast.change_agent in present
    for _ in range(2):
        review.attend(cast.sponsor, present=True, by=cast.manager)
    review.attend(cast.member, present=True, by=cast.manager)
    assert review.attendances.filter(present=True).count() == 3
    with pytest.raises(ValidationError):
        review.attend(cast.stranger, present=True, by=cast.manager)


def test_a_promise_made_in_the_meeting_is_its_own(cast):
    item, review = make_item(cast, "ready"), make_review(cast, "running")
    action = review.act(text="Ask the supplier", owner=cast.sponsor, due=DUE, item=item, by=cast.manager)
    assert action.review_action.review == review and item.actions.get() == action
    with pytest.raises(ValidationError):
        review.act(text="", owner=cast.sponsor, due=DUE, by=cast.manager)
    assert Action.objects.count() == 1


def test_decisions_between_meetings_are_read_out_once(cast):
    decision = make_item(cast, "ready").decide("decline", reason="No.", by=cast.manager)
    review = make_review(cast, "running")
    assert keys(review) == [key(decision)]
    review.mark(key(decision), "heard", by=cast.manager)
    assert decision.review_decision.read_out
    review.mark(key(decision), "", by=cast.manager)
    assert not ReviewDecision.objects.exists()
    review.mark(key(decision), "heard", by=cast.manager)
    review.end(by=cast.manager)
    assert keys(make_review(cast)) == []


def test_what_was_decided_can_not_be_postponed(cast):
    item, review = make_item(cast, "ready"), make_review(cast)
    review.start(by=cast.manager)
    review.decide(item, verdict="decline", reason="No.", by=cast.manager)
    with pytest.raises(WrongState):
        review.mark(key(item), "postponed", by=cast.manager)
    with pytest.raises(ValidationError):
        review.mark(key(make_item(cast, "ready")) and key(item), "decided", by=cast.manager)


def test_minutes_hold_everything_and_read_nobodys_words_as_markup(cast):
    with time_machine.travel(datetime(2026, 3, 3, 8, tzinfo=UTC), tick=False):
        item = make_item(cast, "ready", title="# Builds <b>*red*</b>")
        left, put_off = make_item(cast, "ready", title="Left"), make_item(cast, "ready", title="Put off")
        review = make_review(cast, place="Room 4")
        review.start(by=cast.manager)
        review.attend(cast.sponsor, present=True, by=cast.manager)
        review.decide(
            item,
            verdict="act",
            reason="Ours\n1. to mend",
            reply="We do it.",
            owner=cast.manager,
            due=DUE,
            by=cast.manager,
        )
        review.act(text="Ask [them](http://x)", owner=cast.sponsor, due=DUE, by=cast.manager)
        review.mark(key(put_off), "postponed", by=cast.manager)
    with time_machine.travel(datetime(2026, 3, 3, 8, 40, tzinfo=UTC), tick=False):
        review.end(remarks="Coffee was good.", by=cast.manager)
    html = review.minutes_html
    for words in (
        "Review meeting of Payments",
        "Room 4",
        "Manager, Sponsor",
        "#1 # Builds &lt;b&gt;*red*&lt;/b&gt;",
        "Ours",
        "1. to mend",
        "We do it.",
        "Ask [them](http://x)",
        "Postponed",
        "Not reached",
        "Left",
        "Coffee was good.",
    ):
        assert words in html, words
    assert "<b>" not in html and "<a " not in html and "<ol>" not in html
    assert (review.state, review.ended_at - review.started_at) == ("held", timedelta(minutes=40))
    ended = Event.objects.get(name="ended")
    assert (ended.data["decisions"], ended.data["actions"]) == (1, 1)
    assert Notification.objects.filter(event=ended, user=cast.sponsor).exists()
    assert put_off.pk and left.pk


def test_a_second_end_changes_nothing(cast):
    review = make_review(cast, "held")
    minutes = review.minutes
    with pytest.raises(WrongState):
        review.end(by=cast.manager)
    assert Review.objects.get(pk=review.pk).minutes == minutes
