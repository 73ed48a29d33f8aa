"""Where the next retrospective begins in a text that holds several."""

import re
from bisect import bisect

from retrospectives.reading.about import pair_of
from retrospectives.reading.dates import find_date, is_only_date
from retrospectives.reading.headings import HOLDING, KNOWN
from retrospectives.reading.marks import Token
from retrospectives.reading.words import kind_of, names_retrospective, plain

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
    starts = [0]
    titles = [_column_title(token) for token in tokens]
    columns = [place for place, title in enumerate(titles) if title]
    seen: dict[str, int] = {}  # title of a column → its level, of the retrospective we are in
    for index, token in enumerate(tokens):
        if titles[index]:
            seen.setdefault(titles[index], token.level)
        elif seen and _names_one(token, tokens, index) and _begins(tokens, titles, columns, index, seen):
            starts.append(_with_what_stands_above(tokens, index))
            seen = {}
    return [tokens[start:end] for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True)]


def _begins(
    tokens: list[Token], titles: list[str], columns: list[int], index: int, seen: dict[str, int]
) -> bool:
    """Whether columns of its own follow, none higher than it; a title that doesn't tell must repeat one."""
    title, first = tokens[index], bisect(columns, index)
    telling = _tells(title.text)
    if first == len(columns) or not (telling or not _headed(tokens, index, columns[first], title)):
        return False
    ahead = _columns_ahead(tokens, columns, index)
    told = {titles[place]: tokens[place].level or DEEP for place in ahead}
    high_enough = (title.level or 1) <= min([*seen.values(), *told.values()])
    return high_enough and bool(telling or set(told) & set(seen))


def _columns_ahead(tokens: list[Token], columns: list[int], index: int) -> list[int]:
    """Places of the next columns, up to a line between them that may name another retrospective."""
    found: list[int] = []
    first = bisect(columns, index)
    for place in columns[first : first + MOST_AHEAD]:
        between = tokens[found[-1] + 1 : place] if found else []
        if any(_ends(token, tokens[index]) for token in between[:LOOKED_THROUGH]):
            break
        found.append(place)
    return found


def _headed(tokens: list[Token], index: int, end: int, title: Token) -> bool:
    """Whether another heading, as high as the title, stands between it and the columns."""
    between = (tokens[place] for place in range(index + 1, end))
    return any(token.kind == "heading" and token.level <= (title.level or 1) for token in between)


def _ends(token: Token, title: Token) -> bool:
    return token.kind == "heading" and token.level <= (title.level or 1) and _tells(token.text)


def _column_title(token: Token) -> str:
    """The title by which a heading, or the head of a table, tells a column; "" where it tells none."""
    if token.kind == "row" and token.reason:
        titles = [cell for cell in token.cells if kind_of(cell)[0] in _COUNTS]
        return plain(titles[0]) if len(titles) > 1 else ""
    if token.kind != "heading" or names_retrospective(token.text) or kind_of(token.text)[0] not in HOLDING:
        return ""
    return plain(token.text)


def _names_one(token: Token, tokens: list[Token], index: int) -> bool:
    """Whether the line may be the title of a retrospective: a heading, or alone and telling."""
    if not token.text or len(token.text) > LONGEST_TITLE or kind_of(token.text)[0] in KNOWN:
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
        and (_tells(token.text) or pair_of(token.text)[0] == "date")
        and (names_retrospective(token.text) or is_only_date(token.text) or len(token.text.split()) <= 6)
    )


def _tells(text: str) -> bool:
    return bool(names_retrospective(text) or find_date(text) or is_only_date(text) or _NUMBERED.search(text))


def _with_what_stands_above(tokens: list[Token], index: int) -> int:
    """The title's place, or that of the comments, rules and blank lines right above it."""
    start = index
    while (
        start and tokens[start - 1].kind in {"blank", "aside"} and tokens[start - 1].reason in {"", "aside"}
    ):
        start -= 1
    return start
