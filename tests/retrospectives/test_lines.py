"""No line is lost and none is told twice, whatever the text is."""

import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrospectives.reading import Role, Unreadable, read, read_all
from tests.bench.fuzz_imports import text_of
from tests.retrospectives.boards import PASTED
from tests.retrospectives.readings import check

DATA = Path(os.environ.get("IMPROVEMENT_TEST_DATA", "../shared/data"))
REAL = sorted((DATA / "retrospectives").glob("*.md"))

words = st.text("ab åK1:;,.()[]*_-+@|<>#`~\\'\"&!?", max_size=24)
marks = st.sampled_from(
    ["", "- ", "* ", "  - ", "    * ", "1. ", "- [x] ", "# ", "## ", "| ", "> ", "```", "<!--", "<li>"]
)
heads = st.sampled_from(
    ["## Went well", "To improve:", "# Retro 2026-05-03", "**Actions**", "Column,Text", "Team: Red", ""]
)
lines = st.one_of(heads, st.builds("{}{}".format, marks, words))


@settings(max_examples=150, deadline=None)
@given(st.lists(lines, max_size=14).map("\n".join))
def test_every_line_is_told_once(text):
    try:
        readings = read_all(text)
    except Unreadable:
        return
    check(readings, None if readings[0].form in {"html", "json"} else text.count("\n") + 1)


def test_every_line_of_made_up_texts_is_told_once():
    chance = random.Random(7)
    for _text in range(300):
        text = text_of(chance)
        try:
            check(read_all(text))
        except Unreadable:
            continue


@pytest.mark.skipif(not REAL, reason=f"no real retrospectives in {DATA}")
def test_texts_that_are_joined_are_told_apart():
    texts = [path.read_text() for path in REAL]
    together = read_all("\n\n".join(texts))
    check(together)
    assert [reading.note_count for reading in together] == [read(text).note_count for text in texts]


def test_what_stands_for_itself_says_so():
    reading = read(PASTED)
    roles = {line.number: line.role for line in reading.lines}
    assert [roles[number] for number in (1, 3, 5, 6, 8, 12, 13, 21)] == [
        Role.TITLE,
        Role.DATE,
        Role.COLUMN,
        Role.NOTE,
        Role.MORE,
        Role.NOTE,
        Role.LEFT_OUT,
        Role.ACTION,
    ]
