"""Markdown that we wrote ourselves, read back word for word: nothing is guessed. See `exchange`."""

import re

from retrospectives.reading import exchange
from retrospectives.reading.building import Builder
from retrospectives.reading.dates import find_date
from retrospectives.reading.exchange import closed, parted, unescaped, untitled
from retrospectives.reading.progress import Progress
from retrospectives.reading.structure import Reading, Reason, Role
from retrospectives.reading.words import kind_of

_BOX = re.compile(r"^\[([ xX])\] (.*)$")
_ABOUT = re.compile(rf"^({'|'.join(exchange.ABOUT)}): (.*)$")
_DONE = {"x": True, "X": True, " ": False}


def is_ours(text: str) -> bool:
    """Whether the text begins with our mark."""
    return text[:1000].lstrip().startswith(f"{exchange.MARK}\n")


def reread(lines: list[str], progress: Progress) -> list[Reading]:
    """Every retrospective in lines that `is_ours`."""
    progress.begin(len(lines))
    starts = [number for number, line in enumerate(lines) if line == exchange.MARK]
    ends = [*starts[1:], len(lines)]
    starts[0] = 0
    return [
        _Text(lines[start:end], start + 1, progress).read() for start, end in zip(starts, ends, strict=True)
    ]


class _Text:
    """One retrospective of ours. `first` is the number of its first line."""

    def __init__(self, lines: list[str], first: int, progress: Progress):
        self.lines, self.first = lines, first
        self.builder = Builder(list(enumerate(lines, start=first)), progress=progress)
        self.reading = self.builder.reading
        self.under = ""  # the section: one of ours, or "column"
        self.column = None

    def read(self) -> Reading:
        place = 0
        while place < len(self.lines):
            if self.lines[place].startswith("- ") and self.under:
                end = self._end_of_row(place)
                self._row(place, end)
            else:
                end = place + 1
                self._line(place)
            self.builder.progress.add(end - place)
            place = end
        return self.reading

    def _end_of_row(self, place: int) -> int:
        """Where the lines end that belong to the row which begins there; blank ones only within."""
        end = after = place + 1
        while after < len(self.lines) and (not self.lines[after] or self.lines[after].startswith("  ")):
            after += 1
            end = after if self.lines[after - 1] else end
        return end

    def _line(self, place: int) -> None:
        line, number = self.lines[place], self.first + place
        if not line:
            return
        if line.startswith("# ") and not self.under:
            self.reading.title = line[2:]
            self.builder.mark(number, Role.TITLE)
        elif line.startswith("## "):
            self._heading(number, line[3:])
        elif (match := _ABOUT.match(line)) and not self.under:
            self._about(number, match[1], match[2])
        else:
            aside = line.startswith("<!--")
            self.builder.mark(number, Role.LEFT_OUT, Reason.ASIDE if aside else Reason.RUNNING_TEXT)

    def _heading(self, number: int, title: str) -> None:
        self.builder.mark(number, Role.COLUMN)
        self.under = title if title in exchange.RESERVED else "column"
        if self.under == "column":
            kind, leaning = kind_of(untitled(title))
            self.column = self.builder.column(
                str(number), untitled(title), leaning if kind == "column" else "open"
            )

    def _about(self, number: int, name: str, value: str) -> None:
        if name == "Date":
            self.reading.date = find_date(value)
            self.builder.mark(number, Role.DATE)
        elif name == "Team":
            self.reading.team = value
            self.builder.mark(number, Role.TEAM)
        else:
            self.reading.participants = [unescaped(part).strip() for part in parted(value, ",")]
            self.builder.mark(number, Role.PARTICIPANTS)

    def _row(self, place: int, end: int) -> None:
        numbers = list(range(self.first + place, self.first + end))
        first = self.lines[place]
        if self.under == exchange.LINKS:
            self._link(numbers, first[2:])
            return
        done = None
        words = first[2:]
        if self.under == exchange.ACTIONS and (match := _BOX.match(words)):
            done, words = _DONE[match[1]], match[2]
        text, told = closed([words, *self.lines[place + 1 : end]])
        if not text.strip():
            for number in numbers:
                self.builder.mark(number, Role.LEFT_OUT, Reason.NOTHING_SAID)
        elif self.under == exchange.ACTIONS:
            told = {name: told.get(name, "") for name in ("owner", "due", "status")}
            self.builder.action(str(numbers[0]), numbers, text, done=done, **told)
        elif self.under == exchange.DECISIONS:
            self.builder.decision(str(numbers[0]), numbers, text)
        else:
            votes = told.get("votes", "")
            self.builder.note(
                self.column,
                str(numbers[0]),
                numbers,
                text,
                author=told.get("author", ""),
                group=told.get("group", ""),
                votes=int(votes) if re.fullmatch(r"-?\d{1,6}", votes) else 0,
            )

    def _link(self, numbers: list[int], words: str) -> None:
        """`words <address>`; an address has no spaces."""
        title, _space, last = words.rpartition(" ")
        before, opens, url = last.removesuffix(">").partition("<")
        linked = bool(opens and url and last.endswith(">"))
        for number in numbers:
            role = Role.LINK if linked and number == numbers[0] else Role.LEFT_OUT
            self.builder.mark(number, role, Reason.NONE if role == Role.LINK else Reason.RUNNING_TEXT)
        if linked:
            self.builder.link(numbers[0], url, f"{title} {before}".strip())
