"""Cells of tables: cut out of a row, and each cut into the notes it holds."""

import re

from retrospectives.reading.cleaning import clean

_PIPE = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>|\n", re.IGNORECASE)
_MARK = re.compile(r"^(?:[-*+•‣◦·●○–—▪]|\d{1,3}[.)])\s+")
_TAGS = re.compile(r"</?(?:ul|ol|li|p|div|span|b|i|strong|em)\b[^<>]{0,200}>", re.IGNORECASE)


def cells_of(line: str) -> list[str]:
    """The cells of a table's row, without the pipes at its edges."""
    return [cell.strip() for cell in _PIPE.split(line.strip().removeprefix("|").removesuffix("|"))]


def notes_in(cell: str) -> list[str]:
    """What a cell under the title of a column says: a note for each of its lines, without marks."""
    if not cell:
        return []
    parts = (_MARK.sub("", _TAGS.sub(" ", part).strip()) for part in _BREAK.split(cell))
    return [text for text in (clean(part) for part in parts) if text]


def said_in(cell: str) -> str:
    """What a cell says as one text of one or more lines."""
    if "<" not in cell and "\n" not in cell:
        return clean(cell)
    lines = [clean(_TAGS.sub(" ", part)) for part in _BREAK.split(cell)]
    return "\n".join(line for line in lines if line)
