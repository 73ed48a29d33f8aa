"""Marks at the start of lines: headings, points, tables, asides. One line in, one token out.

This knows the forms of Markdown and of plain text as people paste it. It decides nothing about
columns or notes: that is `sections`.
"""

import re
from dataclasses import dataclass, field

from retrospectives.reading.structure import Reason

_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*$")
_HTML_HEADING = re.compile(r"^\s*<h([1-6])\b[^>]*>(.*)</h\1>\s*$", re.IGNORECASE)
_UNDERLINE = re.compile(r"^ {0,3}(=+|-{2,})$")
_BULLET = re.compile(r"^( *)([-*+•‣◦·●○–—▪]|\d{1,3}[.)]|[a-zA-Z]\))(?:\s+(.*))?$")
_BOX = re.compile(r"^\[([ xX])\]\s*(.*)$")
_BOLD = re.compile(r"^\s*(\*\*|__)([^*_]{1,100}?):?\1:?$")
_RULE = re.compile(r"^ {0,3}([-*_])(\s*\1){2,}$")
_PICTURE = re.compile(r"^(\[?!\[[^\]]*\]\([^)]*\)\]?(\([^)]*\))?\s*)+$")
_SEPARATOR = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")

MOST_MARKS = 100  # of bold type in a line that is worth pairing them


@dataclass
class Token:
    """A line as its marks show it. `kind`: blank, heading, point, row, prose, aside.

    `level` is the depth of a heading (7: only bold), `indent` the column at which a point's mark
    or a line of prose begins, `body` the column at which a point's words begin.
    """

    number: int
    kind: str
    text: str = ""
    level: int = 0
    indent: int = 0
    body: int = 0
    done: bool | None = None
    cells: list[str] = field(default_factory=list)
    reason: str = Reason.NONE


def tokens_of(lines: list[str]) -> list[Token]:
    """A token per line, in order."""
    tokens = []
    inside = None  # what ends the block we are in: "-->", "---", or a fence
    for number, line in enumerate(lines, start=1):
        if inside:
            token, inside = _in_block(number, line, inside)
        else:
            token, inside = _open_line(number, line, tokens)
        tokens.append(token)
    _mark_tables(tokens, lines)
    return tokens


def _in_block(number: int, line: str, end: str) -> tuple[Token, str | None]:
    closes = end in line if end == "-->" else line.strip().startswith(end)
    code = end.startswith(("```", "~~~"))
    token = Token(
        number, "aside", line.strip(), indent=_indent(line), reason=Reason.CODE if code else Reason.ASIDE
    )
    return token, None if closes else end


def _open_line(number: int, line: str, before: list[Token]) -> tuple[Token, str | None]:
    text = line.strip()
    if not text:
        return Token(number, "blank"), None
    if text.startswith("<!--"):
        return Token(number, "aside", text, reason=Reason.ASIDE), None if "-->" in text else "-->"
    if text.startswith(("```", "~~~")):
        fence = text[:3]
        return Token(number, "aside", text, indent=_indent(line), reason=Reason.CODE), fence
    if number == 1 and text == "---":
        return Token(number, "aside", text, reason=Reason.ASIDE), "---"
    return _marked(number, line, text, before), None


def _marked(number: int, line: str, text: str, before: list[Token]) -> Token:
    if match := _HEADING.match(line):
        return Token(number, "heading", clean_heading(match[2]), level=len(match[1]))
    if match := _HTML_HEADING.match(line):
        return Token(number, "heading", clean_heading(match[2]), level=int(match[1]))
    last = before[-1] if before else None
    if _UNDERLINE.match(line) and last and last.kind == "prose" and _begins_paragraph(before):
        last.kind, last.level, last.text = "heading", 1 if "=" in text else 2, clean_heading(last.text)
        return Token(number, "aside", text, reason=Reason.ASIDE)
    if _RULE.match(line):
        return Token(number, "aside", text, reason=Reason.ASIDE)
    if _PICTURE.match(text):
        return Token(number, "aside", text, indent=_indent(line), reason=Reason.PICTURE)
    if match := _BOLD.match(line):
        return Token(number, "heading", clean_heading(match[2]), level=7)
    if match := _BULLET.match(line):
        return _point(number, line, match)
    return Token(number, "prose", clean(strip_tags(text)), indent=_indent(line))


def _point(number: int, line: str, match: re.Match) -> Token:
    words = (match[3] or "").strip()
    box = _BOX.match(words)
    return Token(
        number,
        "point",
        clean(box[2] if box else words),
        indent=len(match[1]),
        body=len(line) - len(match[3] or ""),
        done=box[1] in "xX" if box else None,
    )


def _begins_paragraph(before: list[Token]) -> bool:
    return len(before) < 2 or before[-2].kind in {"blank", "heading", "aside"}


def _mark_tables(tokens: list[Token], lines: list[str]) -> None:
    """A row of dashes makes the line above a table's head and the lines below its rows."""
    in_table = False
    for index in range(1, len(tokens)):
        token, line, head = tokens[index], lines[index], tokens[index - 1]
        if "|" not in line and "|" not in lines[index - 1] or token.kind == "blank":
            in_table = False
        elif "|" in line and "|" in lines[index - 1] and _SEPARATOR.match(line):
            token.kind, token.reason, in_table = "aside", Reason.TABLE_HEAD, True
            head.kind, head.cells, head.reason = "row", cells_of(lines[index - 1]), Reason.TABLE_HEAD
        elif in_table and "|" in line:
            token.kind, token.cells = "row", cells_of(line)
        else:
            in_table = False


def cells_of(line: str) -> list[str]:
    """The cells of a table's row, without the pipes at its edges."""
    return [clean(cell) for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def clean(text: str) -> str:
    """Words without the marks of bold type and of escapes."""
    if text.count("**") + text.count("__") > MOST_MARKS:
        text = text.replace("**", " ").replace("__", " ")
    text = re.sub(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"\\([\\`*_{}\[\]()#+.!|<>-])", r"\1", text)
    return " ".join(text.split())


def clean_heading(text: str) -> str:
    """A heading's words: no marks, no links, no colon behind."""
    text = re.sub(r"\[([^\]]{0,300})\]\([^)]{0,500}\)", r"\1", strip_tags(text[:500]))
    return clean(text).strip("*_` ").rstrip(":").strip()


def strip_tags(text: str) -> str:
    """A line that is wrapped in a tag, without it; tags within a line are people's words."""
    match = re.match(r"^<([a-z]+)\b[^>]*>(.*)</\1>$", text, re.IGNORECASE)
    return match[2] if match else text


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
