"""The Markdown that we write and read back without loss: its marks, and what is escaped.

    <!-- retrospective, written to be read back -->
    # Title

    Date: 2026-05-03
    Team: Red
    Participants: Kim, Alex

    ## Column
    - a note *(author: Kim; votes: 3; group: Builds)*
      * its sub-note

    ## Actions
    - [x] an action *(owner: Kim; due: 2026-05-10; status: shipped)*

    ## Decisions
    - a decision

    ## Links
    - words <https://…>

A backslash stands before what would be read as something else.
"""

import re

MARK = "<!-- retrospective, written to be read back -->"
ACTIONS, DECISIONS, LINKS = "Actions", "Decisions", "Links"
RESERVED = (ACTIONS, DECISIONS, LINKS)
ABOUT = ("Date", "Team", "Participants")

_SPECIAL = re.compile(r"[\\;,()*:]")
_TOLD = re.compile(r"^(.*) \*\(((?:\\.|[^\\()*])*)\)\*$", re.S)
_OPENS = re.compile(r"^(\\|\[[ xX]\](?: |$))")


def titled(title: str) -> str:
    """A column's title as it is written: never taken for one of ours, never empty."""
    return f"\\{title}" if not title or title in RESERVED or title.startswith("\\") else title


def untitled(title: str) -> str:
    return title.removeprefix("\\")


def escaped(value: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", value)


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value)


def parted(text: str, sign: str) -> list[str]:
    """The parts between signs that no backslash stands before, still escaped."""
    return re.findall(rf"(?:\\.|[^\\{sign}])+", text)


def opened(text: str, told: dict[str, str]) -> list[str]:
    """The lines of a row: its words, what is told of it behind the first, and the rest further in."""
    first, *rest = text.split("\n")
    first = f"\\{first}" if _OPENS.match(first) else first
    pairs = "; ".join(f"{name}: {escaped(value)}" for name, value in told.items() if value)
    if pairs or _TOLD.match(first):
        first = f"{first} *({pairs})*"
    return [first, *(f"  {line}".rstrip() for line in rest)]


def closed(lines: list[str]) -> tuple[str, dict[str, str]]:
    """The words of a row and what is told of it: `opened` the other way round."""
    told, first = {}, lines[0]
    if match := _TOLD.match(first):
        first = match[1]
        for pair in parted(match[2], ";"):
            name, _colon, value = pair.partition(":")
            told[name.strip()] = unescaped(value.strip())
    first = first[1:] if first.startswith("\\") else first
    return "\n".join([first, *(line[2:] for line in lines[1:])]), told
