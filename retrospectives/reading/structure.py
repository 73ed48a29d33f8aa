"""What a reader understood of a text: every line with its role, and the board that follows.

A reader turns any kind of text (Markdown, plain, one day CSV or HTML) into a `Reading`. What
shows, corrects and stores it knows nothing of the text's form. All of it is plain data that
goes to JSON and back.
"""

from dataclasses import asdict, dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a line was taken for."""

    BLANK = "blank"
    TITLE = "title"
    DATE = "date"
    COLUMN = "column"
    NOTE = "note"
    MORE = "more"  # joined to the note above it
    ACTION = "action"
    LEFT_OUT = "left_out"


class Reason(StrEnum):
    """Why a line was left out, or taken otherwise than it looks."""

    NONE = ""
    ASIDE = "aside"  # a comment, a rule, front matter
    CODE = "code"
    PICTURE = "picture"
    TABLE_HEAD = "table_head"
    RUNNING_TEXT = "running_text"
    NOTHING_SAID = "nothing_said"
    NO_NOTES = "no_notes"  # a heading under which nothing stands
    NOT_A_COLUMN = "not_a_column"  # a heading like "Links" or "Timeline", and what stands under it
    NESTED = "nested"  # a point under a point, joined to it
    CONTINUED = "continued"
    BY_HAND = "by_hand"  # a person decided so
    JOINED_HEADINGS = "joined_headings"


@dataclass
class Line:
    """One line of the text: its number from 1, what it says without its marks, its role and why."""

    number: int
    text: str
    role: str = Role.LEFT_OUT
    reason: str = Reason.NONE


@dataclass
class ReadNote:
    """A note, named by the number of the line it begins on (and the cell, in a table)."""

    key: str
    line: int
    text: str


@dataclass
class ReadColumn:
    """A column, named by the number of its heading's line ("0": there is no heading)."""

    key: str
    title: str
    leaning: str = "open"
    notes: list[ReadNote] = field(default_factory=list)


@dataclass
class ReadAction:
    """What somebody will do: text, a name as it stands in the text, and whether it is ticked.

    `done` is None where the text says neither.
    """

    key: str
    line: int
    text: str
    owner: str = ""
    done: bool | None = None


@dataclass
class Reading:
    """One retrospective as it was understood. `date` is ISO or ""."""

    title: str = ""
    date: str = ""
    columns: list[ReadColumn] = field(default_factory=list)
    actions: list[ReadAction] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def note_count(self) -> int:
        return sum(len(column.notes) for column in self.columns)

    @property
    def left_out(self) -> list[Line]:
        return [line for line in self.lines if line.role == Role.LEFT_OUT]

    def to_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> "Reading":
        columns = [
            ReadColumn(**column | {"notes": [ReadNote(**note) for note in column["notes"]]})
            for column in data["columns"]
        ]
        return cls(
            title=data["title"],
            date=data["date"],
            columns=columns,
            actions=[ReadAction(**action) for action in data["actions"]],
            lines=[Line(**line) for line in data["lines"]],
        )
