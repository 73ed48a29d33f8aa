"""Marks at the start of lines: headings, points, tables, asides. One line in, one token out.

This knows the forms of Markdown, of other wikis, of chats and of plain text as people paste them. It
decides nothing about columns or notes: that is `sections`.
"""

import re

from retrospectives.reading.cells import cells_of
from retrospectives.reading.cleaning import clean, clean_heading, strip_tags
from retrospectives.reading.progress import Progress
from retrospectives.reading.structure import Reason
from retrospectives.reading.tokens import Token

BLOCKS = "<`~-"  # signs with which what goes on over several lines begins
HEADED = "#=<h"  # signs with which the marks of headings begin
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:#*|\s+(.*))$")
_TIGHT_HEADING = re.compile(r"^(#{2,6})([^\W\d_].{0,80})$")
_HTML_HEADING = re.compile(r"^\s*<h([1-6])\b[^>]*>(.*)</h\1>\s*$", re.IGNORECASE)
_WIKI_HEADINGS = (
    (re.compile(r"^(={1,6})\s++(\S.{0,119}?)\s++\1$"), lambda match: (len(match[1]), match[2])),
    (re.compile(r"^h([1-6])\.\s+(.+)$"), lambda match: (int(match[1]), match[2])),
)
_JIRA = re.compile(r"^h[1-6]\. \S")
_JIRA_POINT = re.compile(r"^#(?= \S)")  # numbered, where headings are `h2.`
_UNDERLINE = re.compile(r"^ {0,3}(=+|-{2,})$")
_BULLET = re.compile(r"^( *)([-*+•‣◦·●○–—▪⁃➢→»■□]|\d{1,3}[.)]|[a-zA-Z]\))(?:\s+(.*))?$")
_WIKI_BULLET = re.compile(r"^(\*{2,6}|#{2,6}|-{2,6})\s+(.*)$")
_BOX = re.compile(r"^(?:\[([ xX]?)\]|([☐☑☒✅✔✓]\ufe0f?))\s*(.*)$")
_BOLD = re.compile(r"^\s*(\*\*|__|\*)(?![\s*_])([^*_]{1,100}?):?\1:?$")
_RULE = re.compile(r"^ {0,3}([-*_])(\s*\1){2,}$")
_PICTURE = re.compile(r"^(?:\[?!\[[^\]]*+\]\([^)]*+\)\]?(?:\([^)]*+\))?\s*+)++$")
_SEPARATOR = re.compile(r"^\s*+\|?\s*+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?\s*$")
_SAID_AT = re.compile(
    r"^\[?(?:\d{4}-\d\d-\d\d,? )?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?\]?\s*+[-–]?\s*+"
    r"([^\W\d][^:]{0,30}):\s++(\S.*)$"
)
_DEFINITION = re.compile(r"^\[[^\]]{1,60}\]:\s+<?[a-z]+:\S+")


def tokens_of(lines: list[str], progress: Progress) -> list[Token]:
    """A token per line, in order."""
    tokens = []
    if any(_JIRA.match(line) for line in lines):
        lines = [_JIRA_POINT.sub("1.", line) for line in lines]
    inside = None  # what ends the block we are in: "-->", "---", or a fence
    for number, line in enumerate(lines, start=1):
        if inside:
            token, inside = _in_block(number, line, inside)
        else:
            token, inside = _open_line(number, line, tokens)
        tokens.append(token)
        progress.add()
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
    if text[0] not in BLOCKS:
        return _marked(number, line, text, before), None
    if text.startswith("<!-- markup: "):
        return Token(number, "aside", text, reason=Reason.MARKUP), None
    if text.startswith("<!--"):
        return Token(number, "aside", text, reason=Reason.ASIDE), None if "-->" in text else "-->"
    if text.startswith(("```", "~~~")):
        closed = len(text) > 6 and text.endswith(text[:3])
        fence = Token(number, "aside", text, indent=_indent(line), reason=Reason.CODE)
        return fence, None if closed else text[:3]
    if number == 1 and text == "---":
        return Token(number, "aside", text, reason=Reason.ASIDE), "---"
    return _marked(number, line, text, before), None


def _marked(number: int, line: str, text: str, before: list[Token]) -> Token:
    if text[0] in HEADED and (heading := _heading(number, line)):
        return heading
    last = before[-1] if before else None
    if _UNDERLINE.match(line) and last and last.kind == "prose" and _begins_paragraph(before):
        last.become_heading(1 if "=" in text else 2)
        return Token(number, "aside", text, reason=Reason.ASIDE)
    if _RULE.match(line) or _DEFINITION.match(text):
        return Token(number, "aside", text, reason=Reason.ASIDE)
    if _PICTURE.match(text):
        return Token(number, "aside", text, indent=_indent(line), reason=Reason.PICTURE)
    if match := _BOLD.match(line):
        return Token(number, "heading", clean_heading(match[2]), level=7, raw=text)
    if match := _SAID_AT.match(text):
        said = Token(number, "point", clean(match[2]), body=1, raw=match[2], author=match[1].strip())
        return said
    if match := _WIKI_BULLET.match(line):
        return _point(number, len(match[1]) - 1, len(line) - len(match[2]), "", match[2])
    if match := _BULLET.match(line):
        words = match[3] or ""
        mark = match[2] if match[2][0].isdigit() else ""
        return _point(number, len(match[1]), len(line) - len(words), mark, words)
    bare = strip_tags(text)
    return Token(number, "prose", clean(bare), indent=_indent(line), raw=bare)


def _heading(number: int, line: str) -> Token | None:
    if match := _HEADING.match(line) or _TIGHT_HEADING.match(line):
        words = (match[2] or "").rstrip("#")  # which may stand behind a heading as well
        return Token(number, "heading", clean_heading(words), level=len(match[1]))
    if match := _HTML_HEADING.match(line):
        return Token(number, "heading", clean_heading(match[2]), level=int(match[1]))
    for pattern, told in _WIKI_HEADINGS:
        if match := pattern.match(line):
            level, text = told(match)
            return Token(number, "heading", clean_heading(text), level=level)
    return None


def _point(number: int, indent: int, body: int, mark: str, words: str) -> Token:
    words = words.strip()
    box = _BOX.match(words)
    done = None
    if box:
        done, words = bool(box[1] in ("x", "X") if box[1] is not None else box[2][0] in "☑☒✅✔✓"), box[3]
    return Token(number, "point", clean(words), indent=indent, body=body, done=done, mark=mark, raw=words)


def _begins_paragraph(before: list[Token]) -> bool:
    return len(before) < 2 or before[-2].kind in {"blank", "heading", "aside"}


def _mark_tables(tokens: list[Token], lines: list[str]) -> None:
    """A row of dashes makes the line above a table's head and the lines below its rows.

    In some wikis the head itself is marked: `||Went well||To improve||`.
    """
    in_table = False
    for index, token in enumerate(tokens):
        line, above = lines[index], lines[index - 1] if index else ""
        if token.kind in {"blank", "aside"}:
            in_table = False
        elif line.lstrip().startswith("||") and line.rstrip().endswith("||"):
            _as_row(token, line.replace("||", "|"), Reason.TABLE_HEAD)
            in_table = True
        elif (
            "|" in line
            and "|" in above
            and _SEPARATOR.match(line)
            and tokens[index - 1].kind not in {"blank", "aside"}
        ):
            token.kind, token.reason, in_table = "aside", Reason.TABLE_HEAD, True
            _as_row(tokens[index - 1], above, Reason.TABLE_HEAD)
        elif in_table and "|" in line:
            _as_row(token, line, Reason.NONE)
        else:
            in_table = False


def _as_row(token: Token, line: str, reason: str) -> None:
    token.kind, token.cells, token.reason = "row", cells_of(line), reason


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
