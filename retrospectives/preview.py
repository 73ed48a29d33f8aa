"""What a draft of brought notes looks like before it is stored: rows for a template, a window at a time."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backlog.models import Kind
from retrospectives.models import Leaning, PastedNotes, PastedPart
from retrospectives.models.fingerprints import KNOWN
from retrospectives.models.storing import suggested_kind
from retrospectives.reading import Line, ReadAction, ReadNote, Role
from retrospectives.reading.correcting import ACTIONS, DECISIONS

WINDOW = 40  # rows of a column, or lines left out, on one page
LINES = 200  # lines of the text on one page
OUT = "out"  # the window of what was left out, named like a column

REASONS = {
    "aside": gettext_lazy("a comment or a line of marks"),
    "code": gettext_lazy("code"),
    "picture": gettext_lazy("a picture"),
    "markup": gettext_lazy("markup of a page, no words"),
    "table_head": gettext_lazy("the head of a table"),
    "running_text": gettext_lazy("running text, no note"),
    "template": gettext_lazy("only a hint of the template"),
    "nothing_said": gettext_lazy("nothing is said there"),
    "no_notes": gettext_lazy("a heading without notes"),
    "not_a_column": gettext_lazy("stands under a heading that is no column"),
    "nested": gettext_lazy("joined to the point above it"),
    "continued": gettext_lazy("goes on from the line above"),
    "by_hand": gettext_lazy("you decided so"),
    "joined_headings": gettext_lazy("joined with the heading above it"),
    KNOWN: gettext_lazy("is on the board already"),
}
ROLES = {
    Role.TITLE: gettext_lazy("title"),
    Role.DATE: gettext_lazy("date"),
    Role.TEAM: gettext_lazy("team"),
    Role.PARTICIPANTS: gettext_lazy("who took part"),
    Role.COLUMN: gettext_lazy("column"),
    Role.NOTE: gettext_lazy("note"),
    Role.MORE: gettext_lazy("part of a note"),
    Role.ACTION: gettext_lazy("agreement"),
    Role.DECISION: gettext_lazy("decision"),
    Role.LINK: gettext_lazy("link"),
    Role.LEFT_OUT: gettext_lazy("left out"),
}

WORDS = {
    "line": gettext_lazy("line"),
    "by": gettext_lazy("by"),
    "done": gettext_lazy("done"),
    "change": gettext_lazy("Change, split, join or move the note"),
    "handle": gettext_lazy("Drag, or Alt with the arrow keys"),
    "drag": gettext_lazy("Drag"),
    "into": gettext_lazy("Into the column"),
    "take": gettext_lazy("Take it"),
}


def options(goals, without: str = "") -> str:
    """The options of a select, made once for all rows that show it."""
    return format_html_join(
        "", '<option value="{}">{}</option>', [(key, title) for key, title in goals if key != without]
    )


def told_reason(row, column, kind: str) -> str:
    """Why an item of that kind is suggested: where the row stands."""
    title = (column.title or _("Notes")) if column else ""
    if column is None:
        title = _("Agreements") if isinstance(row, ReadAction) else _("Decisions")
    return _("from “%(column)s” → %(kind)s") % {"column": title, "kind": Kind(kind).label.lower()}


@dataclass(frozen=True)
class Window:
    """The rows from `start` on, of `total`; `next` and `previous` are where the neighbours begin."""

    rows: list
    start: int
    total: int

    @classmethod
    def of(cls, rows: list, start: int, size: int = WINDOW) -> "Window":
        start = max(0, min(start, (len(rows) - 1) // size * size))
        return cls(rows[start : start + size], start, len(rows))

    @property
    def last(self) -> int:
        return self.start + len(self.rows)

    @property
    def first(self) -> int:
        return self.start + 1

    @property
    def next(self) -> int | None:
        return self.last if self.last < self.total else None

    @property
    def previous(self) -> int | None:
        return max(0, self.start - WINDOW) if self.start else None


class Preview:
    """One retrospective of a draft as it will be stored. `starts` says per column where its window begins."""

    def __init__(self, draft: PastedNotes, part: PastedPart, starts: dict[str, int] | None = None):
        self.draft, self.part, self.starts = draft, part, starts or {}
        self.reading = part.reading
        self.url = f"/retrospectives/bring/{draft.pk}/"

    @cached_property
    def rows_by_column(self) -> list[tuple[str, str, str, list]]:
        """`(key, title, leaning, rows)` of each column, then of decisions and agreements."""
        found = [(col.key, col.title or _("Notes"), col.leaning, col.notes) for col in self.reading.columns]
        found.append((DECISIONS, _("Decisions"), Leaning.OPEN, self.reading.decisions))
        found.append((ACTIONS, _("Agreements"), Leaning.IDEA, self.reading.actions))
        return found

    @cached_property
    def goals(self) -> list[tuple[str, str]]:
        """Where a row can go."""
        return [(key, title) for key, title, _leaning, _rows in self.rows_by_column]

    @property
    def all_goals(self) -> str:
        return options(self.goals)

    @property
    def shown(self) -> list[tuple[str, str]]:
        """The columns on the page: decisions only where there are some."""
        return [goal for goal in self.goals if goal[0] != DECISIONS or self.reading.decisions]

    @property
    def columns(self) -> list[dict]:
        return [self.column(key) for key, _title in self.shown]

    def column(self, key: str) -> dict | None:
        """One column with the window of its rows."""
        found = next((source for source in self.rows_by_column if source[0] == key), None)
        if found is None:
            return None
        _key, title, _leaning, rows = found
        window = Window.of(rows, self.starts.get(key, 0))
        return {
            "key": key,
            "title": title,
            "fixed": key in {ACTIONS, DECISIONS},
            "hint": _("What you do yourselves.") if key == ACTIONS else "",
            "window": window,
            "rows": [self._row(row, found, window.start + place) for place, row in enumerate(window.rows)],
        }

    def row(self, key: str) -> dict | None:
        """One row with everything that can be said of it, for its editor."""
        for source in self.rows_by_column:
            for place, row in enumerate(source[3]):
                if row.key == key:
                    kinds = [(kind, Kind(kind).label) for kind in Kind.values]
                    more = {"goals": options(self.goals, source[0]), "kinds": kinds, "column": source[0]}
                    return self._row(row, source, place) | more
        return None

    def _row(self, row, source, place: int) -> dict:
        column = next((col for col in self.reading.columns if col.key == source[0]), None)
        kind = suggested_kind(row, column)
        action = isinstance(row, ReadAction)
        return {
            "key": row.key,
            "line": row.line,
            "text": row.text,
            "first": not place,
            "action": action,
            "author": row.author if isinstance(row, ReadNote) else "",
            "votes": row.votes if isinstance(row, ReadNote) else 0,
            "group": row.group if isinstance(row, ReadNote) else "",
            "owner": row.owner if action else "",
            "due": row.due if action else "",
            "due_day": date.fromisoformat(row.due) if action and row.due else None,
            "done": row.done if action else None,
            "status": row.status if action else "",
            "item": row.item,
            "kind": kind,
            "kind_name": Kind(kind).label,
            "reason": told_reason(row, column, kind),
        }

    @property
    def boxes(self) -> list[dict]:
        """Lines that nothing will come of: what was left out, and apart from it what came before."""
        return [self.box(key) for key in (OUT, KNOWN)]

    def box(self, key: str) -> dict:
        """One of the two, with the reason at each line; bare marks are not worth a row."""
        said = [
            line
            for line in self.reading.left_out
            if (line.reason == KNOWN) == (key == KNOWN) and any(sign.isalnum() for sign in line.text)
        ]
        window = Window.of(said, self.starts.get(key, 0))
        rows = [self._line(line) for line in window.rows]
        return {"key": key, "window": Window(rows, window.start, window.total), "known": key == KNOWN}

    def lines(self, start: int) -> Window:
        """Every line that says something: number, text, what became of it, and why."""
        said = [line for line in self.reading.lines if line.role != Role.BLANK]
        window = Window.of(said, start, LINES)
        return Window([self._line(line) for line in window.rows], window.start, window.total)

    @cached_property
    def _rows_of_lines(self) -> dict[int, str]:
        return {number: row.key for row in self.reading.rows for number in row.lines}

    def _line(self, line: Line) -> dict:
        return {
            "number": line.number,
            "text": line.text,
            "role": ROLES[line.role],
            "reason": REASONS.get(line.reason, ""),
            "row": self._rows_of_lines.get(line.number, ""),
        }

    def start_of(self, key: str) -> tuple[str, int]:
        """The column that holds a row, and where the window begins in which it stands."""
        for column, _title, _leaning, rows in self.rows_by_column:
            for place, row in enumerate(rows):
                if row.key == key:
                    return column, place // WINDOW * WINDOW
        return "", 0
