"""CSV: its separator, its heads, its rows, and which of them belong to which retrospective."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from retrospectives.reading import about
from retrospectives.reading.building import Builder
from retrospectives.reading.csv_rows import Row, rows_of
from retrospectives.reading.headings import HOLDING
from retrospectives.reading.heads import head_of
from retrospectives.reading.progress import Progress
from retrospectives.reading.rereading_csv import reread_rows
from retrospectives.reading.structure import ReadColumn, Reading, Reason, Role
from retrospectives.reading.tables import Table
from retrospectives.reading.words import kind_of
from retrospectives.reading.writing import HEAD

SEPARATORS = (",", ";", "\t")
ROWS_ABOVE = 15  # a head stands among the first rows
LOOKED_AT = 40
_MARKED = re.compile(r"^(?:#{1,6} |[-*•] |\d{1,3}[.)] |\||<|```)")
_SORTS = ("no", "retrospective", "date", "team")


class Sheet:
    """A text that is CSV with a head that tells what its columns are: `of` finds out, `read` understands."""

    def __init__(self, lines: list[str], separator: str, head: int):
        self.lines, self.separator, self.head = lines, separator, head

    @classmethod
    def of(cls, text: str) -> "Sheet | None":
        lines = text.split("\n")
        if lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
            return cls(lines, lines[0][4], 1)
        for separator in SEPARATORS:
            place = _place_of_head(lines[:LOOKED_AT], separator)
            if place is not None:
                return cls(lines, separator, place)
        return None

    def read(self, progress: Progress) -> list[Reading]:
        """Every retrospective in it. Raises `Unreadable`."""
        progress.begin(len(self.lines))
        rows = list(rows_of(self.lines, self.separator))
        if rows and rows[0].cells == list(HEAD):
            return reread_rows(self.lines, rows, progress)
        return _Theirs(self.lines, rows, progress).read()


def _place_of_head(lines: list[str], separator: str) -> int | None:
    """The number of rows above the head; None where no row is one that tells."""
    rows = [row for row in rows_of(lines, separator, strict=False) if row.filled][: ROWS_ABOVE + 1]
    for place, row in enumerate(rows[:ROWS_ABOVE]):
        if _MARKED.match(row.cells[0]):
            return None
        if len(row.cells) < 2 or not head_of(row.cells).is_known or max(map(len, row.cells)) > 60:
            continue
        below = [other for other in rows[place + 1 :] if len(other.cells) > 1]
        if below and len(below) * 2 >= len(rows) - place - 1:
            return place
    return None


@dataclass
class _Step:
    """What a row is: blank, head, heading, about, row; under which head; of which retrospective."""

    does: str
    row: Row
    head: list[str]
    sort: tuple[str, ...]


def _steps(rows: list[Row]) -> list[_Step]:
    """Each row in its place. What stands between rows belongs to the retrospective above it."""
    steps, head, places, sort, begins = [], [], [], (), True
    for row, below in zip(rows, _filled_below(rows), strict=True):
        if not row.filled:
            does = "blank"
        elif (begins or not head) and _is_head(row):
            does, head, places = "head", row.cells, _places_of_sort(row.cells)
        elif (begins or kind_of(row.filled[0])[0] in HOLDING) and _stands_above(row, below):
            does = "heading"
        elif not head:
            does = "about"
        else:
            told = _sort_of(places, row.cells)
            does, sort = "row", told if any(told) or not sort else sort
        begins = does in {"blank", "heading"}
        steps.append(_Step(does, row, head, sort))
    first = next((step.sort for step in steps if step.does == "row"), ())
    for step in steps:
        step.sort = step.sort or first
    return steps


def _filled_below(rows: list[Row]) -> list[Row | None]:
    """For each row the next one below that isn't empty."""
    found, below = [], None
    for row in reversed(rows):
        found.append(below)
        below = row if row.filled else below
    return found[::-1]


def _stands_above(row: Row, below: Row | None) -> bool:
    """Whether the row is nothing but a heading for the head below it."""
    return len(row.filled) == 1 and below is not None and _is_head(below)


def _is_head(row: Row) -> bool:
    head = head_of(row.cells)
    known = len(head.fields) + len(head.columns)
    return (
        len(row.cells) > 1
        and head.is_known
        and known * 2 >= len(row.filled)
        and max(map(len, row.cells)) <= 60
    )


def _places_of_sort(cells: list[str]) -> list[int | None]:
    """Under which heads stands what tells the rows of one retrospective from those of another."""
    head = head_of(cells)
    return [head.place(name) for name in _SORTS]


def _sort_of(places: list[int | None], row: list[str]) -> tuple[str, ...]:
    """What tells them, of one row; never empty."""
    return tuple(row[place] if place is not None and place < len(row) else "" for place in places)


class _Theirs:
    """Rows of somebody's tool, under heads that we know by their words."""

    def __init__(self, lines: list[str], rows: list[Row], progress: Progress):
        self.lines, self.steps, self.progress = lines, _steps(rows), progress

    def read(self) -> list[Reading]:
        mine: dict[tuple, list[_Step]] = {}
        for step in self.steps:
            mine.setdefault(step.sort, []).append(step)
        return [self._one(steps) for steps in mine.values()]

    def _one(self, steps: list[_Step]) -> Reading:
        numbers = sorted(number for step in steps for number in step.row.numbers)
        self.builder = Builder(
            [(number, self.lines[number - 1]) for number in numbers], "csv", progress=self.progress
        )
        self.columns: dict[str, ReadColumn] = {}
        self.kind, self.table, self.head = "", None, None
        self._tell_sort(steps)
        for step in steps:
            self._read(step)
            self.progress.add(len(step.row.numbers))
        self.builder.reading.date = self.builder.reading.date or self._day_of_most(steps)
        return self.builder.reading

    def _day_of_most(self, steps: list[_Step]) -> str:
        """Where no day is told, the one on which most of the rows were made."""
        days = Counter()
        for head, rows in groupby(steps, key=lambda step: step.head):
            place = head_of(head).place("created")
            cells = (step.row.cells for step in rows if step.does == "row" and place is not None)
            days.update(self.builder.days.find(row[place]) for row in cells if place < len(row))
        return next((day for day, _count in days.most_common() if day), "")

    def _tell_sort(self, steps: list[_Step]) -> None:
        """Title, day and team that stand in every row."""
        reading = self.builder.reading
        sort = [" ".join(cell.split()) for cell in steps[0].sort or ("", "", "", "")]
        _no, reading.title, day, reading.team = sort
        days = self.builder.days
        reading.date = days.since = days.find(day) or days.find(reading.title)

    def _read(self, step: _Step) -> None:
        row, number = step.row, step.row.numbers[0]
        if step.does == "row":
            if step.head is not self.head or self.table is None:
                self.head, self.table = step.head, Table(step.head, self.builder, self._column, self.kind)
            if len(row.numbers) == 1:
                self.builder.say(number, " | ".join(row.filled))
            if not self.table.read(number, row.cells, tuple(row.numbers[1:])):
                self._leave(row, Reason.NOTHING_SAID)
        elif step.does == "head":
            self._leave(row, Reason.TABLE_HEAD)
        elif step.does == "heading":
            self.kind = kind_of(row.filled[0])[0]
            self.table = None
            self.builder.mark(number, Role.COLUMN)
        elif step.does == "about":
            self._about(row)

    def _about(self, row: Row) -> None:
        """A row above the head: `Team,Red`, `Date: 2026-05-03`, or the title."""
        number, cells = row.numbers[0], row.filled
        field, value = about.pair_of(cells[0])
        if not field and len(cells) > 1:
            field, value = about.field_named(cells[0]), ", ".join(cells[1:])
        if field and about.tell(self.builder, number, field, value):
            self.builder.days.since = self.builder.reading.date
            return
        if len(cells) == 1 and not self.builder.reading.title and not cells[0].startswith("sep="):
            self.builder.reading.title = " ".join(cells[0].split())[: about.LONGEST_TITLE].strip()
            self.builder.reading.date = self.builder.reading.date or self.builder.days.find(cells[0])
            self.builder.mark(number, Role.TITLE)
        else:
            self._leave(row, Reason.ASIDE)

    def _column(self, title: str, leaning: str) -> ReadColumn:
        title = " ".join(title.split())
        if title.casefold() not in self.columns:
            kind, told = kind_of(title)
            leaning = leaning or (told if kind == "column" else "open")
            key = f"c{self.builder.reading.lines[0].number}.{len(self.columns)}"
            self.columns[title.casefold()] = self.builder.column(key, title, leaning)
        return self.columns[title.casefold()]

    def _leave(self, row: Row, reason: str) -> None:
        for number in row.numbers:
            if self.builder.role(number) != Role.BLANK:
                self.builder.mark(number, Role.LEFT_OUT, reason)
