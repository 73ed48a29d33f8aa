"""Bringing notes: several retrospectives in a text, the same text again, a longer one, items on the way."""

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction

from backlog.models import Item, WrongState
from retrospectives import tasks
from retrospectives.models import BroughtLine, Choice, Kind, Note, NoteItem, PastedNotes, Retrospective
from retrospectives.models import bringing as bringing_module
from retrospectives.reading import Unreadable
from tests.cast import make_cast, make_item
from tests.retrospectives.boards import PASTED, hold, note
from tests.retrospectives.test_board import at_once

pytestmark = pytest.mark.django_db
LONGER = (
    PASTED.replace("- The demo was calm\n", "- The demo was calm\n- New chairs\n") + "- [ ] Paint the wall\n"
)


def bring(cast, text=PASTED, *, by=None, **goal) -> PastedNotes:
    return PastedNotes.bring(text, by=by or cast.member, **goal or {"team": cast.red})


def texts(board) -> set[str]:
    return set(board.notes.on_board().values_list("text", flat=True))


def test_a_text_for_a_team_becomes_a_retrospective_with_its_own_day_and_title(cast):
    (board,) = bring(cast).store(by=cast.member)
    assert (board.team, board.title, board.date.isoformat()) == (cast.red, "Sprint 12", "2026-05-03")
    assert [column.title for column in board.columns.order_by("position")] == [
        "Went well", "What could be better?", "Puzzles"
    ]  # fmt: skip
    assert board.agreements.count() == 2 and board.participants.filter(user=cast.member).exists()


def test_the_same_text_twice_makes_nothing_twice(cast):
    (board,) = bring(cast).store(by=cast.member)
    row = board.notes.first()
    board.edit_note(row.pk, "Other words by now", by=cast.member)
    board.edit(title="Renamed", date="2026-05-04", by=cast.member)
    again = bring(cast, by=cast.facilitator)
    part = again.parts.get()
    assert part.retrospective == board and part.row_count == 0 and part.counts["known"] == 6
    assert again.store(by=cast.facilitator) == [board]
    assert Retrospective.objects.count() == 1 and board.notes.count() == 4 and board.agreements.count() == 2


def test_drafts_of_two_people_that_crossed_make_nothing_twice(cast):
    one, other = bring(cast), bring(cast, by=cast.facilitator)
    other.correct(1, {"do": "edit", "note": "6", "text": "The demo was very calm"}, by=cast.facilitator)
    (board,) = one.store(by=cast.member)
    assert other.store(by=cast.facilitator) == [board]
    assert board.notes.count() == 4 and Retrospective.objects.count() == 1


def test_a_longer_version_offers_only_what_is_new(cast, board):
    PastedNotes.bring(PASTED, retrospective=board, by=cast.member).store(by=cast.member)
    draft = PastedNotes.bring(LONGER, retrospective=board, by=cast.member)
    part = draft.parts.get()
    assert [row.text for row in part.reading.rows] == ["New chairs", "Paint the wall"]
    assert part.counts["known"] == 6
    assert {line.reason for line in part.reading.left_out} >= {"known"}
    draft.store(by=cast.member)
    assert board.notes.count() == 5 and board.agreements.count() == 3


def test_what_was_dropped_by_hand_is_not_offered_again(cast):
    draft = bring(cast)
    key = draft.parts.get().reading.rows[0].key
    draft.correct(1, {"do": "drop", "note": key}, by=cast.member)
    draft.store(by=cast.member)
    assert bring(cast).parts.get().row_count == 0


def test_what_was_written_on_the_board_by_hand_is_known_as_well(cast, board):
    note(board, "The demo was calm!", by=cast.member)
    draft = PastedNotes.bring(PASTED, retrospective=board, by=cast.member)
    assert draft.parts.get().counts["known"] == 1


def test_the_same_words_on_another_day_are_another_retrospective(cast):
    bring(cast).store(by=cast.member)
    (board,) = bring(cast, PASTED.replace("3 May", "17 May")).store(by=cast.member)
    assert Retrospective.objects.count() == 2 and board.notes.count() == 4


def test_another_team_gets_its_own(cast):
    bring(cast).store(by=cast.member)
    (board,) = bring(cast, by=cast.blue_member, team=cast.blue).store(by=cast.blue_member)
    assert board.team == cast.blue and board.notes.count() == 4


def test_the_same_draft_for_a_team_is_one_draft(cast):
    assert bring(cast) == bring(cast)


def test_who_may_hold_one_may_bring_notes(cast):
    for person, goal in (
        (cast.manager, {"team": cast.red}),
        (cast.blue_member, {"team": cast.red}),
        (cast.expert, {"kind": Kind.OVERALL, "product_group": cast.group}),
    ):
        with pytest.raises(PermissionDenied):
            bring(cast, by=person, **goal)
    overall = bring(cast, by=cast.manager, kind=Kind.OVERALL, product_group=cast.group)
    (board,) = overall.store(by=cast.manager)
    assert board.kind == Kind.OVERALL and board.team is None


def test_who_left_the_team_stores_nothing(cast):
    draft = bring(cast)
    cast.member.memberships.all().delete()
    person = type(cast.member).objects.get(pk=cast.member.pk)
    with pytest.raises(PermissionDenied):
        PastedNotes.objects.get(pk=draft.pk).store(by=person)
    assert not Retrospective.objects.exists()


def test_names_votes_and_authors_are_kept(cast):
    draft = bring(cast)
    about = {"do": "about", "field": "participants", "value": "Facilitator, Somebody Else"}
    draft.correct(1, about, by=cast.member)
    (board,) = draft.store(by=cast.member)
    assert board.participants.filter(user=cast.facilitator).exists()
    assert board.also_present == ["Somebody Else"]
    owners = board.agreements.order_by("id").values_list("owner", "owner_text")
    assert list(owners) == [(cast.member.pk, ""), (None, "")]


def test_corrections_are_undone_and_made_again(cast):
    draft = bring(cast)
    first, second = (row.key for row in draft.parts.get().reading.rows[:2])
    draft.correct(1, {"do": "drop", "note": first}, by=cast.member)
    draft.correct(1, {"do": "drop", "note": second}, by=cast.member)
    assert draft.parts.get().counts["notes"] == 2
    draft.correct(1, "undo", by=cast.member)
    draft.correct(1, "undo", by=cast.member)
    draft.correct(1, "redo", by=cast.member)
    part = draft.parts.get()
    assert [row.key for row in part.reading.rows].count(first) == 0 and part.counts["notes"] == 3
    draft.correct(1, {"do": "item", "note": second, "kind": ""}, by=cast.member)
    assert draft.parts.get().undone == []


def test_chosen_rows_become_items_with_their_way_back(cast):
    mine = make_item(cast, "new", title="Who owns the test data?")
    draft = bring(cast)
    rows = draft.parts.get().reading.rows
    chosen = [row.key for row in rows if row.text.startswith(("Builds", "Who", "Pairing", "Ask"))]
    for key in chosen:
        draft.correct(1, {"do": "item", "note": key, "kind": "suggested"}, by=cast.member)
    by_text = {row.text.split()[0]: f"1:{row.key}" for row in rows}
    choices = {by_text["Who"]: Choice(same=mine), by_text["Pairing"]: Choice(skip=True)}
    (board,) = draft.store(choices, by=cast.member)
    filed = Item.objects.exclude(pk=mine.pk)
    assert {(item.title, item.kind) for item in filed} == {
        ("Builds are red on Mondays", "impediment"),
        ("Ask the other team for a list", "improvement"),
    }
    assert NoteItem.objects.count() == 3 and board.agreements.count() == 1
    tie = NoteItem.objects.get(item=mine)
    assert BroughtLine.objects.get(note=tie.note).line == 18
    draft.store(choices, by=cast.member)
    assert Item.objects.count() == 3


def test_items_and_notes_come_together_or_not_at_all(cast, monkeypatch):
    draft = bring(cast)
    draft.correct(1, {"do": "item", "note": draft.parts.get().reading.rows[0].key}, by=cast.member)

    def refuse(*args, **kwargs):
        raise WrongState("no")

    monkeypatch.setattr(Retrospective, "file_item", refuse)
    with pytest.raises(WrongState), transaction.atomic():
        draft.store(by=cast.member)
    assert not Retrospective.objects.exists() and not Note.objects.exists()
    assert PastedNotes.objects.drafts_of(cast.member).get() == draft


def test_saying_that_another_teams_item_affects_us(cast):
    theirs = Item.file(team=cast.blue, by=cast.blue_member, title="Who owns the test data?")
    draft = bring(cast)
    row = next(row for row in draft.parts.get().reading.rows if row.text.startswith("Who"))
    draft.correct(1, {"do": "item", "note": row.key}, by=cast.member)
    draft.store({f"1:{row.key}": Choice(same=theirs)}, by=cast.member)
    assert theirs.affected.get().team == cast.red and Item.objects.count() == 1


def test_a_long_text_is_read_by_the_worker_and_found_again(cast, monkeypatch):
    monkeypatch.setattr(bringing_module, "READ_AT_ONCE", 100)
    draft = bring(cast)
    assert draft.state == PastedNotes.State.WAITING and not draft.parts.exists()
    with pytest.raises(WrongState):
        draft.store(by=cast.member)
    for _turn in range(2):
        tasks.read_pasted(str(draft.pk))
    assert draft.parts.count() == 1
    draft.refresh_from_db()
    assert draft.state == PastedNotes.State.READ and draft.store(by=cast.member)
    tasks.read_pasted("00000000-0000-7000-8000-000000000000")


def test_a_worker_killed_while_it_reads_leaves_nothing_and_reads_again(cast, monkeypatch):
    monkeypatch.setattr(bringing_module, "READ_AT_ONCE", 100)
    draft = bring(cast)
    monkeypatch.setattr(PastedNotes, "twin_of", lambda *_args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        draft.understand()
    assert not draft.parts.exists()
    monkeypatch.undo()
    PastedNotes.objects.get(pk=draft.pk).understand()
    assert draft.parts.count() == 1


def test_a_long_text_that_cannot_be_read_says_why(cast, monkeypatch):
    monkeypatch.setattr(bringing_module, "READ_AT_ONCE", 10)

    def refuse(_text, _tell):
        raise Unreadable("too_many_notes")

    monkeypatch.setattr(bringing_module, "read_all", refuse)
    draft = bring(cast)
    draft.understand()
    assert (draft.state, draft.refusal) == (PastedNotes.State.REFUSED, "too_many_notes")


def test_a_long_text_tells_how_far_it_is_read(cast, monkeypatch):
    told = []
    draft = bring(cast, "# Went well\n" + "".join(f"- note {number}\n" for number in range(4_000)))
    monkeypatch.setattr(cache, "set", lambda _key, step, **_options: told.append(step))
    draft.understand()
    read = [done for step, done, lines in told if step == "reading" and lines in {4_001, 4_002}]
    assert read == sorted(read) and len(set(read)) > 10 and read[0] == 0 and read[-1] >= 3_500
    assert told[-1][0] == "comparing"


@pytest.mark.django_db(transaction=True)
def test_two_members_who_store_the_same_text_at_the_same_moment_make_one_retrospective():
    cast = make_cast()
    drafts = [bring(cast), bring(cast, by=cast.facilitator)]
    errors = at_once(*[lambda mine=mine: mine.store(by=mine.person) for mine in drafts])
    assert errors == [None, None]
    assert Retrospective.objects.count() == 1 and Note.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_bringing_twice_at_the_same_moment_makes_one_draft():
    cast = make_cast()
    board = hold(cast)
    goals = [{"team": cast.red}] * 2 + [{"retrospective": board}] * 2
    errors = at_once(*[lambda goal=goal: bring(cast, **goal) for goal in goals])
    assert errors == [None] * 4
    assert PastedNotes.objects.count() == 2
