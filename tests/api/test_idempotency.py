"""A POST that comes twice has one effect, whatever happens in between."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from backlog.models import Item
from improvement.rest.models import KEPT_DAYS, KeptAnswer
from improvement.rest.tasks import forget_answers
from tests.api.conftest import Program, wrong
from tests.cast import make_cast, make_item


def body(cast, **changes) -> dict:
    return {"team": str(cast.red.pk), "kind": "impediment", "title": "Builds are slow"} | changes


def test_the_same_request_again_gives_the_same_answer(cast, program):
    member = program("member")
    first = member.post("items/", body(cast), Idempotency_Key="one")
    again = member.post("items/", body(cast), Idempotency_Key="one")
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert (first["ETag"], first["Location"]) == (again["ETag"], again["Location"])
    assert "Idempotent-Replayed" not in first and again["Idempotent-Replayed"] == "true"
    assert Item.objects.count() == 1


def test_another_request_under_the_same_key_is_refused(cast, program):
    member = program("member")
    item = Item.objects.get(pk=member.post("items/", body(cast), Idempotency_Key="one").json()["id"])
    for path, sent in [
        ("items/", body(cast, title="Another")),
        (f"items/{item.pk}/withdraw/", body(cast)),
    ]:
        assert member.post(path, sent, Idempotency_Key="one").status_code == 422
    assert Item.objects.get().version == item.version


def test_a_verb_done_twice_is_done_once(cast, program):
    item = make_item(cast, "done")
    answers = [
        program("member").post(f"items/{item.pk}/confirm/", {}, Idempotency_Key="k") for _turn in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert program("member").post(f"items/{item.pk}/confirm/", {}).status_code == 409


def test_keys_belong_to_a_person(cast, program):
    program("member").post("items/", body(cast), Idempotency_Key="one")
    answer = program("blue_member").post("items/", body(cast, team=str(cast.blue.pk)), Idempotency_Key="one")
    assert answer.status_code == 201
    assert Item.objects.count() == 2


def test_a_refused_request_has_no_effect_and_keeps_nothing(cast, program):
    member = program("member")
    for sent in ({}, body(cast, colour="red"), body(cast, team=str(cast.blue.pk)), b"{"):
        assert member.post("items/", sent, Idempotency_Key="one").status_code >= 400
    assert not KeptAnswer.objects.exists()
    assert member.post("items/", body(cast), Idempotency_Key="one").status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_that_means_nothing_is_told(cast, program, key):
    assert wrong(program("member").post("items/", body(cast), Idempotency_Key=key)) == set()


def test_effect_and_answer_are_one_transaction(cast, program, monkeypatch):
    """As when the process is killed between the effect and its answer."""
    monkeypatch.setattr(KeptAnswer, "keep", lambda row, answer: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        program("member").post("items/", body(cast), Idempotency_Key="one")
    assert not Item.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_the_same_moment_has_one_effect():
    cast = make_cast()
    member = Program(cast.member)
    answers, gate = [], threading.Barrier(4)

    def send():
        gate.wait()
        answers.append(member.post("items/", body(cast), Idempotency_Key="one"))
        connection.close()

    threads = [threading.Thread(target=send) for _turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Item.objects.count() == 1


def test_old_answers_are_forgotten(cast, program):
    member = program("member")
    for key in ("old", "young"):
        member.post("items/", body(cast), Idempotency_Key=key)
    passed = timezone.now() - timedelta(days=KEPT_DAYS, seconds=1)
    KeptAnswer.objects.filter(key="old").update(created=passed)
    forget_answers()
    forget_answers()
    assert [row.key for row in KeptAnswer.objects.all()] == ["young"]
