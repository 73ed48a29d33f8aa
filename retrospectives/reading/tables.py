"""Rows of tables, of Markdown as of CSV: what each cell tells by the head above it."""

import re
from collections.abc import Callable

from retrospectives.reading.authors import signed, voted
from retrospectives.reading.building import Builder
from retrospectives.reading.cells import notes_in, said_in
from retrospectives.reading.cleaning import clean
from retrospectives.reading.heads import WORDS, head_of
from retrospectives.reading.structure import ReadColumn, Reason, Row
from retrospectives.reading.tasks import done_of, task_of
from retrospectives.reading.words import is_template, kind_of, says_nothing

_COUNT = re.compile(r"^'?([+-]?\d{1,6})(?:[.,]0+)?$")
_ACTION_TYPES = {"action", "task", "todo"}
_OF_LINES = frozenset({*WORDS, "comments", "detail"})  # heads under which lines are told apart
_REPLIES = {"comment", "reply", "discussion"}


class Table:
    """Reads rows under a head into a builder; `column` finds or makes the column with a title.

    `kind` is that of the section above the table. `last` is the row that was read last.
    """

    def __init__(
        self, head: list[str], builder: Builder, column: Callable[[str, str], ReadColumn], kind: str = ""
    ):
        self.builder, self.column, self.kind = builder, column, kind
        self.titles = [clean(cell) for cell in head]
        self.head = head_of(self.titles)
        self.last: Row | None = None

    def read(self, number: int, cells: list[str], more: tuple[int, ...] = ()) -> bool:
        """Read a row that begins in that line and goes on in `more`; False where it says nothing."""
        numbers, told, before = [number, *more], self._told(cells), self.last
        self.last = None
        for place, (title, leaning) in self.head.columns.items():
            for part, text in enumerate(notes_in(cells[place]) if place < len(cells) else ()):
                self._note(f"{number}.{place}.{part}", numbers, text, {}, title, leaning)
        if told.get("decision"):
            self._decision(f"{number}.d", numbers, told["decision"])
        if told.get("action"):
            self._action(f"{number}.a", numbers, told["action"], told)
        text = told.get("text") or self._longest(cells, told)
        if text and (detail := told.get("detail")) and detail != text and not says_nothing(detail):
            text = f"{text}\n{detail}"
        if text:
            self._say(str(number), numbers, text, told, before)
        return self.last is not None

    def _told(self, cells: list[str]) -> dict[str, str]:
        """What stands under the known heads; template and "none" left away."""
        told = {}
        for place, name in self.head.fields.items():
            value = said_in(cells[place]) if place < len(cells) else ""
            if name not in _OF_LINES:
                value = " ".join(value.split())
            if value and (name not in WORDS or not (says_nothing(value) or is_template(value))):
                told[name] = value
        return told

    def _longest(self, cells: list[str], told: dict[str, str]) -> str:
        """Where no head tells which cell holds the words: the longest under an unknown one."""
        if self.head.columns or any(name in self.head.fields.values() for name in WORDS):
            return ""
        unknown = [said_in(cell) for place, cell in enumerate(cells) if place not in self.head.fields]
        texts = [text for text in unknown if not says_nothing(text) and not _COUNT.match(text)]
        return max(texts, key=len, default="")

    def _say(self, key: str, numbers: list[int], text: str, told: dict[str, str], before: Row | None) -> None:
        """The words of the row, as what its type, its column or the section tells."""
        title = told.get("column", "")
        if not title and kind_of(told.get("group", ""))[0] == "column":
            title = told.pop("group")
        kind = (
            kind_of(told.get("kind", ""))[0] or kind_of(title)[0] if title or told.get("kind") else self.kind
        )
        types = {told.get("kind", "").casefold(), title.casefold()}
        reply = f"* {' '.join(text.split())}"
        if (
            types & _REPLIES
            and before is not None
            and self.builder.more(before, numbers, reply, Reason.NESTED)
        ):
            self.last = before
        elif kind == "action" or types & _ACTION_TYPES or (self.kind == "action" and not title):
            self._action(key, numbers, text, told)
        elif kind == "decision":
            self._decision(key, numbers, text)
        else:
            self._note(key, numbers, text, told, title, kind_of(title)[1] if title else "")

    def _note(
        self, key: str, numbers: list[int], text: str, told: dict[str, str], title: str, leaning: str
    ) -> None:
        if says_nothing(text) or is_template(text):
            return
        author, opening = told.get("author", ""), ""
        if not author:
            opening, author, text = signed(text)
        votes = count_of(told.get("votes", ""))
        if votes is None:
            text, votes = voted(text)
        if replies := told.get("comments"):
            text += "".join(f"\n* {line}" for line in replies.split("\n") if not says_nothing(line))
        group = told.get("group", "")
        self.last = self.builder.note(
            self.column(title, leaning), key, numbers, text,
            author=author, votes=votes, group="" if group == text else group, opening=opening,
        )  # fmt: skip

    def _action(self, key: str, numbers: list[int], text: str, told: dict[str, str]) -> None:
        days = self.builder.days
        task = task_of(text, lambda words: words, days=days)
        status = told.get("status", "") or task.status
        self.last = self.builder.action(
            key, numbers, text if says_nothing(task.text) else task.text,
            owner=told.get("owner") or task.owner,
            due=days.find_near(told.get("due", "")) or task.due,
            status=status,
            done=done_of(status) if status else task.done,
        )  # fmt: skip

    def _decision(self, key: str, numbers: list[int], text: str) -> None:
        self.last = self.builder.decision(key, numbers, text)


def count_of(cell: str) -> int | None:
    """The count in a cell of votes; None where there is none."""
    match = _COUNT.match(cell.strip())
    return int(match[1]) if match else None
