"""Two people at the same moment: one wins, the other sees what happened. Real threads, real transactions."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from activity.models import Event
from backlog.models import Item
from tests.backlog.test_item_edit import open_form
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    return make_cast()


def at_once(*requests) -> list:
    """Send each (person, address, fields) from a thread of its own, all at the same moment.

    To programs' addresses as JSON; a fourth part may be headers.
    """
    ready = Barrier(len(requests))

    def send(person, address, fields, headers=None):
        client = Client()
        client.force_login(person)
        body = {"content_type": "application/json"} if address.startswith("/api/") else {}
        try:
            ready.wait(timeout=20)
            return client.post(address, fields, headers=headers, **body)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(lambda request: send(*request), requests))


def one_won(answers) -> bool:
    """One answer is that it is done (to a page, a fragment or a program), the other that it came too late."""
    done, late = sorted(answer.status_code for answer in answers)
    return done in {200, 204, 303} and late == 409


@pytest.mark.parametrize("turn", range(3))
def test_one_of_two_verdicts_counts_and_the_other_keeps_its_words(cast, turn):
    item = make_item(cast, "ready")
    url = f"/items/{item.pk}/decide/"
    answers = at_once(
        (cast.manager, url, {"verdict": "decline", "reason": "Words of the manager"}),
        (cast.sponsor, url, {"verdict": "learn", "reason": "Words of the sponsor"}),
    )
    assert one_won(answers)
    late = next(answer for answer in answers if answer.status_code == 409)
    assert "Words of the manager" in late.text and "Words of the sponsor" in late.text
    assert item.decisions.count() == 1
    assert Event.objects.about("item", item.pk).filter(name="decided").count() == 1


def test_one_of_two_teams_takes_an_offer(cast):
    item = make_item(cast, "offered")
    url = f"/items/{item.pk}/take/"
    answers = at_once(
        (cast.blue_member, url, {"team": cast.blue.pk}), (cast.green_member, url, {"team": cast.green.pk})
    )
    assert one_won(answers)
    winner = next(
        team
        for answer, team in zip(answers, (cast.blue, cast.green), strict=True)
        if answer.status_code == 303
    )
    assert Item.objects.get(pk=item.pk).taken_by == winner


def test_the_same_press_twice_is_one_effect(cast):
    item = make_item(cast, "doing")
    url = f"/items/{item.pk}/complete/"
    assert one_won(at_once((cast.blue_member, url, {}), (cast.blue_member, url, {})))
    assert Event.objects.about("item", item.pk).filter(name="completed").count() == 1


def test_one_of_two_edits_is_saved_and_the_other_sees_it(cast):
    item = make_item(cast, description="Old")
    client = Client()
    first = open_form(client, item, cast.member) | {"description": "Of the member"}
    second = open_form(client, item, cast.leader) | {"description": "Of the leader"}
    url = f"/items/{item.pk}/edit/"
    answers = at_once((cast.member, url, first), (cast.leader, url, second))
    assert one_won(answers)
    late = next(answer for answer in answers if answer.status_code == 409)
    assert "Of the member" in late.text and "Of the leader" in late.text


def test_merging_crosswise_ends_with_one_merged(cast):
    item = make_item(cast)
    other = Item.file(team=cast.blue, title="Red builds", by=cast.blue_member)
    answers = at_once(
        (cast.expert, f"/items/{item.pk}/merge/", {"into": f"#{other.number}"}),
        (cast.manager, f"/items/{other.pk}/merge/", {"into": f"#{item.number}"}),
    )
    states = sorted(Item.objects.filter(pk__in=[item.pk, other.pk]).values_list("state", flat=True))
    assert states == ["merged", "new"]
    assert sorted(answer.status_code for answer in answers) == [303, 422]


def test_comments_at_once_are_all_kept(cast):
    item = make_item(cast)
    url = f"/items/{item.pk}/comment/"
    answers = at_once(
        *((person, url, {"text": f"From {person}"}) for person in (cast.member, cast.manager, cast.expert))
    )
    assert [answer.status_code for answer in answers] == [303] * 3
    assert item.comments.count() == 3
    item.refresh_from_db()
    assert item.version == 4
