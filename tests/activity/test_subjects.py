"""Every event has a sentence of its own, told without a query, in the reader's language."""

import re

import pytest
from django.utils import translation

from activity import subjects
from activity.models import Event
from improvement.settings import BASE_DIR
from tests.cast import PATHS, make_cast, make_item

RECORDED = re.compile(r"(?:self\.change|_record|_change|_raise|_recount|Event\.record)\(\s*\n?\s*\"(\w+)\"")


@pytest.mark.django_db
@pytest.mark.parametrize("state", PATHS)
def test_an_items_history_is_told_without_asking(state, django_assert_num_queries):
    item = make_item(make_cast(), state)
    events = list(Event.objects.about("item", item.pk).select_related("actor"))
    with django_assert_num_queries(0):
        told = [subjects.tell(event) for event in events]
    assert all(one.title == f"#{item.number} {item.title}" for one in told)
    assert all(one.url == f"/items/{item.pk}/" for one in told)
    assert not any("%(" in one.sentence or "  " in one.sentence for one in told)


@pytest.mark.django_db
def test_a_decision_is_told_with_its_reasons():
    cast = make_cast()
    item = make_item(cast, "ready")
    item.decide("decline", reason="No money.", reply="Not this year, sorry.", by=cast.manager)
    told = subjects.tell(Event.objects.about("item", item.pk)[0])
    assert told.sentence == "Manager decided: Decline."
    assert told.quotes == [("Reply", "Not this year, sorry."), ("", "No money.")]


@pytest.mark.django_db
def test_an_edit_is_told_field_by_field():
    cast = make_cast()
    item = make_item(cast)
    item.edit(title="Builds are slow", by=cast.member)
    told = subjects.tell(Event.objects.about("item", item.pk)[0])
    assert told.sentence == "Member changed: title."
    assert told.quotes == [("Title", "Builds are red → Builds are slow")]


def test_every_event_that_backlog_records_has_a_sentence():
    names = set()
    for module in (BASE_DIR / "backlog" / "models").glob("*.py"):
        names |= set(RECORDED.findall(module.read_text()))
    assert {"filed", "decided", "action_added", "entry_taken", "absorbed"} <= names
    kinds = ("item", "action", "entry", "product_group")
    known = {name for kind in kinds for name in subjects._subjects[kind].sentences}
    assert names - known == set()


def test_an_unknown_event_is_told_plainly_and_from_little_data():
    unknown = Event(name="sung_about", subject_type="moon", data={"title": "The moon"})
    assert subjects.tell(unknown) == subjects.Told("The moon", "The service: sung about", [], "")
    for name in subjects._subjects["item"].sentences:
        assert subjects.tell(Event(name=name, subject_type="item", data={})).sentence


def test_a_room_above_may_add_sentences_and_keeps_the_address():
    subjects.register("item", sentences={"praised": "%(actor)s praised it."})
    told = subjects.tell(Event(name="praised", subject_type="item", subject_id="7", data={}))
    assert (told.sentence, told.url) == ("The service praised it.", "/items/7/")
    del subjects._subjects["item"].sentences["praised"]


def test_the_language_is_the_readers():
    event = Event(name="lapsed", subject_type="item", data={})
    with translation.override("sv"):
        swedish = subjects.tell(event)
    assert swedish.sentence
