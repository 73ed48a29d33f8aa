"""Rows of CSV, with the numbers of the lines they stand in."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from backlog.formulas import unguarded
from retrospectives.reading.text import LONGEST_NOTE, Unreadable


@dataclass
class Row:
    """A row with the numbers of the lines it stands in; `cells` as they were before they were guarded."""

    numbers: list[int]
    cells: list[str]

    @cached_property
    def filled(self) -> list[str]:
        return [cell for cell in self.cells if cell.strip()]


def rows_of(lines: list[str], separator: str, strict: bool = True) -> Iterator[Row]:
    """The rows of the lines. A quote that is never closed is taken for a sign like others."""
    before, rows = 0, []
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=separator)
    try:
        for cells in reader:
            numbers = list(range(before + 1, reader.line_num + 1))
            before = reader.line_num
            rows.append(Row(numbers, [unguarded(cell.strip()) for cell in cells]))
    except csv.Error as error:
        if strict:
            raise Unreadable("long_line") from error
    if rows and len(rows[-1].numbers) > LONGEST_NOTE // 50:
        return ((Row([number], line.split(separator))) for number, line in enumerate(lines, start=1))
    return iter(rows)
