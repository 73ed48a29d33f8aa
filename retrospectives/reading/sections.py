"""From tokens to a `Reading`: what stands under a column becomes its notes."""

import re

from retrospectives.reading.dates import find_date
from retrospectives.reading.headings import Section, find_plain_headings, sections_of
from retrospectives.reading.marks import Token
from retrospectives.reading.structure import (
    Line,
    ReadAction,
    ReadColumn,
    Reading,
    ReadNote,
    Reason,
    Role,
)
from retrospectives.reading.tables import read_row
from retrospectives.reading.tasks import owner_of
from retrospectives.reading.text import LONGEST_NOTE, MOST_NOTES, Unreadable
from retrospectives.reading.words import says_nothing

_ACTION = re.compile(r"^\W{0,3}(?:action(?: item)?|todo|åtgärd)\b\W{0,3}:\W{0,3}\s*(.+)$", re.IGNORECASE)
LONGEST_TITLE = 100


def read_tokens(tokens: list[Token]) -> Reading:
    """One retrospective. Raises `Unreadable` where it would be more notes than a paste may hold."""
    find_plain_headings(tokens)
    reading = Reading(lines=[_line(token) for token in tokens])
    for section, held in sections_of(tokens):
        _Section(reading, section, held).read()
    _find_title_and_date(reading, tokens)
    return reading


def _line(token: Token) -> Line:
    role = Role.BLANK if token.kind == "blank" else Role.LEFT_OUT
    return Line(token.number, " | ".join(token.cells) or token.text, role, token.reason)


class _Section:
    """Reads one section into the reading."""

    def __init__(self, reading: Reading, section: Section, tokens: list[Token]):
        self.reading, self.section, self.tokens = reading, section, tokens
        self.column = self.last = None
        self.columns: dict[str, ReadColumn] = {}
        self.parents: list[Token] = []  # the points above, each further in than the one before
        self.after_blank = False

    def read(self) -> None:
        has_points = any(token.kind in {"point", "row"} for token in self.tokens)
        if self.section.kind == "date":
            self._mark(self.section.token, Role.DATE)
        takes = self.section.kind in {"column", "action"} or (not self.section.token and has_points)
        for token in self.tokens:
            if not takes:
                self._leave(token, Reason.NOT_A_COLUMN if self.section.token else Reason.RUNNING_TEXT)
            else:
                self._take(token, has_points)
            self.after_blank = token.kind == "blank"
        self._mark_heading()

    def _take(self, token: Token, has_points: bool) -> None:
        if token.kind == "point":
            self._point(token)
        elif token.kind == "row":
            self._row(token)
        elif token.kind == "prose":
            self._prose(token, has_points)
        elif token.kind == "aside":
            self._aside(token)

    def _mark(self, token: Token, role: str, reason: str = Reason.NONE) -> None:
        line = self.reading.lines[token.number - 1]
        line.role, line.reason, line.text = role, reason, line.text or token.text

    def _more(self, token: Token, reason: str) -> None:
        self.last.lines.append(token.number)
        self._mark(token, Role.MORE, reason)

    def _leave(self, token: Token, reason: str) -> None:
        if token.kind != "blank":
            self._mark(token, Role.LEFT_OUT, token.reason or reason)

    def _mark_heading(self) -> None:
        heading = self.section.token
        if not heading or self.section.kind == "date":
            return
        if self.section.kind == "side":
            self._mark(heading, Role.LEFT_OUT, Reason.NOT_A_COLUMN)
        elif self.last is None and not self.columns:
            self._mark(heading, Role.LEFT_OUT, Reason.NO_NOTES)
        else:
            reason = Reason.JOINED_HEADINGS if self.section.joined else Reason.NONE
            self._mark(heading, Role.COLUMN, reason)

    def _point(self, token: Token) -> None:
        while self.parents and self.parents[-1].indent >= token.indent:
            self.parents.pop()
        depth = len(self.parents)
        self.parents.append(token)
        action = _ACTION.match(token.text)
        if action or (self.section.kind == "action" and not depth):
            self._action(token, action[1] if action else token.text)
        elif says_nothing(token.text):
            self._leave(token, Reason.NOTHING_SAID)
        elif depth and self._takes_more(token):
            self.last.text += f"\n{'  ' * (depth - 1)}* {token.text}"
            self._more(token, Reason.NESTED)
        else:
            self._note(token, token.text)

    def _note(self, token: Token, text: str, title: str = "", leaning: str = "", cell: str = "") -> None:
        note = ReadNote(f"{token.number}{cell}", token.number, text, lines=[token.number])
        self._column(title, leaning).notes.append(note)
        self._count(note)
        self._mark(token, Role.NOTE)

    def _count(self, row: ReadNote | ReadAction) -> None:
        """What follows may be joined to `row`; a text with more rows than a board takes is refused."""
        self.last = row
        if self.reading.note_count + len(self.reading.actions) > MOST_NOTES:
            raise Unreadable("too_many_notes")

    def _column(self, title: str, leaning: str) -> ReadColumn:
        title = title or self.section.title
        if title not in self.columns:
            number = self.section.token.number if self.section.token else 0
            key = f"{number}" if not self.columns else f"{number}.{len(self.columns)}"
            column = ReadColumn(key, title, leaning or self.section.leaning)
            self.columns[title] = column
            self.reading.columns.append(column)
        return self.columns[title]

    def _action(self, token: Token, text: str) -> None:
        if says_nothing(text):
            return self._leave(token, Reason.NOTHING_SAID)
        owner, words = owner_of(text)
        action = ReadAction(str(token.number), token.number, words, owner, token.done, lines=[token.number])
        self.reading.actions.append(action)
        self._count(action)
        return self._mark(token, Role.ACTION)

    def _row(self, token: Token) -> None:
        if token.reason == Reason.TABLE_HEAD:
            self.head = token
            return self._leave(token, Reason.TABLE_HEAD)
        cells = read_row(self.head.cells, token.cells)
        for place, (title, leaning, text) in enumerate(cells):
            if self.section.kind == "action" and not title:
                self._action(token, text)
            else:
                self._note(token, text, title, leaning, cell=f".{place}" if place else "")
        if not cells:
            self._leave(token, Reason.NOTHING_SAID)
        self.last = None if cells and len(cells) > 1 else self.last
        return None

    def _prose(self, token: Token, has_points: bool) -> None:
        follows = self._takes_more(token) and (not self.after_blank or token.indent > 1)
        if follows and has_points:
            self.last.text += f"{chr(10) if self.after_blank else ' '}{token.text}"
            self._more(token, Reason.CONTINUED)
        elif has_points or self.section.kind == "" or says_nothing(token.text):
            self._leave(token, Reason.RUNNING_TEXT)
        elif self._takes_more(token) and not self.after_blank and self._is_marked():
            self.last.text += f" {token.text}"
            self._more(token, Reason.CONTINUED)
        elif self.section.kind == "action":
            self._action(token, token.text)
        else:
            self._note(token, token.text)

    def _takes_more(self, token: Token) -> bool:
        """Whether there is a note above that can still be made longer."""
        return self.last is not None and len(self.last.text) + len(token.text) < LONGEST_NOTE - 200

    def _is_marked(self) -> bool:
        """Whether the heading has a mark: then lines run on; in plain text each is its own note."""
        return bool(self.section.token and self.section.token.level < 8)

    def _aside(self, token: Token) -> None:
        if token.reason == Reason.CODE and token.indent > 1 and self._takes_more(token):
            self.last.text += f"\n{token.text}"
            return self._more(token, Reason.CONTINUED)
        return self._leave(token, Reason.ASIDE)


def _find_title_and_date(reading: Reading, tokens: list[Token]) -> None:
    """The title is a heading above all columns; the day is the first one named before the notes."""
    first = min([column.notes[0].line for column in reading.columns if column.notes] or [len(tokens) + 1])
    opening = next((token for token in tokens if token.kind not in {"aside", "blank"}), None)
    for token in tokens[: first - 1]:
        line = reading.lines[token.number - 1]
        if token.kind == "aside" or line.role not in {Role.LEFT_OUT, Role.DATE}:
            continue
        day = find_date(token.text)
        names = token.kind == "heading" or (token is opening and len(token.text) <= LONGEST_TITLE)
        if names and not reading.title and line.role != Role.DATE:
            reading.title = token.text
            line.role, line.reason = Role.TITLE, Reason.NONE
        if day and not reading.date:
            reading.date = day
            if line.role == Role.LEFT_OUT:
                line.role, line.reason = Role.DATE, Reason.NONE
