"""What holds of every reading, and readings made up by hypothesis."""

import re
from datetime import date

from hypothesis import strategies as st

from retrospectives.reading import ReadAction, ReadColumn, ReadDecision, Reading, ReadLink, ReadNote
from retrospectives.reading.records import record_of
from retrospectives.reading.structure import HELD, Role
from retrospectives.reading.words import kind_of

SIGNS = "abcKim äßÑ1[]()*_-+=#|>\\:;,.!?'\"@`~<&"
lines = st.text(SIGNS, max_size=20).map(lambda text: " ".join(text.split())).filter(bool)
names = lines.map(lambda text: text.strip()).filter(bool)
maybe = st.one_of(st.just(""), names)
iso = st.one_of(st.just(""), st.dates(date(1970, 1, 1), date(2099, 12, 31)).map(str))
titles = st.one_of(maybe, st.sampled_from(["Actions", "Links", "Went well"]))
rest = st.lists(st.text(SIGNS + " ", max_size=15).map(str.rstrip), max_size=3)
texts = st.builds(lambda first, more: "\n".join([first, *more]).rstrip(), lines, rest)


@st.composite
def readings(draw) -> Reading:
    """A reading as a team's board may be: any words in it, no lines."""
    reading = Reading(title=draw(maybe), date=draw(iso), team=draw(maybe))
    reading.participants = draw(st.lists(names, max_size=3, unique=True))
    for title in draw(
        st.lists(st.one_of(maybe, st.sampled_from(["Actions", "Links", "Went well"])), max_size=3)
    ):
        kind, leaning = kind_of(title)
        column = ReadColumn("", title, leaning if kind == "column" else "open")
        for text in draw(st.lists(texts, max_size=3)):
            votes = draw(st.integers(-3, 99))
            column.notes.append(ReadNote("", 0, text, author=draw(maybe), votes=votes, group=draw(maybe)))
        reading.columns.append(column)
    for text in draw(st.lists(texts, max_size=3)):
        done = draw(st.sampled_from([True, False, None]))
        row = ReadAction("", 0, text, owner=draw(maybe), due=draw(iso), status=draw(maybe), done=done)
        reading.actions.append(row)
    reading.decisions = [ReadDecision("", 0, text) for text in draw(st.lists(texts, max_size=2))]
    if draw(st.booleans()):
        reading.links = [ReadLink(0, "https://example.org/a?b=(c)&d", draw(maybe))]
    return reading


_MARKS = re.compile(r"\n *(?:\*|\d{1,3}[.)])(?= )")  # of sub-notes


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def said(reading: Reading) -> dict:
    """What the reading says, to compare it with another."""
    return record_of(reading)


def check(readings_of_text: list[Reading], count: int | None = None) -> None:
    """What `structure` promises of the readings of one text; `count` is that of its lines."""
    numbers = sorted(line.number for reading in readings_of_text for line in reading.lines)
    assert numbers == list(range(1, (count or len(numbers)) + 1))
    for reading in readings_of_text:
        held = {number for row in reading.rows for number in row.lines}
        assert held == {line.number for line in reading.lines if line.role in HELD}
        assert len({row.key for row in reading.rows}) == len(reading.rows)
        assert len({column.key for column in reading.columns}) == len(reading.columns)
        said_there = {line.number: _letters(line.text) for line in reading.lines}
        for row in reading.rows:
            assert row.text.strip() and row.line == row.lines[0]
            assert row.lines == sorted(set(row.lines))
            there = "".join(said_there[number] for number in row.lines)
            assert all(_letters(word) in there for word in _MARKS.sub(" ", row.text).split())
        assert all(line.reason for line in reading.left_out)
        assert all(line.text.strip() for line in reading.lines if line.role != Role.BLANK)
