"""Texts that nobody would write: a clear refusal or a sane reading, and no end without it."""

import pytest

from retrospectives.reading import Unreadable, read, read_all
from retrospectives.reading.dates import find_date
from retrospectives.refusals import SENTENCES
from tests.bench.shapes import HARD
from tests.hanging import ends

MB = 1_000_000


@pytest.mark.parametrize("name", HARD)
def test_a_megabyte_is_read_or_refused(name):
    """How long it takes is measured by `make bench-import`, which ends with 1 above two seconds."""
    with ends():
        try:
            assert read_all(HARD[name](MB))
        except Unreadable as refused:
            assert refused.code in SENTENCES


def test_what_is_nested_a_thousand_deep_is_read():
    note = read("\n".join(f"{'  ' * depth}- a{depth}" for depth in range(400))).notes[0]
    assert note.text.split("\n")[1] == "* a1" and len(note.lines) > 50
    assert read(f"{'<ul><li>' * 1_000}deep").notes[0].text == "deep"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_the_usual_encodings_are_read(encoding):
    text = "## Gick bra\n- Kaffe på måndagar räckte länge – ända till fredag\n"
    data = text.encode(encoding)
    assert read(data).notes[0].text == "Kaffe på måndagar räckte länge – ända till fredag"


def test_html_is_never_run_and_its_scripts_are_no_notes():
    reading = read(
        "<h2>Went well</h2><ul><li onclick='x()'>calm</li></ul><script>- note\n</script>"
        "<style>li{}</style><p>&lt;script&gt;alert(1)&lt;/script&gt;</p><iframe src='x'></iframe>"
    )
    assert [note.text for note in reading.notes] == ["calm"]
    assert [line.reason for line in reading.lines if "markup:" in line.text] == ["markup"] * 3


def test_formulas_are_read_as_words():
    reading = read("Column,Text,Votes\nGood,'=1+1,2\nGood,=cmd|' /C calc'!A0,\nGood,@SUM(1),+3\n")
    assert [note.text for note in reading.notes] == ["=1+1", "=cmd|' /C calc'!A0", "@SUM(1)"]
    assert [note.votes for note in reading.notes] == [2, 0, 3]


@pytest.mark.parametrize(
    "text",
    ["0000-01-01", "1/1/0000", "2026-02-30", "31 February 2026", "9999-12-31", "2026-13-01", "99/99/9999"],
)
def test_a_day_that_is_none_is_no_day(text):
    assert find_date(text) == ""
    assert read(f"# Retro {text}\n- a").date == ""


@pytest.mark.parametrize("text", ["\ud800 half", "- a\x00", "\x07"])
def test_signs_that_are_in_no_text_are_refused(text):
    with pytest.raises(Unreadable) as refused:
        read_all(text)
    assert refused.value.code == "not_text"
