"""Rows of tables: which cell holds the words."""

import re

from retrospectives.reading.words import kind_of, plain, says_nothing

TEXT_HEADS = {
    "topic",
    "note",
    "notes",
    "text",
    "what",
    "description",
    "item",
    "point",
    "comment",
    "ämne",
    "vad",
}
_COUNT = re.compile(r"^[+-]?\d+$")


def read_row(head: list[str], cells: list[str]) -> list[tuple[str, str, str]]:
    """`(column title, leaning, text)` of each note in the row; the title is "" for the section's own.

    Where two or more heads are titles of columns, each cell is a note of its column; else the
    row is one note: the cell under a head like "Topic", or the longest that is no number.
    """
    columns = [(title, *kind_of(title)) for title in head]
    if sum(kind == "column" for _title, kind, _leaning in columns) > 1:
        return [
            (title, leaning, cell)
            for (title, _kind, leaning), cell in zip(columns, cells, strict=False)
            if not says_nothing(cell)
        ]
    named = [cell for title, cell in zip(head, cells, strict=False) if plain(title) in TEXT_HEADS]
    texts = [cell for cell in named or cells if not says_nothing(cell) and not _COUNT.match(cell)]
    return [("", "", max(texts, key=len))] if texts else []
