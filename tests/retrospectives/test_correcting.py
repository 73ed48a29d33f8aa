"""Corrections of a reading by hand: each changes a copy, and leaving the last away undoes it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrospectives.reading import CannotCorrect, Reading, corrected, read
from retrospectives.reading.correcting import FIELDS, ITEMS
from retrospectives.reading.splitting import split_points
from retrospectives.reading.structure import HELD
from tests.retrospectives.boards import PASTED

CALM, PAIRING, RED, OWNS, MEND, ASK = "6", "7", "12", "18", "21", "22"
WELL, BETTER, PUZZLES = "5", "11", "17"


def texts(reading):
    return {column.title: [note.text for note in column.notes] for column in reading.columns}


def after(*steps):
    return corrected(read(PASTED), list(steps))


def test_corrections_change_a_copy_and_can_be_left_away():
    reading = read(PASTED)
    steps = [
        {"do": "rename", "column": BETTER, "title": "Hinders us"},
        {"do": "move", "note": PAIRING, "column": BETTER},
        {"do": "join", "note": PAIRING},
        {"do": "edit", "note": CALM, "text": "Calm demo"},
        {"do": "take", "line": 15, "column": WELL},
        {"do": "move", "note": OWNS, "column": "actions"},
    ]
    done = corrected(reading, steps)
    assert texts(done) == {
        "Went well": ["Calm demo", "Some words in between."],
        "Hinders us": ["Builds are red on Mondays\nPairing\n* on the parser\n* on reviews"],
        "Puzzles": [],
    }
    assert done.actions[-1].text == "Who owns the test data?"
    assert corrected(reading, steps[:-6]) == reading == read(PASTED)


def test_a_split_note_is_two_and_its_lines_go_with_their_words():
    note = read(PASTED).columns[0].notes[1]
    done = after({"do": "split", "note": PAIRING, "at": split_points(note.text)[1]})
    first, second = done.columns[0].notes[1:]
    assert (first.text, first.lines) == ("Pairing\n* on the parser", [7, 8])
    assert (second.text, second.lines, second.key) == ("on reviews", [9], "7/1")
    joined = corrected(done, [{"do": "join", "note": "7/1"}])
    assert joined.columns[0].notes[1].lines == [7, 8, 9]


def test_a_line_can_be_cut_within():
    done = after({"do": "split", "note": RED, "at": 7})
    first, second = done.columns[1].notes
    assert (first.text, second.text) == ("Builds", "are red on Mondays")
    assert first.lines == second.lines == [12]


def test_a_part_of_a_note_becomes_a_row_of_its_own():
    done = after({"do": "take", "line": 8, "column": "decisions"})
    assert texts(done)["Went well"][1] == "Pairing\n* on reviews"
    assert [(row.text, row.lines) for row in done.decisions] == [("on the parser", [8])]


def test_rows_turn_into_one_another():
    done = after(
        {"do": "move", "note": MEND, "column": WELL},
        {"do": "move", "note": MEND, "column": "decisions"},
        {"do": "move", "note": ASK, "column": PUZZLES},
        {"do": "move", "note": MEND, "column": "actions"},
    )
    assert [(row.owner, row.text) for row in done.actions] == [("Member", "mend the clock")]
    assert texts(done)["Puzzles"][-1] == "Ask the other team for a list"


def test_a_dropped_row_comes_back_where_it_was():
    dropped = {"do": "drop", "note": PAIRING}
    gone = after(dropped)
    assert {line.number for line in gone.left_out} >= {7, 8, 9}
    assert corrected(gone, [{"do": "keep", "note": PAIRING}]).columns == read(PASTED).columns
    lost = after({"do": "drop_column", "column": WELL}, {"do": "keep", "note": PAIRING})
    assert texts(lost)[""] == ["Pairing\n* on the parser\n* on reviews"]


def test_what_is_to_become_an_item_says_so():
    done = after(
        {"do": "item", "note": RED, "kind": "impediment"},
        {"do": "item", "note": ASK},
        {"do": "item", "note": OWNS},
        {"do": "no_item", "note": OWNS},
        {"do": "move", "note": RED, "column": "actions"},
    )
    assert [(row.key, row.item) for row in done.rows if row.item] == [
        (ASK, "suggested"),
        (RED, "impediment"),
    ]


def test_what_is_told_of_actions_and_of_the_retrospective():
    done = after(
        {"do": "owner", "note": ASK, "owner": " Kim  B "},
        {"do": "due", "note": ASK, "due": "2026-06-01"},
        {"do": "tick", "note": ASK, "done": "yes"},
        {"do": "about", "field": "team", "value": "Red"},
        {"do": "about", "field": "participants", "value": "Kim, Alex"},
        {"do": "about", "field": "date", "value": ""},
    )
    action = done.actions[1]
    assert (action.owner, action.due, action.done) == ("Kim B", "2026-06-01", True)
    assert (done.team, done.participants, done.date) == ("Red", ["Kim", "Alex"], "")


@pytest.mark.parametrize(
    "correction",
    [
        {"do": "explode"},
        {},
        {"do": "edit", "note": "999", "text": "x"},
        {"do": "edit", "note": CALM, "text": " "},
        {"do": "join", "note": CALM},
        {"do": "join", "note": CALM, "with": CALM},
        {"do": "take", "line": 6, "column": WELL},
        {"do": "take", "line": 999, "column": WELL},
        {"do": "move", "note": CALM, "column": "nowhere"},
        {"do": "rename", "column": WELL, "title": "x" * 121},
        {"do": "rename", "column": WELL},
        {"do": "split", "note": CALM, "at": 0},
        {"do": "split", "note": CALM, "at": "900"},
        {"do": "split", "note": CALM},
        {"do": "keep", "note": CALM},
        {"do": "item", "note": CALM, "kind": "wish"},
        {"do": "owner", "note": CALM, "owner": "Kim"},
        {"do": "due", "note": MEND, "due": "soon"},
        {"do": "tick", "note": MEND, "done": "perhaps"},
        {"do": "about", "field": "lines", "value": "x"},
        {"do": "about", "field": "date", "value": "0000-01-01"},
    ],
)
def test_a_correction_of_nothing_is_refused(correction):
    with pytest.raises(CannotCorrect):
        corrected(read(PASTED), [correction])


def test_a_draft_of_an_older_version_is_understood():
    old = {
        "title": "T",
        "date": "",
        "columns": [
            {"key": "1", "title": "A", "leaning": "open", "notes": [{"key": "2", "line": 2, "text": "x"}]}
        ],
        "actions": [{"key": "3", "line": 3, "text": "y", "owner": "", "done": None}],
        "lines": [{"number": 1, "text": "A", "role": "column", "reason": ""}],
    }
    reading = Reading.from_json(old)
    assert reading.notes[0].lines == [2] and reading.team == "" and reading.decisions == []


keys = st.sampled_from([CALM, PAIRING, RED, OWNS, MEND, ASK, "7/1", "15+", "8+", "new0"])
steps = st.fixed_dictionaries(
    {"do": st.sampled_from(sorted(FIELDS))},
    optional={
        "note": keys,
        "with": keys,
        "column": st.sampled_from([WELL, BETTER, PUZZLES, "actions", "decisions", "new0"]),
        "line": st.integers(0, 24),
        "at": st.integers(-1, 30),
        "text": st.sampled_from(["x", "Kim: y", ""]),
        "title": st.sampled_from(["Joys", ""]),
        "kind": st.sampled_from(ITEMS),
    },
)


@settings(max_examples=150, deadline=None)
@given(st.lists(steps, max_size=12))
def test_no_order_of_corrections_loses_a_line(wanted):
    reading = read(PASTED)
    for step in wanted:
        try:
            reading = corrected(reading, [step])
        except CannotCorrect:
            continue
        assert Reading.from_json(json.loads(json.dumps(reading.to_json()))) == reading
        held = {number for row in reading.rows for number in row.lines}
        assert held == {line.number for line in reading.lines if line.role in HELD}
        assert [line.number for line in reading.lines] == list(range(1, 24))
        assert len({row.key for row in reading.rows}) == len(reading.rows)
        assert all(line.reason for line in reading.left_out)
