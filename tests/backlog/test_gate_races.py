"""Two people at the consent gate at the same moment: rows in one order, and whoever is second sees it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from time import sleep
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from activity.models import Event
from backlog.models import Item, Tie
from backlog.raisings import Raisings
from tests.backlog.test_item_races import at_once
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db(transaction=True)
TURNS = pytest.mark.parametrize("turn", range(3))


@pytest.fixture
def cast():
    return make_cast()


def together(*calls) -> list:
    """Make each call in a thread of its own, all at the same moment."""
    ready = Barrier(len(calls))

    def make(call):
        try:
            ready.wait(timeout=20)
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(make, calls))


def send(person, address, fields):
    try:
        client = Client()
        client.force_login(person)
        return client.post(address, fields)
    finally:
        connections.close_all()


def wait_for_a_waiter() -> None:
    """Go on as soon as somebody waits for a row that this transaction holds."""
    for _turn in range(500):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
        sleep(0.02)
    raise AssertionError("nobody waits")


def proposal(cast, *agreeing) -> Item:
    item = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
    for team, by in ((cast.red, cast.member), (cast.blue, cast.blue_member)):
        if team in agreeing:
            item.consent(team, agree=True, by=by)
    return item


def now(item) -> Item:
    return Item.objects.get(pk=item.pk)


@TURNS
def test_the_last_consent_and_the_lapse(cast, turn):
    """Either it came in time, or the words that were typed come back with what happened."""
    item, client = proposal(cast, cast.red), Client()
    client.force_login(cast.blue_member)
    sent = {"team": cast.blue.pk, "agree": "true", "reason": "Words of blue"}
    answer, lapsed = together(
        lambda: client.post(f"/items/{item.pk}/consent/", sent),
        lambda: Item.objects.get(pk=item.pk).lapse(timezone.now() + timedelta(days=15)),
    )
    assert (answer.status_code, lapsed, now(item).state) in {(303, False, "new"), (409, True, "lapsed")}
    assert item.consents.count() == (1 if lapsed else 2)
    assert not lapsed or ("Words of blue" in answer.text and "Lapsed" in answer.text)


@TURNS
def test_the_last_consent_and_one_taken_back(cast, turn):
    """In either order the one stands and the other doesn't; neither is lost, and the gate stays shut."""
    item = proposal(cast, cast.red)
    answers = at_once(
        (cast.blue_member, f"/items/{item.pk}/consent/", {"team": cast.blue.pk, "agree": "true"}),
        (cast.member, f"/items/{item.pk}/retract/", {"team": cast.red.pk, "reason": "Misread."}),
    )
    assert [answer.status_code for answer in answers] == [303, 303]
    assert now(item).state == "proposed" and [one.team for one in item.consents.all()] == [cast.blue]


@TURNS
def test_both_consents_taken_back(cast, turn):
    item = proposal(cast, cast.red, cast.blue)
    answers = at_once(
        (cast.blue_member, f"/items/{item.pk}/retract/", {"team": cast.blue.pk, "reason": "Misread."}),
        (cast.member, f"/items/{item.pk}/retract/", {"team": cast.red.pk, "reason": "Misread."}),
    )
    assert [answer.status_code for answer in answers] == [303, 303]
    assert now(item).state == "proposed" and not item.consents.exists()


@TURNS
def test_an_assessment_leads_nothing_past_a_consent_taken_back(cast, turn):
    item = proposal(cast, cast.red, cast.blue)
    answers = at_once(
        (cast.manager, f"/items/{item.pk}/assess/", {"finding": "unsure", "reason": "Words of the manager"}),
        (cast.blue_member, f"/items/{item.pk}/retract/", {"team": cast.blue.pk, "reason": "Misread."}),
    )
    assert answers[1].status_code == 303 and answers[0].status_code in {303, 409}
    assert (now(item).state, now(item).position) == ("proposed", "")
    assert answers[0].status_code == 303 or "Words of the manager" in answers[0].text


@TURNS
@pytest.mark.parametrize("verb", ["retract", "withdraw"])
def test_nothing_is_merged_into_what_is_leaving(cast, verb, turn):
    """The team's own item is either let go in the same breath, or not taken in, or it keeps its target."""
    item = proposal(cast, cast.red, cast.blue)
    others = [Item.file(team=cast.green, title=f"Forms {n}", by=cast.green_member) for n in range(2)]
    others[0].merge(item, by=cast.expert)
    answers = at_once(
        (cast.member, f"/items/{item.pk}/{verb}/", {"team": cast.red.pk, "reason": "Misread."}),
        (cast.expert, f"/items/{others[1].pk}/merge/", {"into": f"#{item.number}"}),
    )
    left, merged = answers[0].status_code == 303, answers[1].status_code == 303
    assert left or merged and answers[0].status_code == 409
    assert now(item).state == ("new" if not left else "proposed" if verb == "retract" else "withdrawn")
    assert [now(other).state for other in others] == (["new"] * 2 if left else ["merged"] * 2)


@TURNS
def test_letting_go_and_undoing_the_merge_wait_for_each_other(cast, turn):
    """Both take the older row first."""
    older = [Item.file(team=cast.green, title=f"Forms {n}", by=cast.green_member) for n in range(3)]
    item = proposal(cast, cast.red, cast.blue)
    for other in older:
        other.merge(item, by=cast.expert)
    answers = at_once(
        (cast.member, f"/items/{item.pk}/withdraw/", {"reason": "Gone by itself."}),
        *((cast.expert, f"/items/{other.pk}/unmerge/", {}) for other in older),
    )
    assert answers[0].status_code == 303
    assert {answer.status_code for answer in answers[1:]} <= {303, 409}
    assert [now(other).state for other in older] == ["new"] * 3


@pytest.mark.parametrize("verb", ["retract", "withdraw"])
def test_what_was_merged_in_while_it_waited_is_seen(cast, verb):
    """Else the team's own item would be gone with it."""
    item, other = proposal(cast, cast.red, cast.blue), make_item(cast, title="Forms")
    sent = {"team": cast.red.pk, "reason": "Words of red"}
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            other.merge(item, by=cast.expert)
            late = pool.submit(send, cast.member, f"/items/{item.pk}/{verb}/", sent)
            wait_for_a_waiter()
        answer = late.result(20)
    assert answer.status_code == 409 and "Words of red" in answer.text and "at this moment" in answer.text
    assert (now(item).state, now(other).state) == ("new", "merged")


@pytest.mark.parametrize("verb", ["retract", "withdraw"])
def test_who_lets_go_takes_the_older_row_first_as_all_do(cast, verb):
    """Who waits for the older one holds none that is younger."""
    other = make_item(cast, title="Forms")
    item = proposal(cast, cast.red, cast.blue)
    other.merge(item, by=cast.expert)
    sent = {"team": cast.red.pk, "reason": "Words of red"}
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Item.with_lock(other.pk)
            late = pool.submit(send, cast.member, f"/items/{item.pk}/{verb}/", sent)
            wait_for_a_waiter()
            assert Item.objects.select_for_update(nowait=True).get(pk=item.pk)
        assert late.result(20).status_code == 303
    assert now(other).state == "new"


AGAIN = {"title": "Forms are back", "description": "Words that were typed", "kind": "impediment"}


@TURNS
def test_the_same_form_sent_twice_raises_it_again_once(cast, turn):
    old, sent = make_item(cast, "declined"), AGAIN | {"team": cast.blue.pk, "token": str(uuid4())}
    answers = at_once(*[(cast.blue_member, f"/items/{old.pk}/again/", sent)] * 2)
    assert [answer.status_code for answer in answers] == [303, 303]
    assert {answer["Location"] for answer in answers} == {Tie.objects.get().item.get_absolute_url()}


@TURNS
def test_two_teams_raise_it_again_and_both_are_counted(cast, turn):
    old = make_item(cast, "declined")
    answers = at_once(
        (cast.blue_member, f"/items/{old.pk}/again/", AGAIN | {"team": cast.blue.pk}),
        (cast.green_member, f"/items/{old.pk}/again/", AGAIN | {"team": cast.green.pk}),
    )
    assert [answer.status_code for answer in answers] == [303, 303]
    raisings = Raisings(now(old), cast.manager)
    assert (raisings.times, raisings.teams) == (3, 3)


def test_what_was_opened_again_while_it_waited_is_not_raised_again(cast):
    old = make_item(cast, "declined")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            old.reopen(reason="It hurts more.", by=cast.member)
            late = pool.submit(
                send, cast.blue_member, f"/items/{old.pk}/again/", AGAIN | {"team": cast.blue.pk}
            )
            wait_for_a_waiter()
        answer = late.result(20)
    assert answer.status_code == 409 and not Tie.objects.exists()
    assert "It is not over yet" in answer.text and "Words that were typed" in answer.text


@TURNS
def test_what_is_opened_again_is_not_raised_again(cast, turn):
    """Who raises it before it is opened again was first; never after."""
    old = make_item(cast, "declined")
    answers = at_once(
        (cast.blue_member, f"/items/{old.pk}/again/", AGAIN | {"team": cast.blue.pk}),
        (cast.member, f"/items/{old.pk}/reopen/", {"reason": "It hurts more."}),
    )
    assert answers[1].status_code == 303 and answers[0].status_code in {303, 409}
    if answers[0].status_code == 409:
        assert "It is not over yet" in answers[0].text and "Words that were typed" in answers[0].text
        assert not Tie.objects.exists()
    else:
        opened = Event.objects.about("item", old.pk).named("reopened").get()
        assert Event.objects.about("item", Tie.objects.get().item_id).get().pk < opened.pk
