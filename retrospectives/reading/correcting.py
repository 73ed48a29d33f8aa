"""Corrections of a reading by hand: each a small dict, applied in order to what was read.

    {"do": "rename", "column": KEY, "title": TEXT}     {"do": "drop_column", "column": KEY}
    {"do": "edit", "note": KEY, "text": TEXT}          {"do": "drop", "note": KEY}
    {"do": "move", "note": KEY, "column": KEY}         {"do": "join", "note": KEY}
    {"do": "take", "line": NUMBER, "column": KEY}      {"do": "add_column", "title": TEXT}

The column key "actions" stands for what the team does itself. Undoing is leaving the last
correction away, so nothing has to be reversed.
"""

from retrospectives.reading.sections import owner_of
from retrospectives.reading.structure import ReadAction, ReadColumn, Reading, ReadNote, Reason, Role
from retrospectives.reading.text import LONGEST_NOTE, MOST_NOTES
from retrospectives.reading.words import kind_of

ACTIONS = "actions"
LONGEST_TITLE = 120
FIELDS = {
    "rename": ("column", "title"),
    "add_column": ("title",),
    "drop_column": ("column",),
    "edit": ("note", "text"),
    "drop": ("note",),
    "move": ("note", "column"),
    "join": ("note",),
    "take": ("line", "column"),
}


class CannotCorrect(Exception):
    """The correction names something that is not there, or leaves a text empty or too long."""


def corrected(reading: Reading, corrections: list[dict]) -> Reading:
    """The reading after all corrections; the given one is left as it is. Raises `CannotCorrect`."""
    reading = Reading.from_json(reading.to_json())
    for correction in corrections:
        try:
            _DO[correction["do"]](reading, **{key: value for key, value in correction.items() if key != "do"})
        except (KeyError, TypeError, ValueError) as error:
            raise CannotCorrect from error
    return reading


def _rename(reading: Reading, column: str, title: str) -> None:
    row = _column(reading, column)
    row.title = _title(title)
    kind, leaning = kind_of(row.title)
    row.leaning = leaning if kind == "column" else row.leaning


def _add_column(reading: Reading, title: str) -> None:
    taken = {column.key for column in reading.columns}
    key = next(f"new{number}" for number in range(len(taken) + 1) if f"new{number}" not in taken)
    kind, leaning = kind_of(title)
    reading.columns.append(ReadColumn(key, _title(title), leaning if kind == "column" else "open"))


def _drop_column(reading: Reading, column: str) -> None:
    row = _column(reading, column)
    for note in list(row.notes):
        _drop(reading, note.key)
    reading.columns.remove(row)


def _edit(reading: Reading, note: str, text: str) -> None:
    _rows, found = _find(reading, note)
    if isinstance(found, ReadAction):
        found.owner, text = owner_of(text)
    found.text = _text(text)


def _drop(reading: Reading, note: str) -> None:
    rows, found = _find(reading, note)
    rows.remove(found)
    _mark(reading, found.line, Role.LEFT_OUT, Reason.BY_HAND)


def _move(reading: Reading, note: str, column: str) -> None:
    rows, found = _find(reading, note)
    text = f"{found.owner}: {found.text}" if isinstance(found, ReadAction) and found.owner else found.text
    goal = reading.actions if column == ACTIONS else _column(reading, column).notes
    if goal is rows:
        return
    rows.remove(found)
    goal.append(_row(found.key, found.line, text, column))
    _mark(reading, found.line, Role.ACTION if column == ACTIONS else Role.NOTE)


def _join(reading: Reading, note: str) -> None:
    rows, found = _find(reading, note)
    place = rows.index(found)
    if not place:
        raise CannotCorrect
    above = rows[place - 1]
    above.text = _text(f"{above.text}\n{found.text}")
    rows.remove(found)
    _mark(reading, found.line, Role.MORE, Reason.BY_HAND)


def _take(reading: Reading, line: int, column: str) -> None:
    number = int(line)
    found = next((row for row in reading.lines if row.number == number), None)
    if found is None or found.role != Role.LEFT_OUT or reading.note_count >= MOST_NOTES:
        raise CannotCorrect
    rows = reading.actions if column == ACTIONS else _column(reading, column).notes
    rows.append(_row(f"{number}+", number, _text(found.text), column))
    _mark(reading, number, Role.ACTION if column == ACTIONS else Role.NOTE, Reason.BY_HAND)


def _row(key: str, line: int, text: str, column: str):
    if column == ACTIONS:
        owner, rest = owner_of(text)
        return ReadAction(key, line, rest, owner)
    return ReadNote(key, line, text)


def _column(reading: Reading, key: str) -> ReadColumn:
    found = next((column for column in reading.columns if column.key == key), None)
    if found is None:
        raise CannotCorrect
    return found


def _find(reading: Reading, key: str):
    """The list that holds the note with that key, and the note."""
    for rows in (*(column.notes for column in reading.columns), reading.actions):
        for row in rows:
            if row.key == key:
                return rows, row
    raise CannotCorrect


def _mark(reading: Reading, number: int, role: str, reason: str = Reason.NONE) -> None:
    line = reading.lines[number - 1]
    line.role, line.reason = role, reason


def _title(title: str) -> str:
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE or "\x00" in title:
        raise CannotCorrect
    return title


def _text(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST_NOTE or "\x00" in text:
        raise CannotCorrect
    return text


_DO = {
    "rename": _rename,
    "add_column": _add_column,
    "drop_column": _drop_column,
    "edit": _edit,
    "drop": _drop,
    "move": _move,
    "join": _join,
    "take": _take,
}
