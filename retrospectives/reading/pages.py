"""HTML pasted from a wiki, as the lines that a person sees, in the marks of Markdown.

Parsed by Lexbor; nothing of it is run or fetched. Scripts, styles and forms become one line each that
says so. As in browsers, elements that are nested too deep stand beside each other: parsing costs the
square of the depth.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from retrospectives.reading.text import MOST_LINES, Unreadable

DROPPED = {
    "script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "head", "textarea",
    "select", "button", "video", "audio", "math",
}  # fmt: skip
HEADINGS = {f"h{level}": level for level in range(1, 7)}
POINTS = {"li", "ac:task"}
LISTS = {"ul", "ol", "ac:task-list"}
CELLS = {"td", "th"}
WITHOUT_LINES = {"thead", "tbody", "tfoot", "colgroup", "col"}
INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "kbd", "label", "mark",
    "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "u", "var", "wbr", "del", "ins",
    "input", "img", "time", "ac:link", "ri:user", "ac:link-body", "ac:placeholder", "ac:emoticon", "-comment",
}  # fmt: skip
MARKS = {"strong": "**", "b": "**", "s": "~~", "del": "~~", "strike": "~~"}
IN_LAYOUT = "td :is(h1, h2, h3, h4, h5, h6, table)"
MARKUP = "<!-- markup: {} -->"
MOST_NESTED = 100
NOT_NESTING = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "li", "p", "td", "th", "tr", "dt", "dd", "option", "thead", "tbody", "tfoot", "html", "head",
    "body",
}  # fmt: skip
DEEPEST = 20  # of points that are told apart by their indent

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,30})[^<>]*>?")
_SPACES = re.compile(r"\s+")
_NO_WORDS = re.compile(r"\*\*\s*\*\*|~~\s*~~")
_MARK = re.compile(r"^(#{1,6}\s|[-*+=>|]|\d{1,3}[.)]\s|<!--|```|~~~)")


def _flattened(html: str) -> str:
    """The page without the tags that would nest deeper than `MOST_NESTED`.

    Counted by name, since an end tag without its beginning ends nothing; elements that the next of
    their kind ends don't count.
    """
    open_now, depth = {}, 0

    def kept(match: re.Match) -> str:
        nonlocal depth
        name = match[2].lower()
        if name in NOT_NESTING:
            return match[0]
        if match[1]:
            if open_now.get(name):
                open_now[name] -= 1
                depth -= 1
            return match[0]
        if depth >= MOST_NESTED:
            return " "
        open_now[name] = open_now.get(name, 0) + 1
        depth += 1
        return match[0]

    return _TAG.sub(kept, html)


def lines_of(html: str) -> list[str]:
    """The text of a page, line by line; a mark within people's words has a backslash before it."""
    page = _Page()
    root = LexborHTMLParser(_flattened(html)).root
    if root is not None:
        page.walk(root)
    return page.lines


class _Page:
    def __init__(self):
        self.lines: list[str] = []
        self.words: list[str] = []
        self.opening = ""  # the mark of the line that begins
        self.depth = 0  # of lists
        self.tables: list[bool] = []  # those we are in: whether it is one of rows, not of layout
        self.cells: list[str] | None = None
        self.rows = 0

    @property
    def in_cell(self) -> bool:
        return self.cells is not None

    def walk(self, root: LexborNode) -> None:
        """Open and close each element in order."""
        for node, tag, opens in _steps(root):
            if tag == "-text":
                self.words.append(node.text_content or "")
            elif tag in DROPPED:
                self._drop(tag)
            elif tag in INLINE or tag == "ac:task-status":
                self._inline(node, tag, opens)
            elif tag == "table":
                self._table(node, opens)
            elif tag in WITHOUT_LINES:
                continue
            elif tag in CELLS or tag == "tr":
                self._part_of_table(tag, opens)
            elif self.in_cell:
                self.words.append("<br>" if opens or tag in POINTS else "")
            else:
                self._block(node, tag, opens)
        self._end_line()

    def _inline(self, node: LexborNode, tag: str, opens: bool) -> None:
        if tag in MARKS:
            self.words.append(MARKS[tag])
        elif tag == "ac:task-status" and opens:
            self.words.append("[x] " if (node.text() or "").strip() == "complete" else "[ ] ")
        elif tag == "input" and opens and node.attributes.get("type") == "checkbox":
            self.words.append("[x] " if "checked" in node.attributes else "[ ] ")
        elif tag == "a":
            self._link(node, opens)
        elif tag in {"img", "time"} and opens:
            name = "alt" if tag == "img" else "datetime"
            self.words.append(
                f" {node.attributes.get(name) or ''} " if tag == "img" or not node.text() else ""
            )

    def _link(self, node: LexborNode, opens: bool) -> None:
        """Words and address as Markdown has them, where the address is one of the web and tells more."""
        href = (node.attributes.get("href") or "").strip()
        words = (node.text() or "").strip()
        if not re.match(r"https?://[^\s()]+$", href) or not words or words == href or words.startswith("@"):
            return
        self.words.append("[" if opens else f"]({href})")

    def _table(self, node: LexborNode, opens: bool) -> None:
        if opens:
            layout = node.css_first(IN_LAYOUT) is not None
            if not self.in_cell:
                self._end_block()
                self.rows = 0
            self.tables.append(not layout and not self.in_cell)
        elif self.tables:
            self.tables.pop()
            if not self.in_cell:
                self._end_block()

    def _part_of_table(self, tag: str, opens: bool) -> None:
        """A row, or a cell of one; of a table within a cell, and of one for the layout, only a break."""
        if not self.tables or not self.tables[-1]:
            if self.in_cell:
                self.words.append("<br>")
            else:
                self._end_block()
        elif tag == "tr" and opens:
            self._end_line()
            self.cells = []
        elif tag == "tr":
            self._end_row()
        elif opens and self.in_cell:
            self.words = []
        elif self.in_cell:
            self.cells.append(self._said().replace("|", "\\|"))

    def _end_row(self) -> None:
        cells, self.cells, self.words = self.cells or [], None, []
        if any(cells):
            self.rows += 1
            self._add(f"| {' | '.join(_tidy(cell) for cell in cells)} |")
            if self.rows == 1:
                self._add("|" + " --- |" * len(cells))

    def _block(self, node: LexborNode, tag: str, opens: bool) -> None:
        if tag in LISTS:
            self._end_line()
            self.depth = max(0, self.depth + (1 if opens else -1))
            if not self.depth:
                self._end_block()
        elif tag in POINTS:
            self._end_line()
            self.opening = f"{'  ' * min(max(self.depth - 1, 0), DEEPEST)}- {_box(node)}" if opens else ""
        elif tag in HEADINGS:
            self._end_block()
            self.opening = f"{'#' * HEADINGS[tag]} " if opens else ""
        elif tag == "br":
            if opens:
                self._end_line()
        elif tag == "hr":
            if opens:
                self._end_block()
        else:
            self._end_line()
            if not self.depth:
                self._blank()

    def _drop(self, tag: str) -> None:
        if not self.in_cell and tag != "head":
            self._end_line()
            self._add(MARKUP.format(tag))

    def _end_block(self) -> None:
        self._end_line()
        self._blank()

    def _blank(self) -> None:
        if self.lines and self.lines[-1]:
            self._add("")

    def _end_line(self) -> None:
        said = self._said()
        if not said:
            return
        if not self.opening and _MARK.match(said):
            said = f"\\{said}"
        indent = "  " * min(self.depth, DEEPEST) if self.depth and not self.opening else ""
        self._add(f"{indent}{self.opening}{said}")
        self.opening = ""

    def _add(self, line: str) -> None:
        self.lines.append(line)
        if len(self.lines) > MOST_LINES:
            raise Unreadable("too_many_lines")

    def _said(self) -> str:
        """The words gathered so far, which are then gone."""
        said = _SPACES.sub(" ", "".join(self.words)).strip()
        self.words = []
        return _NO_WORDS.sub("", said).strip()


def _steps(root: LexborNode) -> Iterator[tuple[LexborNode, str, bool]]:
    """Each node when it opens, and each element again when it closes."""
    stack: list[tuple[LexborNode, str, bool]] = [(root, root.tag or "", True)]
    while stack:
        node, tag, opens = stack.pop()
        yield node, tag, opens
        if not opens or tag in ("-text", "-comment", "ac:task-status") or tag in DROPPED:
            continue
        stack.append((node, tag, False))
        children = [(child, child.tag or "", True) for child in node.iter(include_text=True)]
        stack.extend(reversed(children))


def _box(node: LexborNode) -> str:
    """The box of a task in a list of tasks that tells it by its class."""
    kinds = (node.attributes.get("class") or "").split()
    if "checked" in kinds:
        return "[x] "
    parent = node.parent.attributes.get("class") or "" if node.parent is not None else ""
    return "[ ] " if "inline-task-list" in parent else ""


def _tidy(cell: str) -> str:
    """A cell without breaks at its edges and in a row."""
    return re.sub(r"^(?:\s*<br>)+|(?:<br>\s*)+$", "", re.sub(r"(?:\s*<br>\s*)+", "<br>", cell)).strip()
