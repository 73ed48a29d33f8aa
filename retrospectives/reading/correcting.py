"""Corrections of a reading by hand: each a small dict, applied in order to what was read.

`note` is the key of a note, an action or a decision; `column` that of a column, or "actions" or
"decisions". Undoing is leaving the last correction away, so nothing has to be reversed.

    {"do": "move", "note": KEY, "column": KEY}      to another column; turns it into an action ("actions"),
                                                    a decision ("decisions"), or back into a note; with
                                                    "after" behind that row of the column, or on "top"
    {"do": "join", "note": KEY, "with": KEY}        to the end of another row; "" is the one above it
    {"do": "split", "note": KEY, "at": NUMBER}      in two, before that character of its text
    {"do": "edit", "note": KEY, "text": TEXT}       other words
    {"do": "drop", "note": KEY}                     left out
    {"do": "keep", "note": KEY}                     a dropped row back to where it was
    {"do": "take", "line": NUMBER, "column": KEY}   a line that was left out, or read as a part of a note, as
                                                    title, day, team, people, link or heading, becomes a row
    {"do": "item", "note": KEY, "kind": ITEM}       is to become an item: one of `ITEMS`
    {"do": "no_item", "note": KEY}                  is not
    {"do": "owner", "note": KEY, "owner": NAME}     of an action; "" for nobody
    {"do": "due", "note": KEY, "due": ISO}          of an action; "" for no day
    {"do": "tick", "note": KEY, "done": DONE}       of an action: "yes", "no" or ""
    {"do": "about", "field": FIELD, "value": TEXT}  of the retrospective: title, date (ISO), team,
                                                    participants (parted by commas)
    {"do": "add_column", "title": TEXT}             its key is "new0", "new1" …
    {"do": "rename", "column": KEY, "title": TEXT}
    {"do": "drop_column", "column": KEY}            with all its notes

What is left away counts as "". The second part of a split has the key of the first with "/1", "/2" …
behind it, the row of a taken line its number with "+" behind it.
"""

from datetime import date

from retrospectives.reading.rows import (
    ACTIONS,
    DECISIONS,
    CannotCorrect,
    action_with,
    as_row,
    column_with,
    find,
    free_key,
    key_of,
    leave,
    made,
    mark,
    room_for_one,
    rows_under,
    set_role,
    words_of,
)
from retrospectives.reading.splitting import cut, cut_line, lines_of_parts
from retrospectives.reading.structure import (
    Dropped,
    ReadAction,
    ReadColumn,
    Reading,
    ReadNote,
    Reason,
    Role,
)
from retrospectives.reading.tasks import owner_of
from retrospectives.reading.text import LONGEST_NOTE
from retrospectives.reading.words import kind_of

__all__ = ["ACTIONS", "DECISIONS", "FIELDS", "ITEMS", "CannotCorrect", "corrected"]

ITEMS = ("suggested", "impediment", "improvement", "experiment")
LONGEST_TITLE = 120
MOST_PARTICIPANTS = 200
FIELDS = {
    "move": ("note", "column", "after"),
    "join": ("note", "with"),
    "split": ("note", "at"),
    "edit": ("note", "text"),
    "drop": ("note",),
    "keep": ("note",),
    "take": ("line", "column"),
    "item": ("note", "kind"),
    "no_item": ("note",),
    "owner": ("note", "owner"),
    "due": ("note", "due"),
    "tick": ("note", "done"),
    "about": ("field", "value"),
    "add_column": ("title",),
    "rename": ("column", "title"),
    "drop_column": ("column",),
}
_TAKEN = (
    Role.LEFT_OUT, Role.MORE, Role.TITLE, Role.DATE, Role.TEAM, Role.PARTICIPANTS, Role.LINK, Role.COLUMN,
)  # fmt: skip


def corrected(reading: Reading, corrections: list[dict]) -> Reading:
    """The reading after all corrections; the given one is left as it is. Raises `CannotCorrect`."""
    reading = Reading.from_json(reading.to_json())
    for correction in corrections:
        try:
            name = correction["do"]
            _DO[name](reading, *(correction.get(field, "") for field in FIELDS[name]))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise CannotCorrect from error
    return reading


def _move(reading: Reading, note: str, column: str, after: str) -> None:
    rows, found = find(reading, note)
    goal = rows_under(reading, column)
    if goal is rows and not after:
        return
    rows.remove(found)
    keys = [row.key for row in goal]
    place = 0 if after == "top" else keys.index(after) + 1 if after else len(goal)
    goal.insert(place, as_row(found, column))
    mark(reading, goal[place])


def _join(reading: Reading, note: str, other: str) -> None:
    rows, found = find(reading, note)
    above = find(reading, other)[1] if other else rows[rows.index(found) - 1]
    if above is found or (not other and rows[0] is found):
        raise CannotCorrect
    above.text = _text(f"{above.text}\n{words_of(found)}")
    above.lines = sorted({*above.lines, *found.lines})
    rows.remove(found)
    for number in found.lines:
        set_role(reading, number, Role.MORE, Reason.BY_HAND)


def _split(reading: Reading, note: str, at: str | int) -> None:
    rows, found = find(reading, note)
    first, second = (_text(part) for part in cut(found.text, int(at)))
    said = {number: reading.line(number).text for number in found.lines if reading.line(number)}
    mine, others = lines_of_parts(found.lines, said, first, second)
    room_for_one(reading)
    row = made(type(found), free_key(reading, found.key), others[0], second, others)
    found.text, found.lines = first, mine
    rows.insert(rows.index(found) + 1, row)
    if others[0] not in mine:
        mark(reading, row)


def _edit(reading: Reading, note: str, text: str) -> None:
    _rows_of, found = find(reading, note)
    if isinstance(found, ReadAction):
        found.owner, text = owner_of(text)
    found.text = _text(text)


def _drop(reading: Reading, note: str) -> None:
    rows, found = find(reading, note)
    reading.dropped.append(Dropped(key_of(reading, rows), found))
    rows.remove(found)
    leave(reading, found.lines)


def _keep(reading: Reading, note: str) -> None:
    held = next((held for held in reading.dropped if held.row.key == note), None)
    if held is None:
        raise CannotCorrect
    try:
        rows = rows_under(reading, held.column)
    except CannotCorrect:
        reading.columns.append(ReadColumn(held.column, ""))
        rows = reading.columns[-1].notes
    reading.dropped.remove(held)
    rows.append(held.row)
    rows.sort(key=lambda row: row.line)
    mark(reading, held.row)


def _take(reading: Reading, line: str | int, column: str) -> None:
    number = int(line)
    found, goal = reading.line(number), rows_under(reading, column)
    if found is None or found.role not in _TAKEN:
        raise CannotCorrect
    room_for_one(reading)
    text = _text(found.text)
    if found.role == Role.MORE:
        text = _taken_from(reading, number, text)
    row = made(ReadNote, free_key(reading, f"{number}+", first=True), number, text, [number])
    goal.append(as_row(row, column))
    mark(reading, goal[-1], Reason.BY_HAND)


def _taken_from(reading: Reading, number: int, text: str) -> str:
    """The words of that line, cut out of the row that holds them."""
    holder = next((row for row in reading.rows if number in row.lines), None)
    if holder is None or holder.lines[0] == number:
        raise CannotCorrect
    rest, words = cut_line(holder.text, text)
    holder.text = _text(rest)
    holder.lines.remove(number)
    return _text(words)


def _item(reading: Reading, note: str, kind: str) -> None:
    if kind and kind not in ITEMS:
        raise CannotCorrect
    find(reading, note)[1].item = kind or ITEMS[0]


def _no_item(reading: Reading, note: str) -> None:
    find(reading, note)[1].item = ""


def _owner(reading: Reading, note: str, owner: str) -> None:
    action_with(reading, note).owner = _title(owner) if owner.strip() else ""


def _due(reading: Reading, note: str, due: str) -> None:
    action_with(reading, note).due = date.fromisoformat(due).isoformat() if due else ""


def _tick(reading: Reading, note: str, done: str) -> None:
    action = action_with(reading, note)
    action.done, action.status = {"yes": True, "no": False, "": None}[done], ""


def _about(reading: Reading, field: str, value: str) -> None:
    if field == "participants":
        names = [_title(name) for name in value.split(",") if name.strip()]
        if len(names) > MOST_PARTICIPANTS:
            raise CannotCorrect
        reading.participants = names
    elif field == "date":
        reading.date = date.fromisoformat(value).isoformat() if value else ""
    elif field in {"title", "team"}:
        setattr(reading, field, _title(value) if value.strip() else "")
    else:
        raise CannotCorrect


def _add_column(reading: Reading, title: str) -> None:
    taken = {column.key for column in reading.columns}
    key = next(f"new{number}" for number in range(len(taken) + 1) if f"new{number}" not in taken)
    kind, leaning = kind_of(title)
    reading.columns.append(ReadColumn(key, _title(title), leaning if kind == "column" else "open"))


def _rename(reading: Reading, column: str, title: str) -> None:
    row = column_with(reading, column)
    row.title = _title(title)
    kind, leaning = kind_of(row.title)
    row.leaning = leaning if kind == "column" else row.leaning


def _drop_column(reading: Reading, column: str) -> None:
    row = column_with(reading, column)
    reading.columns.remove(row)
    reading.dropped += [Dropped(column, note) for note in row.notes]
    leave(reading, [number for note in row.notes for number in note.lines])


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
    "move": _move,
    "join": _join,
    "split": _split,
    "edit": _edit,
    "drop": _drop,
    "keep": _keep,
    "take": _take,
    "item": _item,
    "no_item": _no_item,
    "owner": _owner,
    "due": _due,
    "tick": _tick,
    "about": _about,
    "add_column": _add_column,
    "rename": _rename,
    "drop_column": _drop_column,
}
