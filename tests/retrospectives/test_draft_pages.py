"""The pages of brought notes: what they answer to bad input, to few and many rows, to the wrong person."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backlog.models import Item
from retrospectives.models import Note, PastedNotes, Retrospective
from retrospectives.models import bringing as bringing_module
from retrospectives.preview import WINDOW
from tests.cast import make_item
from tests.retrospectives.boards import PASTED, url

pytestmark = pytest.mark.django_db
BRING = "/retrospectives/bring/"
HTMX = {"HX-Request": "true"}
REFUSED = [
    ("", "There are no words in it."),
    ("   \n\t\n", "There are no words in it."),
    ("- a\x00b", "This is not text."),
    ("x" * 20_000, "A line of the text has more than"),
]
TAKEN = [
    "- a\n" * 3_000,
    "".join(f"{' ' * depth}- deep {depth}\n" for depth in range(1_000)),
    "<html><body><script>alert(1)</script><h2>Went well</h2><ul><li>one<img src=x onerror=alert(1)></ul>",
    "column,text\nWent well,=cmd|' /C calc'!A0\nWent well,@SUM(1+1)\n",
    "Retro 0000-00-00\n\n# Went well\n- one\n",
    "Date: 31 February 0000\n\n# Went well\n- one\n",
    "# " + "Went well " * 900 + "\n- one\n",
]


def bring(client, cast, text, **more):
    return client.post(BRING, {"place": f"team:{cast.red.pk}", "text": text, **more})


@pytest.fixture
def draft(cast):
    return PastedNotes.bring(PASTED, team=cast.red, by=cast.member)


def at(name, draft, query=""):
    return reverse(f"retrospectives:{name}", args=[draft.pk]) + query


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_what_cannot_be_read_is_said_at_the_field_and_what_was_typed_stays(member, cast, text, words):
    answer = bring(member, cast, text)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert answer.context["form"]["text"].value() == text
    assert not PastedNotes.objects.exists()
    assert member.get(BRING).status_code == 200


@pytest.mark.parametrize("text", TAKEN)
def test_what_is_strange_is_read_shown_and_stored_without_harm(member, cast, text):
    address = bring(member, cast, text).url
    draft = PastedNotes.objects.get()
    draft.understand()
    page = member.get(address).content.decode()
    assert "<script>alert" not in page and "onerror=alert" not in page
    assert member.get(f"{address}?lines=0").status_code == 200
    stored = member.post(f"{address}store/")
    assert stored.status_code in {303, 409, 422}
    for board in Retrospective.objects.all():
        assert board.date.year > 2000
        assert member.get(board.get_absolute_url()).status_code == 200


def test_a_million_bullets_are_refused_in_a_sentence(member, cast):
    file = SimpleUploadedFile("notes.md", b"- a\n" * 500_000)
    answer = member.post(BRING, {"place": f"team:{cast.red.pk}", "file": file})
    assert answer.status_code == 422 and b"Nothing was stored" in answer.content
    assert not PastedNotes.objects.exists()


def test_a_board_that_would_hold_too_much_is_said_and_the_draft_stays(member, cast):
    draft = PastedNotes.bring(
        "# Good\n" + "".join(f"- n {n}\n" for n in range(2_001)), team=cast.red, by=cast.member
    )
    draft.understand()
    answer = member.post(at("draft-store", draft))
    assert answer.status_code == 422 and b"A board holds at most" in answer.content
    assert PastedNotes.objects.get().stored_at is None and not Note.objects.exists()


def test_one_brings_notes_only_where_one_may_hold_a_retrospective(client, cast):
    client.force_login(cast.blue_member)
    answer = bring(client, cast, PASTED)
    assert answer.status_code == 422 and not PastedNotes.objects.exists()
    client.force_login(cast.nobody)
    assert b"You are in no team yet" in client.get(BRING).content
    assert bring(client, cast, PASTED).status_code == 403


def test_a_correction_answers_only_the_columns_that_it_changed(member, draft):
    rows = draft.parts.get().reading.rows
    said = {"do": "move", "note": rows[0].key, "column": "actions"}
    answer = member.post(at("draft-correct", draft), said, headers=HTMX).content.decode()
    assert answer.count('hx-swap-oob="true"') == 2
    assert "The demo was calm" in answer and "Builds are red" not in answer and "<html" not in answer
    undone = member.post(at("draft-correct", draft), {"do": "undo"}, headers=HTMX).content.decode()
    assert undone.count('hx-swap-oob="true"') == 2
    refused = member.post(at("draft-correct", draft), {"do": "drop", "note": "x"}, headers=HTMX)
    assert refused.status_code == 422 and refused["HX-Retarget"] == "#refused"


@pytest.mark.parametrize("editor", [True, False])
def test_a_note_becomes_an_agreement_by_its_button_and_by_its_key(member, draft, editor):
    """The button stands in the editor and sends its fields along; the key sends the note alone."""
    correct, row = at("draft-correct", draft), draft.parts.get().reading.columns[1].notes[0]
    said = {"do": "to_action", "note": row.key}
    if editor:
        assert b"Make it an agreement" in member.get(at("draft", draft, f"?note={row.key}")).content
        said |= {"at": "", "text": "Kim: mend the builds", "column": "actions", "kind": "impediment"}
    member.post(correct, said)
    made = draft.parts.get().reading.actions[-1]
    assert (made.key, made.owner) == (row.key, "Kim" if editor else "")
    assert b"Make it an agreement" not in member.get(at("draft", draft, f"?note={row.key}")).content
    for _correction in draft.parts.get().corrections:
        member.post(correct, {"do": "undo"})
    assert draft.parts.get().reading.columns[1].notes[0] == row


def test_what_is_dragged_moves_is_left_out_and_is_taken(member, draft):
    correct, (first, second, *_rest) = at("draft-correct", draft), draft.parts.get().reading.rows
    member.post(correct, {"id": second.key, "column": draft.parts.get().reading.columns[0].key, "after": ""})
    assert [row.key for row in draft.parts.get().reading.columns[0].notes] == [second.key, first.key]
    member.post(correct, {"id": first.key, "column": "out"})
    assert [row.key for row in draft.parts.get().reading.columns[0].notes] == [second.key]
    member.post(correct, {"id": f"line:{first.line}", "column": "actions"})
    assert draft.parts.get().reading.actions[-1].text == first.text


def test_words_that_were_typed_beside_another_button_count_as_well(member, draft):
    first = draft.parts.get().reading.rows[0]
    said = {"do": "split", "note": first.key, "text": "One thing. Another thing", "at": ""}
    assert member.post(at("draft-correct", draft), said).status_code == 303
    texts = [row.text for row in draft.parts.get().reading.columns[0].notes]
    assert texts[:2] == ["One thing.", "Another thing"]
    about = {"do": "about", "title": "Renamed", "date": "0000-00-00", "participants": ""}
    assert member.post(at("draft-correct", draft), about).status_code == 422
    assert member.post(at("draft-correct", draft), about | {"date": "2026-05-09"}).status_code == 303
    assert (draft.parts.get().title, draft.parts.get().date.day) == ("Renamed", 9)


def test_a_retrospective_of_the_text_can_stay_out_and_the_text_be_read_as_one(member, cast):
    two = "# Retro 2026-05-03\n## Good\n- one\n\n# Retro 2026-05-17\n## Good\n- two\n"
    draft = PastedNotes.bring(two, team=cast.red, by=cast.member)
    assert draft.parts.count() == 2
    page = member.get(at("draft", draft, "?part=2")).content.decode()
    assert "2 retrospectives" in page and "two" in page
    member.post(at("draft-correct", draft, "?part=1"), {"do": "leave_part"})
    member.post(at("draft-store", draft))
    assert Retrospective.objects.get().date.day == 17
    again = PastedNotes.bring(two + "- three\n", team=cast.red, by=cast.member)
    member.post(at("draft-correct", again), {"do": "as_one"})
    assert again.parts.count() == 1 and member.get(at("draft", again, "?part=9")).status_code == 404


def test_items_are_made_with_what_is_alike_beside_them(member, cast, draft):
    theirs = Item.file(team=cast.blue, by=cast.blue_member, title="Builds are red every Monday")
    rows = draft.parts.get().reading.rows
    chosen = {row.text.split()[0]: row.key for row in rows if row.text.startswith(("Builds", "Who"))}
    for key in chosen.values():
        member.post(at("draft-correct", draft), {"do": "item", "note": key, "kind": "impediment"})
    page = member.get(at("draft-items", draft)).content.decode()
    assert f"#{theirs.number} Builds are red every Monday" in page and "→ impediment" in page
    name = f"1:{chosen['Who']}"
    said = {f"{name}-become": "file", f"{name}-title": "", f"{name}-kind": "experiment"}
    said |= {f"1:{chosen['Builds']}-become": str(theirs.pk)}
    assert member.post(at("draft-items", draft), said).status_code == 422
    assert not Retrospective.objects.exists()
    for _turn in range(2):
        stored = member.post(at("draft-items", draft), said | {f"{name}-title": "Data without an owner"})
        assert stored.status_code == 303
    assert theirs.affected.get().team == cast.red
    assert Item.objects.exclude(pk=theirs.pk).get().kind == "experiment"


def test_an_item_that_was_not_offered_is_not_tied(member, cast, draft):
    other = make_item(cast, "new", title="Something else altogether")
    key = draft.parts.get().reading.rows[0].key
    member.post(at("draft-correct", draft), {"do": "item", "note": key})
    name = f"1:{key}"
    said = {f"{name}-become": str(other.pk), f"{name}-title": "Calm", f"{name}-kind": "improvement"}
    assert member.post(at("draft-items", draft), said).status_code == 422
    assert not other.note_items.exists() and not Retrospective.objects.exists()


def test_a_long_text_shows_its_progress_and_leads_on(member, cast, monkeypatch):
    monkeypatch.setattr(bringing_module, "READ_AT_ONCE", 10)
    address = bring(member, cast, PASTED).url
    assert b"The text waits for its turn" in member.get(address).content
    PastedNotes.objects.get().understand()
    answer = member.get(address, headers=HTMX | {"HX-Target": "progress"})
    assert answer["HX-Redirect"] == address
    assert b"Correct the notes" in member.get(address).content


def test_a_preview_and_a_correction_cost_the_same_for_10_and_900_notes(member, cast):
    costs, sizes = [], []
    for number in (10, 900):
        text = "# Went well\n" + "".join(f"- note {line} of {number}\n" for line in range(number))
        draft = PastedNotes.bring(text, team=cast.red, by=cast.member)
        draft.understand()
        key = draft.parts.get().reading.rows[0].key
        said = {"do": "edit", "note": key, "text": f"Other words {number}"}
        member.get(at("draft", draft))
        with CaptureQueriesContext(connection) as captured:
            sizes.append(len(member.get(at("draft", draft)).content))
            member.post(at("draft-correct", draft), said, headers=HTMX)
        costs.append(len(captured))
    assert costs[0] == costs[1]
    assert sizes[1] < sizes[0] * WINDOW / 10 + 10_000


def test_drafts_are_found_again_on_the_list_and_on_their_board(client, member, cast, board):
    PastedNotes.bring(PASTED, retrospective=board, by=cast.member)
    for address in (reverse("retrospectives:retrospective-list"), url("retrospective", board)):
        assert b"Not stored yet" in member.get(address).content
    client.force_login(cast.facilitator)
    assert b"Not stored yet" not in client.get(url("retrospective", board)).content


def test_a_draft_says_until_when_it_is_kept(member, cast, board):
    draft = PastedNotes.bring(PASTED, retrospective=board, by=cast.member)
    PastedNotes.objects.update(touched=datetime(2026, 1, 1, 12, tzinfo=UTC))
    assert "kept until 1 April 2026" in member.get(url("retrospective", board)).content.decode()
    member.post(at("draft-correct", draft), {"do": "undo"})
    assert "kept until 1 April 2026" not in member.get(url("retrospective", board)).content.decode()


def test_a_long_text_that_cannot_be_read_leads_back_to_the_draft_before_it(member, cast, board, monkeypatch):
    before = PastedNotes.bring(PASTED, retrospective=board, by=cast.member)
    monkeypatch.setattr(bringing_module, "READ_AT_ONCE", 10)
    address = member.post(url("notes-paste", board), {"text": "x" * 20_000}).url
    PastedNotes.objects.exclude(pk=before.pk).get().understand()
    page = member.get(address).content.decode()
    assert "A line of the text has more than" in page and at("draft", before) in page
    drafts = member.get(url("retrospective", board)).content.decode()
    assert at("draft", before) in drafts and drafts.count("could not be read") == 1


def test_several_retrospectives_brought_for_one_board_can_become_their_own(member, cast, board):
    two = "# Retro 2026-06-03\n## Good\n- one\n\n# Retro 2026-06-17\n## Good\n- two\n"
    draft = PastedNotes.bring(two, retrospective=board, by=cast.member)
    page = member.get(at("draft", draft)).content.decode()
    assert draft.parts.count() == 1 and "here all of them go on this board" in page
    for _turn in range(2):
        member.post(at("draft-correct", draft), {"do": "apart"})
    assert draft.parts.count() == 2
    assert member.post(at("draft-store", draft)).status_code == 303
    days = {held.date.day for held in Retrospective.objects.exclude(pk=board.pk)}
    assert days == {3, 17} and not board.notes.exists()


def test_the_progress_tells_what_is_done_and_how_much_there_is(member, cast, monkeypatch):
    monkeypatch.setattr(bringing_module, "READ_AT_ONCE", 10)
    address = bring(member, cast, PASTED).url
    draft = PastedNotes.objects.get()
    draft._tell("reading", 600, 1_234)
    page = member.get(address, headers=HTMX).content.decode()
    assert '<progress max="1234" value="600"' in page and "600 of 1234 lines" in page
    draft._tell("comparing", 3, 12)
    page = member.get(address, headers=HTMX).content.decode()
    assert '<progress max="12" value="3"' in page and "<html" not in page
