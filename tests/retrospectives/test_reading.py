"""Reading pasted notes: headings become columns, bullets become notes, no line is lost."""

import json
import os
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

import retrospectives.reading as reading_room
from retrospectives.reading import Reading, Unreadable, decode, read, read_all, told, written
from retrospectives.reading.dates import find_date
from tests.bench import imports
from tests.hanging import ends
from tests.retrospectives.boards import PASTED

DATA = Path(os.environ.get("IMPROVEMENT_TEST_DATA", "../shared/data"))
REAL = sorted((DATA / "retrospectives").glob("*.md"))


def board(reading):
    return {column.title: [note.text for note in column.notes] for column in reading.columns}


def test_headings_become_columns_and_bullets_notes():
    reading = read(PASTED)
    assert board(reading) == {
        "Went well": ["The demo was calm", "Pairing\n* on the parser\n* on reviews"],
        "What could be better?": ["Builds are red on Mondays"],
        "Puzzles": ["Who owns the test data?"],
    }
    assert [column.leaning for column in reading.columns] == ["good", "hindering", "hindering"]
    assert [(action.text, action.owner, action.done) for action in reading.actions] == [
        ("mend the clock", "Member", True),
        ("Ask the other team for a list", "", False),
    ]
    assert (reading.title, reading.date) == ("Sprint 12", "2026-05-03")


def test_every_line_has_a_role_and_what_is_left_out_a_reason():
    reading = read(PASTED)
    assert [line.number for line in reading.lines] == list(range(1, len(PASTED.split("\n")) + 1))
    assert {line.text: line.reason for line in reading.left_out} == {
        "NA": "nothing_said",
        "Some words in between.": "running_text",
    }


@pytest.mark.parametrize("mark", ["-", "*", "+", "•", "–", "1.", "2)", "◦"])
def test_every_usual_mark_is_a_bullet(mark):
    assert board(read(f"## Ideas\n{mark} one\n{mark} two\n")) == {"Ideas": ["one", "two"]}


@pytest.mark.parametrize(
    "text",
    [
        "Went well\n- a\n- b\n\nTo improve\n- c\n",
        "**Went well**\n\n- a\n- b\n\n**To improve**\n- c",
        "Went well:\na\nb\n\nTo improve:\nc\n",
        "Went well\n---------\n- a\n- b\n\nTo improve\n===\n- c\n",
        "| Went well | To improve |\n|---|---|\n| a | c |\n| b | |\n",
        "## Went well\nn | topic\n--- | ---\n+1 | a\n0 | b\n\n## To improve\nn | topic\n-|-\n+2 | c\n",
    ],
)
def test_the_same_board_in_many_forms(text):
    assert board(read(text)) == {"Went well": ["a", "b"], "To improve": ["c"]}


@pytest.mark.parametrize(
    "heading",
    ["How this retro works", "Hur mötet går till", "Wie unser Treffen abläuft", "Comment la réunion se passe",
     "Cómo funciona la reunión", "Como funciona a reunião", "About the meeting", "Om mötet", "Unser Treffen",
     "Cette réunion", "Sobre la reunión", "Sobre a reunião"],
)  # fmt: skip
def test_a_heading_that_explains_the_meeting_is_no_column(heading):
    reading = read(f"## {heading}\n- one speaks\n\n## How well it works\n- well enough\n")
    assert board(reading) == {"How well it works": ["well enough"]}


def test_bullets_without_any_heading_are_one_column():
    assert board(read("- a\n- b")) == {"": ["a", "b"]}


def test_an_action_under_a_note_is_an_action():
    reading = read("## To improve\n- Slow builds\n  - **ACTION:** buy a machine\n")
    assert board(reading) == {"To improve": ["Slow builds"]}
    assert [action.text for action in reading.actions] == ["buy a machine"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019/12/18", "2019-12-18"),
        ("2-6 Dec 2019", "2019-12-06"),
        ("May 3rd, 2026", "2026-05-03"),
        ("3 maj 2026", "2026-05-03"),
        ("02/10/21", "2021-10-02"),
        ("2026-13-40", ""),
        ("no day at all", ""),
    ],
)
def test_days_as_people_write_them(text, day):
    assert find_date(text) == day


@pytest.mark.parametrize(
    ("other", "due"),
    [("06/25/2026", "2026-07-03"), ("25/06/2026", "2026-03-07"), ("2026-06-25", "2026-03-07")],
)
def test_a_text_tells_by_its_other_days_whether_the_month_comes_first(other, due):
    text = f"Action,Owner,Due\nOrder chairs,Bo,{other}\nMend the door,Ana,07/03/2026\n"
    assert read(text).actions[1].due == due


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"- a\x00b", "not_text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "not_text"),
        (b"- \x07 bell", "not_text"),
        (b"\x81\x8d\x8f", "not_utf8"),
        (b"- a\n" * 500_000, "too_many_lines"),
        (b"- a\n" * 41_000, "too_many_notes"),
        (b"x" * 10_001, "long_line"),
        (b"x" * (10 * 1024 * 1024), "too_large"),
    ],
)
def test_what_cannot_be_read_is_refused(data, code):
    with ends(), pytest.raises(Unreadable) as refused:
        read(decode(data))
    assert refused.value.code == code


def test_utf16_that_says_so_is_read():
    assert board(read(decode("- smörgås".encode("utf-16")))) == {"": ["smörgås"]}


@given(st.text(alphabet="-*#|[]x 1.a\n`<!>:_\\ö•", max_size=200))
def test_no_text_breaks_the_reader(text):
    try:
        reading = read(text)
    except Unreadable:
        return
    assert len(reading.lines) == text.count("\n") + 1
    assert Reading.from_json(json.loads(json.dumps(reading.to_json()))) == reading


@pytest.mark.skipif(not REAL, reason=f"no real retrospectives in {DATA}")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_real_retrospectives_are_understood(path):
    reading = read(decode(path.read_bytes()))
    assert reading.note_count
    assert all(note.text for column in reading.columns for note in column.notes)
    assert all(line.role == "blank" or line.role != "left_out" or line.reason for line in reading.lines)


@pytest.mark.skipif(not REAL, reason=f"no real retrospectives in {DATA}")
def test_the_command_prints_a_retrospective_a_line():
    out = StringIO()
    call_command("read_notes", *[str(path) for path in REAL], stdout=out)
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(rows) == len(REAL)
    assert set(rows[0]) == {"source", "date", "team", "columns", "actions"}


def test_a_note_is_told_with_the_actions_below_it():
    reading = read("## To improve\n- Slow builds\n  - since May\n  - **ACTION:** buy a machine\n  - or two\n")
    assert [note.text for note in reading.notes] == ["Slow builds\n* since May\n* or two"]
    assert told(reading, "")["columns"][0]["notes"] == [
        "Slow builds\n* since May\n* ACTION: buy a machine\n* or two"
    ]
    assert told(reading, "")["actions"] == [{"text": "buy a machine", "owner": "", "done": None}]


@pytest.mark.skipif(not REAL, reason=f"no real retrospectives in {DATA}")
def test_no_rule_names_a_source():
    labels = map(json.loads, (DATA / "retros.jsonl").read_text().splitlines())
    named = {name for label in labels for name in re.findall(r"[a-z]{4,}", imports.source_of(label).lower())}
    rules = "".join(path.read_text() for path in Path(reading_room.__file__).parent.glob("*.py")).lower()
    assert "kubeflow" in named and not [name for name in named - {"input"} if re.search(rf"\b{name}", rules)]


@pytest.mark.skipif(not REAL, reason=f"no real retrospectives in {DATA}")
def test_real_retrospectives_are_read_as_people_labelled_them():
    total = imports.Score()
    for label in map(json.loads, (DATA / "retros.jsonl").read_text().splitlines()):
        readings = read_all((DATA / "retrospectives" / Path(label["raw"]).name).read_bytes())
        total.add(imports.score(label, [told(reading, "") for reading in readings]))
    for kind, (least, exact) in imports.MARKS.items():
        counts = vars(total)[kind]
        assert imports.recall(counts) >= least and imports.precision(counts) >= exact


def test_the_command_refuses_in_a_sentence_and_prints_the_others(tmp_path):
    picture, notes, none = (tmp_path / name for name in ("picture.md", "notes.md", "none.md"))
    picture.write_bytes(b"\x89PNG\x00")
    notes.write_text("Team: Red\n\n## Went well\n- [Kim] calm\n- [Kim] NA\n\n## Actions\n- [x] Kim: rest\n")
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="2 of 3"):
        call_command("read_notes", str(picture), str(notes), str(none), stdout=out, stderr=err)
    assert json.loads(out.getvalue()) == {
        "source": str(notes),
        "date": "",
        "team": "Red",
        "columns": [{"title": "Went well", "notes": ["[Kim] calm"]}],
        "actions": [{"text": "rest", "owner": "Kim", "done": True}],
    }
    first, second = err.getvalue().splitlines()
    assert "not text" in first and "No such file" in second


def _in_form(form: str) -> str:
    text = "# Retro 2026-05-03\n## Went well\n" + "".join(f"- note {number}\n" for number in range(2_997))
    if form == "text":
        return text
    if form == "html":
        return "<h2>Went well</h2><ul>" + "".join(f"<li>note {number}</li>" for number in range(3_000))
    if form == "csv":
        return "Column,Text\n" + "".join(f"Good,note {number}\n" for number in range(3_000))
    return written(read(text), form.removeprefix("ours "))


@pytest.mark.parametrize("form", ["text", "html", "csv", "ours md", "ours csv", "ours json"])
def test_reading_tells_how_far_it_is(form):
    told = []
    read_all(_in_form(form), lambda done, lines: told.append((done, lines)))
    done = [lines for lines, _all in told]
    assert len({lines for _done, lines in told}) == 1
    assert len(done) > 4 and done == sorted(done) and told[0][1] * 0.8 < done[-1] <= told[0][1]


def test_retrospectives_whose_columns_are_those_of_a_table_are_told_apart():
    board = "| Went well | To improve |\n|---|---|\n| calm | slow |\n"
    readings = read_all(f"# Retro 2026-05-03\n\n{board}\n# Retro 2026-05-17\n\n{board}")
    assert [reading.date for reading in readings] == ["2026-05-03", "2026-05-17"]
    assert [reading.note_count for reading in readings] == [2, 2]
