"""Rows of a reading, that is notes, actions and decisions: found by their key, made into one another."""

from retrospectives.reading.structure import (
    ReadAction,
    ReadColumn,
    ReadDecision,
    Reading,
    ReadNote,
    Reason,
    Role,
    Row,
)
from retrospectives.reading.tasks import owner_of
from retrospectives.reading.text import MOST_NOTES

ACTIONS, DECISIONS = "actions", "decisions"


class CannotCorrect(Exception):
    """The correction names something that is not there, or leaves a text empty or too long."""


def as_row(row: Row, column: str) -> Row:
    """The row as what stands under that column: a name before an action is its owner, and back."""
    kind = {ACTIONS: ReadAction, DECISIONS: ReadDecision}.get(column, ReadNote)
    if isinstance(row, kind):
        return row
    other = made(kind, row.key, row.line, words_of(row), row.lines)
    if isinstance(other, ReadAction):
        other.owner, other.text = owner_of(other.text)
    other.item = row.item
    return other


def made(kind: type, key: str, line: int, text: str, lines: list[int]) -> Row:
    return kind(key=key, line=line, text=text, lines=list(lines))


def words_of(row: Row) -> str:
    if isinstance(row, ReadAction):
        return f"{row.owner}: {row.text}" if row.owner else row.text
    return row.said if isinstance(row, ReadNote) else row.text


def rows_under(reading: Reading, column: str) -> list:
    lists = {ACTIONS: reading.actions, DECISIONS: reading.decisions}
    return lists[column] if column in lists else column_with(reading, column).notes


def key_of(reading: Reading, rows: list) -> str:
    if rows is reading.actions:
        return ACTIONS
    if rows is reading.decisions:
        return DECISIONS
    return next(column.key for column in reading.columns if column.notes is rows)


def column_with(reading: Reading, key: str) -> ReadColumn:
    found = next((column for column in reading.columns if column.key == key), None)
    if found is None:
        raise CannotCorrect
    return found


def find(reading: Reading, key: str) -> tuple[list, Row]:
    """The list that holds the row with that key, and the row."""
    for rows in (*(column.notes for column in reading.columns), reading.actions, reading.decisions):
        for row in rows:
            if row.key == key:
                return rows, row
    raise CannotCorrect


def action_with(reading: Reading, key: str) -> ReadAction:
    _rows_of, found = find(reading, key)
    if not isinstance(found, ReadAction):
        raise CannotCorrect
    return found


def free_key(reading: Reading, key: str, first: bool = False) -> str:
    """A key that no row has: the given one where that is free and may be, else with a number behind."""
    taken = {row.key for row in reading.rows} | {held.row.key for held in reading.dropped}
    if first and key not in taken:
        return key
    return next(f"{key}/{number}" for number in range(1, len(taken) + 2) if f"{key}/{number}" not in taken)


def room_for_one(reading: Reading) -> None:
    if len(reading.rows) >= MOST_NOTES:
        raise CannotCorrect


def mark(reading: Reading, row: Row, reason: str = Reason.NONE) -> None:
    """Let the lines of a row tell what they are now."""
    role = {ReadAction: Role.ACTION, ReadDecision: Role.DECISION}.get(type(row), Role.NOTE)
    for number in row.lines:
        set_role(reading, number, role if number == row.line else Role.MORE, reason)


def leave(reading: Reading, numbers: list[int]) -> None:
    """The lines are left out, but for those that another row needs."""
    needed = {number for row in reading.rows for number in row.lines}
    for number in numbers:
        if number not in needed:
            set_role(reading, number, Role.LEFT_OUT, Reason.BY_HAND)


def set_role(reading: Reading, number: int, role: str, reason: str) -> None:
    line = reading.line(number)
    if line is not None:
        line.role, line.reason = role, reason
