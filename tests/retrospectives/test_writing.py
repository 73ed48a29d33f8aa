"""What is written is read back without loss, in each of the three forms."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrospectives.reading import ReadAction, Reading, ReadNote, read, read_all, written
from retrospectives.reading.structure import ReadColumn
from retrospectives.reading.writing import FORMS
from tests.retrospectives.boards import PASTED
from tests.retrospectives.readings import check, readings, said


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=50, deadline=None)
@given(st.lists(readings(), min_size=1, max_size=3))
def test_what_is_written_is_read_back(form, several):
    text = written(several, form)
    back = read_all(text)
    assert [said(reading) for reading in back] == [said(reading) for reading in several]
    check(back, None if form == "json" else text.count("\n") + 1)
    assert written(back, form) == text


@pytest.mark.parametrize("form", FORMS)
def test_what_was_read_is_written_and_read_back(form):
    reading = read(PASTED)
    back = read(written(reading, form))
    assert said(back) == said(reading)
    assert [column.leaning for column in back.columns] == [column.leaning for column in reading.columns]


@pytest.mark.parametrize("text", ["[ ]", "[x] done", "[x]", "\\", "*(status: open)*"])
def test_words_that_look_like_our_marks_are_read_back(text):
    reading = Reading(actions=[ReadAction("1", 1, text, status="blocked")])
    assert [said(read(written(reading, form))) for form in FORMS] == [said(reading)] * len(FORMS)


@pytest.mark.parametrize("cell", ["=1+1", "+1 to that", "-5 %", "@kim says", "'=quoted", "'''-x"])
def test_no_cell_is_run_by_a_spreadsheet(cell):
    reading = Reading(
        title=cell, columns=[ReadColumn("1", cell, notes=[ReadNote("2", 2, cell, author=cell)])]
    )
    text = written(reading, "csv")
    assert not [cell for row in csv.reader(io.StringIO(text)) for cell in row if cell[:1] in tuple("=+-@")]
    assert said(read(text)) == said(reading)


def test_the_markdown_is_what_people_would_write():
    assert written(read(PASTED), "md").split("\n") == [
        "<!-- retrospective, written to be read back -->",
        "# Sprint 12",
        "",
        "Date: 2026-05-03",
        "",
        "## Went well",
        "",
        "- The demo was calm",
        "- Pairing",
        "  * on the parser",
        "  * on reviews",
        "",
        "## What could be better?",
        "",
        "- Builds are red on Mondays",
        "",
        "## Puzzles",
        "",
        "- Who owns the test data?",
        "",
        "## Actions",
        "",
        "- [x] mend the clock *(owner: Member)*",
        "- [ ] Ask the other team for a list",
        "",
    ]


def test_the_markdown_is_understood_without_its_mark_as_well():
    text = written(read(PASTED), "md").split("\n", 1)[1]
    assert said(read(text)) == said(read(PASTED))


def test_json_is_the_record_and_may_be_a_list_or_lines():
    records = json.loads(written(read(PASTED), "json"))["retrospectives"]
    assert records[0]["actions"][0] == {
        "text": "mend the clock",
        "owner": "Member",
        "due": "",
        "status": "",
        "done": True,
    }
    for text in (
        json.dumps(records),
        json.dumps(records[0]),
        json.dumps(records[0]) + "\n" + json.dumps(records[0]),
    ):
        assert said(read_all(text)[-1]) == records[0]
