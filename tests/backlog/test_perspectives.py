"""The five questions: everybody answers before they see the others, and differences are named."""

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, ValidationError

from activity.models import Event
from backlog.models import Item, Perspective, WrongState
from backlog.perspectives import Round
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db
HELPS = {"gains": "teams", "loses": "nobody", "whole": "better", "gains_text": "Whoever merges, said A"}
HARMS = {"gains": "function", "loses": "customers", "whole": "worse", "assumption": "Said B: testing is slow"}


@pytest.fixture
def cast():
    return make_cast()


def page_of(client, item, user) -> str:
    client.force_login(user)
    return client.get(f"/items/{item.pk}/").text


def test_answers_of_others_open_with_ones_own(client, cast):
    item = make_item(cast)
    item.give_perspective(by=cast.blue_member, **HELPS)
    for person in (cast.member, cast.manager, cast.admin):
        page = page_of(client, item, person)
        assert "said A" not in page and "1 person has answered" in page
    item.give_perspective(by=cast.member, **HARMS)
    page = page_of(client, item, cast.member)
    assert "said A" in page and "Said B" in page and "answers differ" in page
    assert "said A" not in page_of(client, item, cast.manager)


def test_merging_opens_nothing_that_was_hidden(client, cast):
    item = make_item(cast)
    item.give_perspective(by=cast.blue_member, **HELPS)
    item.merge(make_item(cast, title="Target"), by=cast.member)
    for person in (cast.member, cast.manager):
        page = page_of(client, item, person)
        assert "said A" not in page and "1 person has answered" in page
        assert client.get(f"/api/v1/items/{item.pk}/perspectives/").json()["results"] == []
    assert "said A" in page_of(client, item, cast.blue_member), "the own answer"
    assessed = make_item(cast, title="Assessed")
    assessed.give_perspective(by=cast.blue_member, **HELPS)
    assessed.assess(finding="unsure", reason="We differ.", by=cast.expert)
    assessed.merge(make_item(cast, title="Another"), by=cast.member)
    assert "said A" in page_of(client, assessed, cast.manager)


def test_once_assessed_everything_is_open(client, cast):
    item = make_item(cast)
    item.give_perspective(by=cast.blue_member, **HELPS)
    item.assess(finding="unsure", reason="We differ.", by=cast.expert)
    assert "said A" in page_of(client, item, cast.manager)


def test_what_came_too_late_is_given_back_in_the_words_that_were_chosen(client, cast):
    item = make_item(cast, "withdrawn")
    client.force_login(cast.blue_member)
    late = client.post(f"/items/{item.pk}/perspective/", HELPS)
    assert late.status_code == 409
    for words in ("Several teams", "Nobody", "Better", "Whoever merges, said A"):
        assert f">{words}</textarea>" in late.text


def test_nothing_of_an_answer_stands_in_history_or_events(cast):
    item = make_item(cast)
    item.give_perspective(by=cast.blue_member, **HELPS)
    event = Event.objects.about("item", item.pk).first()
    assert event.name == "perspective_given" and event.human and "said A" not in str(event.data)


def test_one_answer_a_person_that_can_be_changed(cast):
    item = make_item(cast)
    item.give_perspective(by=cast.member, **HELPS)
    item.give_perspective(by=cast.member, **HELPS)
    assert item.version == 2, "the same answer again is no change"
    item.give_perspective(by=cast.member, **HARMS)
    own = item.perspectives.get()
    assert (own.whole, own.gains_text) == ("worse", HELPS["gains_text"])
    assert Event.objects.about("item", item.pk).first().name == "perspective_changed"


def test_who_corrects_what_nobody_answered_beside_changed_nothing_after_seeing_others(client, cast):
    item = make_item(cast)
    item.give_perspective(by=cast.member, **HELPS)
    item.give_perspective(by=cast.member, **HELPS | {"figure": "Lead time"})
    assert item.perspectives.get().changed_at is None
    assert "after seeing the others" not in page_of(client, item, cast.member)
    item.give_perspective(by=cast.blue_member, **HARMS)
    item.give_perspective(by=cast.member, **HARMS)
    assert item.perspectives.get(by=cast.member).changed_at
    assert page_of(client, item, cast.member).count("after seeing the others") == 1


def test_it_is_human_activity_and_no_answer_of_a_manager(cast):
    item = make_item(cast)
    before = Item.objects.get(pk=item.pk)
    item.give_perspective(by=cast.manager, **HELPS)
    assert item.silent_since > before.silent_since
    assert item.unanswered_since == before.unanswered_since


def test_who_may_and_when(cast):
    item = make_item(cast)
    for person in (cast.admin, cast.stranger, cast.nobody):
        with pytest.raises(PermissionDenied):
            item.give_perspective(by=person, **HELPS)
    item.give_perspective(by=cast.support, **HELPS)
    with pytest.raises(ValidationError) as told:
        item.give_perspective(by=cast.member, **{**HELPS, "whole": "great"})
    assert "whole" in told.value.message_dict
    item.withdraw(reason="Gone.", by=cast.member)
    with pytest.raises(WrongState):
        item.give_perspective(by=cast.member, **HELPS)


def test_not_knowing_is_no_disagreement(cast):
    item = make_item(cast)
    item.give_perspective(by=cast.member, **HELPS)
    item.give_perspective(by=cast.expert, **{**HELPS, "whole": "unknown"})
    assert not Round(item, cast.member).disagreements
    item.give_perspective(by=cast.manager, **{**HELPS, "whole": "same"})
    assert [question.label for question in Round(item, cast.member).disagreements] == [
        "What becomes of the whole system?"
    ]


@pytest.mark.parametrize("name", ["figure", "function", "assumption"])
def test_different_things_named_are_shown_as_such(client, cast, name):
    item = make_item(cast)
    item.give_perspective(by=cast.member, **HELPS | {name: "Lead time"})
    item.give_perspective(by=cast.expert, **HELPS)
    item.give_perspective(by=cast.manager, **HELPS | {name: " lead  TIME "})
    assert not [one for one in Round(item, cast.member).questions if one.differ or one.disagree]
    assert "named differently" not in page_of(client, item, cast.member)
    item.give_perspective(by=cast.leader, **HELPS | {name: "Escaped defects"})
    found = Round(item, cast.member)
    assert [one.label for one in found.differences] == [Perspective._meta.get_field(name).verbose_name]
    assert not found.disagreements
    page = page_of(client, item, cast.member)
    assert page.count("named differently") == 1 and "Different things are named here:" in page
    assert "People disagree here:" not in page


def test_who_gains_may_be_told_in_many_words(cast):
    item = make_item(cast)
    item.give_perspective(by=cast.member, **HELPS)
    item.give_perspective(by=cast.expert, **HELPS | {"gains_text": "All who build"})
    assert not [one for one in Round(item, cast.member).questions if one.differ or one.disagree]


def test_as_many_queries_for_many_answers_as_for_one(cast, django_assert_num_queries):
    item = make_item(cast)
    people = [cast.member, cast.leader, cast.expert, cast.manager, cast.blue_member, cast.green_member]
    for person in people:
        item.give_perspective(by=person, **HELPS)
    with django_assert_num_queries(1):
        assert Round(item, cast.member).questions


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_form_keeps_what_was_typed(client, cast, headers):
    item = make_item(cast)
    client.force_login(cast.member)
    url = f"/items/{item.pk}/perspective/"
    answer = client.post(url, {"gains": "teams", "assumption": "Kept words"}, headers=headers)
    assert answer.status_code == 422 and "Kept words" in answer.text
    assert "The answers of the others are open to you now." in said(client.post(url, HELPS, headers=headers))
    shown = client.get(url, headers=headers).text
    assert HELPS["gains_text"] in shown and "once you have given yours" not in shown
    assert "Your answer is changed." in said(client.post(url, HELPS | HARMS, headers=headers))


def said(answer) -> str:
    """What the next page says was done, whichever way it is opened."""
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_programs_see_the_same(client, cast):
    item = make_item(cast)
    item.give_perspective(by=cast.blue_member, **HELPS)
    address = f"/api/v1/items/{item.pk}/perspectives/"
    client.force_login(cast.expert)
    assert client.get(address).json()["results"] == []
    item.give_perspective(by=cast.expert, **HARMS)
    rows = client.get(address).json()["results"]
    assert [row["by_name"] for row in rows] == ["Blue Member", "Expert"]
    assert rows[0]["gains_text"] == HELPS["gains_text"]
