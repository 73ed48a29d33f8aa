"""Pasted notes on their way to the board: corrected, stored once, all or nothing."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from backlog.models import WrongState
from retrospectives import tasks
from retrospectives.models import Note, PastedNotes
from retrospectives.models import bringing as bringing_module
from retrospectives.models import storing as storing_module
from retrospectives.models.pasting import KEPT
from retrospectives.reading import Unreadable
from tests.cast import make_cast
from tests.retrospectives.boards import PASTED, hold, note
from tests.retrospectives.test_board import at_once

pytestmark = pytest.mark.django_db


def paste(board, text=PASTED, *, by):
    return PastedNotes.bring(text, retrospective=board, by=by)


def draft_of(person):
    return PastedNotes.objects.drafts_of(person).first()


def titles(board):
    return list(board.columns.order_by("position").values_list("title", flat=True))


def test_a_paste_is_a_draft_until_it_is_stored(cast, board):
    draft = paste(board, by=cast.member)
    assert not Note.objects.exists()
    assert draft_of(cast.member) == draft
    assert draft_of(cast.facilitator) is None
    draft.store(by=cast.member)
    assert titles(board) == ["Went well", "What could be better?", "Puzzles"]
    assert Note.objects.count() == 4
    assert list(board.agreements.order_by("id").values_list("text", "owner")) == [
        ("mend the clock", cast.member.pk),
        ("Ask the other team for a list", None),
    ]


def test_storing_twice_makes_nothing_twice(cast, board):
    draft = paste(board, by=cast.member)
    draft.store(by=cast.member)
    version = board.version
    draft.store(by=cast.member)
    assert (Note.objects.count(), board.agreements.count(), board.version) == (4, 2, version)


def test_columns_of_a_board_with_notes_stay(cast, board):
    note(board, "already here", by=cast.member, column=1)
    paste(board, by=cast.member).store(by=cast.member)
    assert titles(board) == ["Went well", "To improve", "Ideas", "What could be better?", "Puzzles"]


def test_a_paste_is_stored_whole_or_not_at_all(cast, board, monkeypatch):
    draft = paste(board, by=cast.member)
    monkeypatch.setattr(storing_module, "MOST_AGREEMENTS", 1)
    with pytest.raises(ValidationError):
        draft.store(by=cast.member)
    assert not Note.objects.exists() and titles(board) == ["Went well", "To improve", "Ideas"]
    assert draft_of(cast.member) == draft


def test_corrections_are_kept_and_taken_back(cast, board):
    draft = paste(board, by=cast.member)
    key = draft.parts.get().reading.columns[0].key
    draft.correct(1, {"do": "rename", "column": key, "title": "Joys"}, by=cast.member)
    with pytest.raises(ValidationError):
        draft.correct(1, {"do": "drop", "note": "999"}, by=cast.member)
    draft.refresh_from_db()
    assert draft.parts.get().reading.columns[0].title == "Joys"
    draft.correct(1, "undo", by=cast.member)
    draft.refresh_from_db()
    assert draft.parts.get().reading.columns[0].title == "Went well" and draft.parts.get().corrections == []


def test_a_draft_is_its_persons_own(cast, board):
    draft = paste(board, by=cast.member)
    for act in (draft.store, draft.discard):
        with pytest.raises(PermissionDenied):
            act(by=cast.facilitator)
    with pytest.raises(PermissionDenied):
        draft.correct(1, "undo", by=cast.facilitator)
    with pytest.raises(PermissionDenied):
        paste(board, by=cast.manager)


def test_what_cannot_be_read_leaves_the_draft_before_it(cast, board):
    draft = paste(board, by=cast.member)
    with pytest.raises(Unreadable):
        paste(board, "- a\x00b", by=cast.member)
    assert PastedNotes.objects.get() == draft


def test_a_long_text_that_cannot_be_read_leaves_the_draft_before_it(cast, board, monkeypatch):
    draft = paste(board, by=cast.member)
    draft.correct(1, {"do": "drop", "note": "6"}, by=cast.member)
    monkeypatch.setattr(bringing_module, "READ_AT_ONCE", 10)
    long = paste(board, "x" * 20_000, by=cast.member)
    assert paste(board, "x" * 20_000, by=cast.member) == long
    for _turn in range(2):
        long.understand()
    assert long.state == PastedNotes.State.REFUSED and PastedNotes.objects.count() == 2
    assert draft.parts.get().corrections and draft.store(by=cast.member) == [board]


def test_a_long_text_takes_the_place_of_the_drafts_before_it_once_it_is_read(cast, board, monkeypatch):
    short, theirs = paste(board, by=cast.member), paste(board, by=cast.facilitator)
    monkeypatch.setattr(bringing_module, "READ_AT_ONCE", 10)
    first, second = (paste(board, f"{PASTED}- {word}\n", by=cast.member) for word in ("one", "two"))
    assert PastedNotes.objects.count() == 4 and short.parts.exists()
    second.understand()
    first.understand()
    assert set(PastedNotes.objects.all()) == {second, theirs}


def test_drafts_that_nobody_touches_are_forgotten_and_what_was_stored_stays(cast, board):
    stored, old, corrected = (
        PastedNotes.bring(f"{PASTED}- {word}\n", team=cast.red, by=cast.member) for word in ("a", "b", "c")
    )
    stored.store(by=cast.member)
    PastedNotes.objects.update(touched=timezone.now() - KEPT - timedelta(hours=1))
    corrected.correct(1, {"do": "drop", "note": "6"}, by=cast.member)
    young = PastedNotes.bring(PASTED, team=cast.red, by=cast.facilitator)
    for _turn in range(2):
        tasks.forget_pasted()
    assert set(PastedNotes.objects.all()) == {stored, corrected, young}
    assert not old.parts.exists() and Note.objects.exists()


def test_a_new_paste_takes_the_place_of_the_draft(cast, board):
    paste(board, by=cast.member)
    second = paste(board, "- only this", by=cast.member)
    assert PastedNotes.objects.get() == second


def test_nothing_to_store_is_said(cast, board):
    draft = paste(board, "Just some words, and no notes at all.", by=cast.member)
    with pytest.raises(WrongState):
        draft.store(by=cast.member)


@pytest.mark.django_db(transaction=True)
def test_storing_twice_at_the_same_moment_makes_nothing_twice():
    cast = make_cast()
    board = hold(cast)
    draft = paste(board, by=cast.member)
    drafts = [PastedNotes.objects.get(pk=draft.pk) for _turn in range(3)]
    errors = at_once(*[lambda mine=mine: mine.store(by=cast.member) for mine in drafts])
    assert errors == [None, None, None]
    assert Note.objects.count() == 4
