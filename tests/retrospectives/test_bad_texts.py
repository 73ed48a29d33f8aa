"""Texts that nobody would write: a clear refusal or a sane reading, and never a long wait."""

import time

import pytest

from retrospectives.reading import Unreadable, read, read_all
from retrospectives.reading.dates import find_date
from retrospectives.refusals import SENTENCES

MB = 1_000_000
SLOW = 3  # seconds of CPU on a busy machine; alone each takes less than one
OURS = "<!-- retrospective, written to be read back -->\n## A\n"
HUGE = {
    "a million bullets": "- a\n" * 1_000_000,
    "bullets": "- This is a note that says a little more\n" * (MB // 200),
    "nested a thousand deep": "\n".join(f"{' ' * depth}- a" for depth in range(1, 1_000)),
    "a row of a megabyte": f"| {'a | ' * (MB // 4)}\n|---|\n| b | c |",
    "a cell of a megabyte": f"Column,Text\nGood,{'a' * MB}",
    "a quote never closed": f'Column,Text\nGood,"{"a" * 9}\n' + "Good,b\n" * 50_000,
    "a head of a megabyte": f"Column,Text,{'abc,' * (MB // 4)}\nGood,b",
    "rows": "Column,Text\n" + "Good,b\n" * 8_000,
    "elements nested deep": "<ul><li>a" * (MB // 9),
    "bold type nested deep": f"<p>{'<b>' * (MB // 3)}x",
    "tables nested deep": "<table><tr><td>" * (MB // 15),
    "ends without a beginning": "<div></span>" * (MB // 12),
    "a tag never closed": f"<p a='{'x' * MB}",
    "headings": "# a\n" * 12_000,
    "titles of retrospectives": "## Went well\n- a\n" + "# Retro 2026\n- a\n" * 5_000 + "## Went well\n- x\n",
    "many retrospectives": "# Retro 2026-01-01\n## Went well\n- a\n" * 2_000,
    "brackets": ("- a " + "(" * 9_000 + "\n") * 100,
    "bold marks": ("**a" * 3_000 + "\n") * 110,
    "counts": ("- a" + " 3" * 4_500 + "\n") * 100,
    "spaces": ("- a" + " " * 9_000 + "b\n") * 100,
    "what is told, never closed": OURS + ("- a" + " *(" * 3_000 + "\n") * 100,
    "blank lines in a note": OURS + "- a\n" + "\n" * 50_000 + "  b",
    "JSON nested deep": "[" * MB,
    "a comment never closed": "<!-- " + "a\n" * 50_000,
}


@pytest.mark.parametrize("name", HUGE)
def test_what_is_huge_is_read_or_refused_at_once(name):
    start = time.process_time()
    try:
        assert read_all(HUGE[name])
    except Unreadable as refused:
        assert refused.code in SENTENCES
    assert time.process_time() - start < SLOW


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
