"""CSV that we wrote ourselves, read back word for word: nothing is guessed. See `writing.HEAD`."""

from retrospectives.reading.building import Builder
from retrospectives.reading.csv_rows import Row
from retrospectives.reading.dates import find_date
from retrospectives.reading.progress import Progress
from retrospectives.reading.structure import ReadColumn, Reading, Reason, Role
from retrospectives.reading.tables import count_of
from retrospectives.reading.words import kind_of
from retrospectives.reading.writing import HEAD, TICKS

_DONE = {word: done for done, word in TICKS.items()}


def reread_rows(lines: list[str], rows: list[Row], progress: Progress) -> list[Reading]:
    """Every retrospective in rows whose first is `HEAD`."""
    return _Ours(lines, rows, progress).read()


class _Ours:
    def __init__(self, lines: list[str], rows: list[Row], progress: Progress):
        self.lines, self.rows, self.progress = lines, rows, progress

    def read(self) -> list[Reading]:
        mine: dict[str, list[Row]] = {}
        first = next((row.cells[0] for row in self.rows[1:] if row.filled), "")
        last = first
        for row in self.rows:
            last = row.cells[0] if row.filled and row is not self.rows[0] else last
            mine.setdefault(last, []).append(row)
        return [self._one(rows) for rows in mine.values()]

    def _one(self, rows: list[Row]) -> Reading:
        numbers = sorted(number for row in rows for number in row.numbers)
        self.builder = Builder(
            [(number, self.lines[number - 1]) for number in numbers], "csv", progress=self.progress
        )
        self.column: ReadColumn | None = None
        for row in rows:
            if row is self.rows[0]:
                self.builder.mark(row.numbers[0], Role.LEFT_OUT, Reason.TABLE_HEAD)
            elif row.filled:
                self._row(row, dict(zip(HEAD, row.cells, strict=False)))
            self.progress.add(len(row.numbers))
        return self.builder.reading

    def _row(self, row: Row, told: dict[str, str]) -> None:
        builder, reading, numbers = self.builder, self.builder.reading, row.numbers
        text, under, key = told.get("text", ""), told.get("column", ""), str(numbers[0])
        reading.title, reading.team = told.get("retrospective", ""), told.get("team", "")
        reading.date = find_date(told.get("date", ""))
        kind = told.get("kind", "")
        if kind in {"column", "note"} and (
            kind == "column" or self.column is None or self.column.title != under
        ):
            words, leaning = kind_of(under)
            self.column = builder.column(f"c{key}", under, leaning if words == "column" else "open")
        if kind == "note" and text:
            told_of = {name: told.get(name, "") for name in ("author", "group")}
            builder.note(
                self.column, key, numbers, text, votes=count_of(told.get("votes", "")) or 0, **told_of
            )
        elif kind == "action" and text:
            told_of = {name: told.get(name, "") for name in ("owner", "due", "status")}
            builder.action(key, numbers, text, done=_DONE.get(told.get("done", "")), **told_of)
        elif kind == "decision" and text:
            builder.decision(key, numbers, text)
        else:
            self._beside(row, kind, text, under)

    def _beside(self, row: Row, kind: str, text: str, under: str) -> None:
        roles = {"participant": Role.PARTICIPANTS, "link": Role.LINK, "column": Role.COLUMN}
        role = roles.get(kind, Role.TITLE if kind == "retrospective" else Role.LEFT_OUT)
        for number in row.numbers:
            self.builder.mark(number, role, Reason.NONE if role != Role.LEFT_OUT else Reason.NOTHING_SAID)
        if kind == "participant" and text:
            self.builder.reading.participants.append(text)
        elif kind == "link" and text:
            self.builder.link(row.numbers[0], text, under)
