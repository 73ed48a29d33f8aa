"""Which headings are columns, which hold actions, and which stand beside the matter."""

import re
from dataclasses import dataclass
from itertools import pairwise

from retrospectives.reading.tokens import Token
from retrospectives.reading.words import kind_of, plain

LONGEST_PLAIN_HEADING = 60
PLAIN = 8  # the level of a heading without a mark
KNOWN = {"column", "action", "decision", "people", "links"}
HOLDING = {"column", "action", "decision"}
PARENTS = KNOWN | {"side"}
_ASKS = re.compile(
    r"^\W*(?:what|where|things|how|which|vad|hur|det|was|wie|wo|ce|qu|lo|o|qué|que|cómo|como|hva)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^([^:.!?]{2,40}?)\s*(?::|\s[–—-]\s)\s*(\S.*)$")


@dataclass(eq=False)
class Section:
    """A heading with what it holds.

    `kind` is column, action, decision, people, links, side, date, title or "" (it doesn't tell).
    """

    token: Token | None
    title: str
    kind: str = ""
    leaning: str = "open"
    joined: bool = False  # the title holds that of the heading above it
    over: bool = False  # it tells nothing itself and stands above one that tells a column


def find_plain_headings(tokens: list[Token]) -> None:
    """Turn lines of plain text into headings: alone on their line, short, with points below.

    Where the text marks its headings, only words that are known as a column's title count.
    """
    kinds = {token.kind for token in tokens}
    if "prose" not in kinds:
        return
    marked, points = "heading" in kinds, "point" in kinds
    following = _kinds_below(tokens)
    for index, token in enumerate(tokens):
        if token.kind != "prose" or token.indent > 3 or not 0 < len(token.text) <= LONGEST_PLAIN_HEADING:
            continue
        before = tokens[index - 1].kind if index else "blank"
        known = token.told[0] in KNOWN
        alone = before in {"blank", "heading", "aside"} or (
            known and before in {"point", "row"} and not token.indent
        )
        titled = known and (points or is_titled(token))
        heads = following[index] in {"point", "row"} if points else following[index] == "prose" and titled
        sentence = token.text.endswith((".", "?", "!", ";", ",")) and not known
        if (
            alone
            and (heads or (titled and token.text.endswith(":")))
            and not sentence
            and (known or not marked)
        ):
            token.become_heading(PLAIN)


def is_titled(token: Token) -> bool:
    """Whether a line says little more than the known title of a column."""
    return bool(token.told[0]) and (
        token.text.endswith((":", "?"))
        or len(plain(token.text).split()) <= 3
        or bool(_ASKS.match(token.text))
    )


def find_outline(tokens: list[Token]) -> None:
    """Where no heading tells a column, the points of an outline may: `1. Went well` with points below."""
    points = [token for token in tokens if token.kind == "point"]
    for token, below in pairwise(points):
        deeper = below.indent > token.indent and not token.indent
        if deeper and token.told[0] in KNOWN and is_titled(token):
            token.become_heading(PLAIN)


def have_columns(tokens: list[Token]) -> bool:
    """Whether headings or a table tell columns."""
    return any(
        token.kind == "row" or (token.kind == "heading" and token.told[0] in HOLDING) for token in tokens
    )


def find_labels(tokens: list[Token]) -> None:
    """Where no heading tells a column, a word before a colon may: `Start: pair more`.

    Such a line is a heading and a point in one: its token becomes a point with a `label`.
    """
    for token in tokens:
        match = _LABEL.match(token.text) if token.kind in {"prose", "point"} and token.indent < 2 else None
        if match and kind_of(match[1])[0] in {"column", "decision"} and len(match[1].split()) <= 4:
            token.become_labelled(match[1].strip(), match[2])


def _kinds_below(tokens: list[Token]) -> list[str]:
    """For each token the kind of the next one below that is not blank."""
    kinds, kind = [], ""
    for token in reversed(tokens):
        kinds.append(kind)
        kind = kind if token.kind == "blank" else token.kind
    return kinds[::-1]


def sections_of(tokens: list[Token]) -> list[tuple[Section, list[Token]]]:
    """The text in its sections, each with the tokens under its heading. The first may have none."""
    found: list[tuple[Section, list[Token]]] = [(Section(None, "", ""), [])]
    above: list[Section] = []
    for token in tokens:
        if token.kind != "heading":
            found[-1][1].append(token)
            continue
        above = [section for section in above if section.token.level < token.level]
        section = _section(token, above, first=len(found) == 1)
        above.append(section)
        found.append((section, []))
    _settle_unknown(found)
    return found


def _section(token: Token, above: list[Section], first: bool) -> Section:
    kind, leaning = token.told
    parent = next((section for section in reversed(above) if section.kind in PARENTS), None)
    if not parent and token.is_day:
        return Section(token, token.text, "date")
    if not kind and not parent and (token.names_retrospective or (first and token.day())):
        return Section(token, token.text, "title")
    if parent and parent.kind == "side" and not is_titled(token):
        return Section(token, token.text, "side")
    if kind == "action" or (parent and parent.kind == "action"):
        return Section(token, token.text, "action")
    if parent and parent.kind in {"side", "people", "links"} and (token.level > 6 or kind in {"", "side"}):
        return Section(token, token.text, parent.kind)
    if parent and parent.kind in {"column", "decision"} and kind not in {"column", "decision", "people"}:
        if parent.kind == "decision":
            return Section(token, token.text, "decision")
        title = f"{parent.title} / {token.text}" if token.text else parent.title
        return Section(token, title, "column", parent.leaning, joined=True)
    return Section(token, token.text, kind, leaning or "open")


def _settle_unknown(found: list[tuple[Section, list[Token]]]) -> None:
    """A heading that tells nothing is a column where none tells, or beside those that do.

    One that differs only by its number from a heading above columns ("Part 1", "Part 2") is one too.
    """
    told = [section for section, _tokens in found if section.token]
    levels = {section.token.level for section in told if section.kind == "column"}
    _find_those_above(told)
    stems = {(section.token.level, _stem(section.title)) for section in told if section.over}
    for section in told:
        if not section.kind:
            stem = _stem(section.title) if stems else ""
            numbered = bool(stem) and (section.token.level, stem) in stems
            beside = not levels or section.token.level in levels
            section.kind = "column" if not section.over and (beside or numbered) else "side"


def _find_those_above(told: list[Section]) -> None:
    above: list[Section] = []
    for section in told:
        above = [other for other in above if other.token.level < section.token.level]
        if section.kind == "column":
            for other in above:
                other.over = not other.kind
        above.append(section)


def _stem(title: str) -> str:
    """A title with a number in it, without the number; "" where it has none."""
    return " ".join(re.sub(r"\d+", "#", plain(title)).split()) if re.search(r"\d", title) else ""
