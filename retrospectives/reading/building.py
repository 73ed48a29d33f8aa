"""A reading while it is built: rows and the roles of their lines are set together, so none is lost."""

from retrospectives.reading.dates import Days
from retrospectives.reading.progress import Progress
from retrospectives.reading.structure import (
    HELD,
    Line,
    ReadAction,
    ReadColumn,
    ReadDecision,
    Reading,
    ReadLink,
    ReadNote,
    Reason,
    Role,
    Row,
)
from retrospectives.reading.text import LONGEST_NOTE, MOST_NOTES, Unreadable

MOST_PARTICIPANTS = 200


class Builder:
    """Builds the reading of numbered lines. What is told of no line leaves it out, or blank."""

    def __init__(self, lines: list[tuple[int, str]], form: str = "text", *, progress: Progress):
        self.progress = progress
        self.reading = Reading(form=form)
        self.reading.lines = [_line(number, text.strip()) for number, text in lines]
        self._at = {line.number: line for line in self.reading.lines}
        self._rows = 0
        self.people: set[str] = set()  # who took part, in small letters
        self.days = Days.of(text for _number, text in lines)

    def mark(self, number: int, role: str, reason: str = Reason.NONE) -> None:
        """What a line is; one that a row holds stays so, and a blank one isn't left out."""
        line = self._at[number]
        if (line.role not in HELD or role in HELD) and (line.text or role != Role.LEFT_OUT):
            line.role, line.reason = role, reason

    def say(self, number: int, text: str) -> None:
        """The words of a line without its marks; a line of nothing but marks keeps them."""
        self._at[number].text = text or self._at[number].text

    def role(self, number: int) -> str:
        return self._at[number].role

    def column(self, key: str, title: str, leaning: str = "open") -> ReadColumn:
        self.reading.columns.append(ReadColumn(key, " ".join(title.split()), leaning))
        return self.reading.columns[-1]

    def note(self, column: ReadColumn, key: str, numbers: list[int], text: str, **told) -> ReadNote:
        row = ReadNote(key, numbers[0], _fitting(text), lines=self._filled(numbers), **told)
        column.notes.append(row)
        return self._hold(row, Role.NOTE)

    def action(self, key: str, numbers: list[int], text: str, **told) -> ReadAction:
        row = ReadAction(key, numbers[0], _fitting(text), lines=self._filled(numbers), **told)
        self.reading.actions.append(row)
        return self._hold(row, Role.ACTION)

    def decision(self, key: str, numbers: list[int], text: str) -> ReadDecision:
        row = ReadDecision(key, numbers[0], _fitting(text), lines=self._filled(numbers))
        self.reading.decisions.append(row)
        return self._hold(row, Role.DECISION)

    def add_people(self, names: list[str]) -> None:
        """Let them take part, each once."""
        for name in names:
            if name.casefold() not in self.people and len(self.people) < MOST_PARTICIPANTS:
                self.people.add(name.casefold())
                self.reading.participants.append(name)

    def link(self, number: int, url: str, title: str = "") -> None:
        self.reading.links.append(ReadLink(number, url, title))

    def more(self, row: Row, numbers: list[int], text: str, reason: str, joint: str = "\n") -> bool:
        """Make a row longer by lines below it; False where it would be too long and nothing was changed."""
        if len(row.text) + len(text) >= LONGEST_NOTE - 200:
            return False
        row.text += f"{joint}{text}"
        for number in numbers:
            if number > row.lines[-1]:
                row.lines.append(number)
            self.mark(number, Role.MORE, reason)
        return True

    def _filled(self, numbers: list[int]) -> list[int]:
        """A row's lines without the blank ones within it."""
        return [number for number in numbers if self._at[number].text]

    def _hold(self, row: Row, role: str) -> Row:
        """A text with more rows than a reading takes is refused."""
        self._rows += 1
        if self._rows > MOST_NOTES:
            raise Unreadable("too_many_notes")
        for number in row.lines:
            self.mark(number, role if number == row.line else Role.MORE)
        return row


def _line(number: int, text: str) -> Line:
    return Line(number, text, Role.LEFT_OUT, Reason.RUNNING_TEXT) if text else Line(number, text, Role.BLANK)


def _fitting(text: str) -> str:
    if len(text) > LONGEST_NOTE:
        raise Unreadable("long_line")
    return text
