"""Texts of any size that are hard to read, for `make bench-import` and for the tests of 1 MB.

Each is a function from a size in bytes to a text of at most that size, and of at most as many lines as
are read at once.
"""

import json
from collections.abc import Callable

from retrospectives.reading.text import MOST_LINES

Shape = Callable[[int], str]

NOTE = "The build was red for most of Monday and nobody knew why, so we waited for each other"
OURS = "<!-- retrospective, written to be read back -->\n"
TABLE = "| Went well | To improve |\n|---|---|\n"
ACTIONS = "## Actions\n"


def filled(head: str, line: str, foot: str = "") -> Shape:
    """The same lines over and over."""

    def text(size: int) -> str:
        return head + line * _times(size - len((head + foot).encode()), line) + foot

    return text


def numbered(head: str, line: str) -> Shape:
    """Lines that differ: `{0}` in the line is a number of six digits."""

    def text(size: int) -> str:
        rows = range(_times(size - len(head.encode()), line.format("000000")))
        return head + "".join(line.format(f"{row:06}") for row in rows)

    return text


def _times(room: int, line: str) -> int:
    """How often the line fits into that many bytes, and into as many lines as are read at once."""
    fits, breaks = room // len(line.encode()), line.count("\n")
    return min(fits, (MOST_LINES - 3_000) // breaks) if breaks else fits


def long_lines(words: str, head: str = "") -> Shape:
    """Lines of at most 10,000 signs: `words` holds what stands before, what is repeated, and behind."""
    before, again, behind = words.split("…")
    return filled(head, f"{before}{again * (9_000 // len(again))}{behind}\n")


USUAL = {
    "bullets": filled("# Retro 2026-05-03\n\n## Went well\n", f"- {NOTE}\n"),
    "prose": filled("# Retro 2026-05-03\n\n## To improve\n\n", f"{NOTE}.\n\n"),
    "CSV": filled("Column,Text,Votes,Author\n", f'To improve,"{NOTE}, again",3,Kim\n'),
    "HTML": filled("<h1>Retro</h1><h2>Went well</h2><ul>", f"<li>{NOTE}</li>"),
    "a table": filled(TABLE, f"| {NOTE} | {NOTE} |\n"),
}
MANY = {
    "unlike headings": numbered("", "## Unlike {0}\n"),
    "tiny retrospectives": numbered("", "# Retro {0} of 2026-01-01\n## Went well\n- some words\n"),
    "a retrospective in each row": numbered("Retro,Date,Column,Text\n", "R{0},2026-05-03,Good,note\n"),
    "labels": numbered("", "went well {0}: pair more\n"),
    "headings above columns": numbered("", f"# {'unlike ' * 15}{{0}}\n## Went well\n- a\n"),
    "days without a column": filled("## Went well\n- a\n\n", "date: x\n\n", "## Went well\n- x\n"),
    "titles before far columns": filled(
        "## Went well\n- a\n", "### Retro 2026-01-01\n", ("## Went well\n" + "- a\n" * 298) * 8
    ),
    "days": filled("", "# 3 May 2026 and 04/05/2026\n"),
    "numbers that are no days": filled("", "# 3 31 99 12 2026\n"),
    "links": filled("## Links\n", "- [words](https://example.org/a)\n"),
    "actions with owners": numbered(ACTIONS, "- [ ] Kim{0}: do it again (by 3 May 2026)\n"),
    "names": numbered("## Participants\n", "- Kim{0} Somebody\n"),
    "authors": numbered("## Went well\n", "- [Kim Name{0}] words (+3)\n"),
    "notes below notes": filled("## Went well\n", "- a note\n  - more of it\n"),
    "nested deep": filled("## Went well\n", "".join(f"{' ' * depth}- a\n" for depth in range(60))),
    "tables": numbered("", f"{TABLE}| a{{0}} | b |\n"),
    "rows of 200 columns": filled("Went well,To improve" + ",Went well" * 198 + "\n", "a," * 199 + "b\n"),
    "rows of 200 empty cells": filled("Went well,To improve" + ",x" * 198 + "\n", "a" + "," * 199 + "\n"),
    "columns in CSV": numbered("Column,Text\n", "Unlike {0},note\n"),
    "replies to one note": filled("Type,Text\nNote,a\n", "Comment,words\n"),
    "rows before a head": filled("sep=,\n", "Team,Red\n", "Column,Text\nGood,b\n"),
    "notes in HTML": filled("<h2>Went well</h2><ul>", "<li>a note of a few words</li>"),
    "100,000 tags": filled("<h2>Went well</h2>", "<p>" + "<b>a</b> " * 100),
    "tables in HTML": filled("<h1>Retro</h1>", "<table><tr><td>a few words of a note</td></tr></table>"),
    "tables in tables": filled("<h1>R</h1>", "<table><tr><td>a" * 30 + "</td></tr></table>" * 30),
    "JSON": lambda size: json.dumps({"columns": [{"title": "A", "notes": [NOTE] * (size // 100)}]}),
    "JSON of many columns": lambda size: json.dumps(
        {"columns": [{"title": f"Unlike {number}", "notes": [NOTE]} for number in range(size // 150)]}
    ),
    "written by us": numbered(OURS, "## Unlike {0}\n- a *(author: Kim; votes: 3)*\n"),
}
LONG = {
    "a million bullets": lambda _size: "- a\n" * 1_000_000,
    "a line of a megabyte": lambda size: "a" * size,
    "tabs": lambda size: "\t" * size,
    "a row of a megabyte": lambda size: f"| {'a | ' * (size // 4)}\n|---|\n| b | c |",
    "a cell of a megabyte": lambda size: f"Column,Text\nGood,{'a' * size}",
    "a head of a megabyte": lambda size: f"Column,Text,{'abc,' * (size // 4)}\nGood,b",
    "a quote never closed": filled('Column,Text\nGood,"aaa\n', "Good,a few words\n"),
    "elements nested deep": filled("", "<ul><li>a"),
    "bold type nested deep": filled("<p>", "<b>", "x"),
    "tables nested deep": filled("", "<table><tr><td>"),
    "tags in nested tables": filled("<table><tr><td>" * 95, "<p>some words</p>"),
    "ends without a beginning": filled("", "<div></span>"),
    "a tag never closed": lambda size: f"<p a='{'x' * size}",
    "JSON nested deep": lambda size: "[" * size,
    "a comment never closed": filled("<!-- ", "some words of it\n"),
    "blank lines in a note": filled(f"{OURS}## A\n- a\n", "\n", "  b"),
    "brackets": long_lines("- a …(…"),
    "bold marks": long_lines("…**a…"),
    "a few bold marks": filled("## Went well\n", "- " + "**a " * 98 + "\n"),
    "counts": long_lines("- a… 3…"),
    "spaces in a note": long_lines("- a… …b"),
    "spaces in a heading": long_lines("# a… …b"),
    "spaces in a heading of a wiki": long_lines("=… …x"),
    "spaces in another": long_lines("= x… …x"),
    "spaces before a pipe": long_lines("… …a|b\n|"),
    "dashes and pipes": long_lines("…-|…x", head="a|\n"),
    "spaces after a time": long_lines("12:30… …1"),
    "dashes in an action": long_lines("- a… -…", head=ACTIONS),
    "days in an action": long_lines("- a… by…", head=f"2026-05-03\n{ACTIONS}"),
    "places to fill in": filled("", f"- {'_' * 390}a\n"),
    "signs before a name": long_lines("Participants: <…@…"),
    "brackets around names": long_lines("Participants: …(@…"),
    "links in names": long_lines("Participants: …[a…"),
    "links never closed": long_lines("- …[a](…", head="## Links\n"),
    "what is told, never closed": long_lines("- a… *(…", head=f"{OURS}## A\n"),
    "addresses never closed": long_lines("- …<…x", head=f"{OURS}## Links\n"),
}
HARD = MANY | LONG
ALL = USUAL | HARD
