"""Which headings are columns, which hold actions, and which stand beside the matter."""

from dataclasses import dataclass

from retrospectives.reading.dates import is_only_date
from retrospectives.reading.marks import Token, clean_heading
from retrospectives.reading.words import kind_of

LONGEST_PLAIN_HEADING = 60


@dataclass
class Section:
    """A heading with what it holds: `kind` is column, action, side or "" (it doesn't tell)."""

    token: Token | None
    title: str
    kind: str = ""
    leaning: str = "open"
    joined: bool = False  # the title holds that of the heading above it


def find_plain_headings(tokens: list[Token]) -> None:
    """Turn lines of plain text into headings: alone on their line, short, with points below.

    Where the text marks its headings, only words that are known as a column's title count.
    """
    marked = any(token.kind == "heading" for token in tokens)
    points = any(token.kind == "point" for token in tokens)
    following = _kinds_below(tokens)
    for index, token in enumerate(tokens):
        if token.kind != "prose" or token.indent > 3 or len(token.text) > LONGEST_PLAIN_HEADING:
            continue
        before = tokens[index - 1].kind if index else "blank"
        known = kind_of(token.text)[0] in {"column", "action"}
        alone = before in {"blank", "heading", "aside"} or (known and before == "point" and not token.indent)
        heads = following[index] == "point" if points else following[index] == "prose" and known
        sentence = token.text.endswith((".", "?", "!", ";", ",")) and not known
        if alone and heads and not sentence and (known or not marked):
            token.kind, token.level, token.text = "heading", 8, clean_heading(token.text)


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
        section = _section(token, above)
        above.append(section)
        found.append((section, []))
    _settle_unknown(found)
    return found


def _section(token: Token, above: list[Section]) -> Section:
    kind, leaning = kind_of(token.text)
    if is_only_date(token.text):
        return Section(token, token.text, "date")
    parent = next(
        (section for section in reversed(above) if section.kind in {"column", "action", "side"}), None
    )
    if kind == "action" or (parent and parent.kind == "action"):
        return Section(token, token.text, "action")
    if parent and parent.kind == "side" and token.level > 6:
        return Section(token, token.text, "side")
    if parent and parent.kind == "column" and kind != "column":
        return Section(token, f"{parent.title} / {token.text}", "column", parent.leaning, joined=True)
    if kind == "column":
        return Section(token, token.text, "column", leaning)
    if kind == "side" or (parent and parent.kind == "side"):
        return Section(token, token.text, "side")
    return Section(token, token.text)


def _settle_unknown(found: list[tuple[Section, list[Token]]]) -> None:
    """A heading that tells nothing is a column where none tells, or beside those that do."""
    levels = {section.token.level for section, _tokens in found if section.kind == "column" and section.token}
    for section, _tokens in found:
        if section.token and not section.kind:
            section.kind = "column" if not levels or section.token.level in levels else "side"
