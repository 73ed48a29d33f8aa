"""Where the next retrospective begins in a text that holds several."""

import re
from bisect import bisect, bisect_left
from collections.abc import Iterator
from itertools import pairwise

from retrospectives.reading.about import pair_of
from retrospectives.reading.headings import HOLDING, KNOWN
from retrospectives.reading.tokens import Token
from retrospectives.reading.words import kind_of, plain

LONGEST_TITLE = 100
MOST_AHEAD = 8  # columns that are looked at
LOOKED_THROUGH = 300  # lines between two of them
DEEP = 9  # the level of a table's head
LONGEST_PLAIN_TITLE = 80
_NUMBERED = re.compile(
    r"\b(?:sprint|iteration|sprinten|itération|iteración|iteração|cycle|week|vecka|woche|semaine|semana|pi|release)\s*#?\s*\d",
    re.IGNORECASE,
)
_COUNTS = {"column", "action", "decision"}


def parts_of(tokens: list[Token]) -> list[list[Token]]:
    """The tokens of each retrospective, in order; one part where nothing tells that there are more.

    A new one begins at a line that names a retrospective, its number or its day, or repeats the level
    of the first title, after the one before has had columns and before columns of its own.
    """
    starts = [0, *_Outlook(tokens).starts(), len(tokens)]
    return [tokens[start:end] for start, end in pairwise(starts)]


class _Outlook:
    """Which columns lie ahead of each line. Every stretch of lines is looked through a few times only."""

    def __init__(self, tokens: list[Token]):
        self.tokens = tokens
        self.titles = [_column_title(token) for token in tokens]
        self.columns = [place for place, title in enumerate(self.titles) if title]
        self.headings: dict[int, list[int]] = {}  # level → places
        for place, token in enumerate(tokens):
            if token.kind == "heading":
                self.headings.setdefault(token.level, []).append(place)
        self.looked: dict[tuple[int, int], dict[str, int]] = {}

    def starts(self) -> Iterator[int]:
        """Where the second retrospective begins, and each after it."""
        seen: set[str] = set()  # titles of the columns of the retrospective we are in
        highest = DEEP
        for index, token in enumerate(self.tokens):
            title = self.titles[index]
            if title and title not in seen:
                level = token.level or DEEP
                highest = min(highest, level) if seen else level
                seen.add(title)
            elif (
                seen
                and not title
                and _names_one(token, self.tokens, index)
                and self._begins(index, seen, highest)
            ):
                yield _with_what_stands_above(self.tokens, index)
                seen = set()

    def _begins(self, index: int, seen: set[str], highest: int) -> bool:
        """Whether columns of its own follow, none higher; a title that doesn't tell must repeat one."""
        title, first = self.tokens[index], bisect(self.columns, index)
        level, telling = title.level or 1, _tells(title)
        if first == len(self.columns) or not (telling or not self._headed(index, self.columns[first], level)):
            return False
        ahead = self._columns_ahead(first, level)
        high_enough = level <= min(highest, *ahead.values())
        return high_enough and (telling or any(name in seen for name in ahead))

    def _columns_ahead(self, first: int, level: int) -> dict[str, int]:
        """The next columns, title → level, up to a line between them that may name another retrospective.

        `first` is the number of the first among all columns, `level` that of the title above them.
        """
        if (first, level) not in self.looked:
            found: dict[str, int] = {}
            last = None
            for place in self.columns[first : first + MOST_AHEAD]:
                between = (
                    () if last is None else self.tokens[last + 1 : min(place, last + 1 + LOOKED_THROUGH)]
                )
                if any(_ends(token, level) for token in between):
                    break
                found[self.titles[place]] = self.tokens[place].level or DEEP
                last = place
            self.looked[first, level] = found
        return self.looked[first, level]

    def _headed(self, index: int, end: int, level: int) -> bool:
        """Whether another heading, as high as the title, stands between it and the columns."""
        return any(
            bisect(places, index) < bisect_left(places, end)
            for known, places in self.headings.items()
            if known <= level
        )


def _ends(token: Token, level: int) -> bool:
    return token.kind == "heading" and token.level <= level and _tells(token)


def _column_title(token: Token) -> str:
    """The title by which a heading, or the head of a table, tells a column; "" where it tells none."""
    if token.kind == "row" and token.reason:
        titles = [cell for cell in token.cells if kind_of(cell)[0] in _COUNTS]
        return plain(titles[0]) if len(titles) > 1 else ""
    if token.kind != "heading" or token.names_retrospective or token.told[0] not in HOLDING:
        return ""
    return plain(token.text)


def _names_one(token: Token, tokens: list[Token], index: int) -> bool:
    """Whether the line may be the title of a retrospective: a heading, or alone and telling."""
    if not token.text or len(token.text) > LONGEST_TITLE or token.told[0] in KNOWN:
        return False
    if token.kind == "heading":
        return True
    before = tokens[index - 1].kind if index else "blank"
    return (
        token.kind == "prose"
        and before in {"blank", "aside"}
        and not token.indent
        and len(token.text) <= LONGEST_PLAIN_TITLE
        and not token.text.endswith((".", "?", "!", ",", ";"))
        and (_tells(token) or pair_of(token.text)[0] == "date")
        and (token.names_retrospective or token.is_day or len(token.text.split()) <= 6)
    )


def _tells(token: Token) -> bool:
    """Whether the words name a retrospective, a day, or the number of a sprint."""
    return (
        token.names_retrospective or bool(token.day()) or token.is_day or bool(_NUMBERED.search(token.text))
    )


def _with_what_stands_above(tokens: list[Token], index: int) -> int:
    """The title's place, or that of the comments, rules and blank lines right above it."""
    start = index
    while (
        start and tokens[start - 1].kind in {"blank", "aside"} and tokens[start - 1].reason in {"", "aside"}
    ):
        start -= 1
    return start
