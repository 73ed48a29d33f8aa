"""What a reader understood of a text: every line with its role, and the board that follows.

A reader turns any kind of text (Markdown, plain, CSV, HTML, JSON) into `Reading`s. What shows,
corrects, stores and writes them knows nothing of the text's form. All of it is plain data that
goes to JSON and back.

What holds of every reading:
* `lines` are in order, and each line of the text stands in exactly one of the readings of it;
* a line that is a note, more of a note, an action or a decision stands in the `lines` of such a row
  (in two or more where it is the row of a table), and no other line does;
* a line that was left out says why.
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter


class Role(StrEnum):
    """What a line was taken for."""

    BLANK = "blank"
    TITLE = "title"
    DATE = "date"
    TEAM = "team"
    PARTICIPANTS = "participants"
    COLUMN = "column"
    NOTE = "note"
    MORE = "more"  # joined to the note, action or decision above it
    ACTION = "action"
    DECISION = "decision"
    LINK = "link"
    LEFT_OUT = "left_out"


HELD = frozenset({Role.NOTE, Role.MORE, Role.ACTION, Role.DECISION})


class Reason(StrEnum):
    """Why a line was left out, or taken otherwise than it looks."""

    NONE = ""
    ASIDE = "aside"  # a comment, a rule, front matter
    CODE = "code"
    PICTURE = "picture"
    MARKUP = "markup"  # a script, a style, the head of a page
    TABLE_HEAD = "table_head"
    RUNNING_TEXT = "running_text"
    TEMPLATE = "template"  # a hint of the form that nobody filled in
    NOTHING_SAID = "nothing_said"
    NO_NOTES = "no_notes"  # a heading under which nothing stands
    NOT_A_COLUMN = "not_a_column"  # a heading like "Agenda" or "Timeline", and what stands under it
    NESTED = "nested"  # a point under a point, joined to it
    CONTINUED = "continued"
    BY_HAND = "by_hand"  # a person decided so
    JOINED_HEADINGS = "joined_headings"


@dataclass
class Line:
    """One line of the text: its number from 1, what it says without its marks, its role and why.

    Of HTML and JSON the lines are those of the text as it is shown to people.
    """

    number: int
    text: str
    role: str = Role.LEFT_OUT
    reason: str = Reason.NONE


@dataclass
class ReadNote:
    """A note, named by the number of the line it begins on (and the cell, in a table).

    `text` holds its sub-notes as lines that begin with `* `, two spaces further in for each depth.
    `author` is who wrote it and `group` the topic it was grouped under, where the text tells;
    `opening` is the mark that told the author and stands before the words in the text: `[Kim] `.
    `item` is "" or the kind of item it is to become: one of `correcting.ITEMS`.
    """

    key: str
    line: int
    text: str
    author: str = ""
    votes: int = 0
    group: str = ""
    opening: str = ""
    lines: list[int] = field(default_factory=list)
    item: str = ""

    @property
    def said(self) -> str:
        """The words as they stand in the text, with the author's mark before them."""
        return f"{self.opening}{self.text}"


@dataclass
class ReadColumn:
    """A column, named by the number of its heading's line ("0": there is no heading)."""

    key: str
    title: str
    leaning: str = "open"
    notes: list[ReadNote] = field(default_factory=list)


@dataclass
class ReadAction:
    """What somebody will do: text, a name as it stands in the text, due (ISO or ""), and its status.

    `status` is the word that tells it; `done` is None where the text says neither. `under` is the key
    of the note below which it stood, or "".
    """

    key: str
    line: int
    text: str
    owner: str = ""
    done: bool | None = None
    due: str = ""
    status: str = ""
    under: str = ""
    lines: list[int] = field(default_factory=list)
    item: str = ""


@dataclass
class ReadDecision:
    """What was decided, in the words of the text."""

    key: str
    line: int
    text: str
    lines: list[int] = field(default_factory=list)
    item: str = ""


@dataclass
class ReadLink:
    """An address that stands beside the notes: http or https, and the words it stands behind."""

    line: int
    url: str
    title: str = ""


Row = ReadNote | ReadAction | ReadDecision


@dataclass
class Dropped:
    """A row that a person left out, and the key of the column it came from."""

    column: str
    row: Row


@dataclass
class Reading:
    """One retrospective as it was understood. `date` is ISO or ""; `form` is that of the text."""

    title: str = ""
    date: str = ""
    team: str = ""
    participants: list[str] = field(default_factory=list)
    columns: list[ReadColumn] = field(default_factory=list)
    actions: list[ReadAction] = field(default_factory=list)
    decisions: list[ReadDecision] = field(default_factory=list)
    links: list[ReadLink] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    form: str = "text"
    dropped: list[Dropped] = field(default_factory=list)

    @property
    def note_count(self) -> int:
        return sum(len(column.notes) for column in self.columns)

    @property
    def notes(self) -> list[ReadNote]:
        return [note for column in self.columns for note in column.notes]

    @property
    def rows(self) -> list[Row]:
        """Everything that can be moved: notes, actions, decisions."""
        return [*self.notes, *self.actions, *self.decisions]

    @property
    def left_out(self) -> list[Line]:
        return [line for line in self.lines if line.role == Role.LEFT_OUT]

    def line(self, number: int) -> Line | None:
        """The line with that number, where it is one of this retrospective."""
        place = bisect_left(self.lines, number, key=attrgetter("number"))
        found = self.lines[place : place + 1]
        return found[0] if found and found[0].number == number else None

    def to_json(self) -> dict:
        plain = vars(self) | {
            "columns": [vars(column) | {"notes": _plain(column.notes)} for column in self.columns],
            "dropped": [{"column": held.column, **_told(held.row)} for held in self.dropped],
            "participants": list(self.participants),
        }
        return plain | {name: _plain(plain[name]) for name in ("actions", "decisions", "links", "lines")}

    @classmethod
    def from_json(cls, data: dict) -> "Reading":
        """The reading that `to_json` told; what an older one didn't know yet is empty."""
        columns = [
            ReadColumn(**column | {"notes": [_row(ReadNote, note) for note in column["notes"]]})
            for column in data["columns"]
        ]
        return cls(
            **data
            | {
                "columns": columns,
                "participants": list(data.get("participants", ())),
                "actions": [_row(ReadAction, row) for row in data["actions"]],
                "decisions": [_row(ReadDecision, row) for row in data.get("decisions", ())],
                "links": [ReadLink(**link) for link in data.get("links", ())],
                "lines": [Line(**line) for line in data["lines"]],
                "dropped": [_dropped(held) for held in data.get("dropped", ())],
            }
        )


_KINDS = {"note": ReadNote, "action": ReadAction, "decision": ReadDecision}


def _plain(rows: list) -> list[dict]:
    return [
        vars(row) | {"lines": list(row.lines)} if hasattr(row, "lines") else dict(vars(row)) for row in rows
    ]


def _row(kind: type, data: dict):
    return kind(**data | {"lines": list(data.get("lines") or [data["line"]])})


def _told(row: Row) -> dict:
    kind = next(name for name, known in _KINDS.items() if isinstance(row, known))
    return {"kind": kind, "row": _plain([row])[0]}


def _dropped(data: dict) -> Dropped:
    return Dropped(data["column"], _row(_KINDS[data["kind"]], data["row"]))
