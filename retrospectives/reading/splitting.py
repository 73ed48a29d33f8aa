"""Where the text of a row can be cut in two, and which lines go with which part."""

import re

from retrospectives.reading.words import plain

_STARTS = re.compile(r"\n *|(?<=[.!?;]) +")
_MARK = re.compile(r"^[*\-•] +")


def split_points(text: str) -> list[int]:
    """Positions at which a line or a sentence begins: where a person most likely wants to cut."""
    return [match.end() for match in _STARTS.finditer(text) if match.start() and match.end() < len(text)]


def cut(text: str, at: int) -> tuple[str, str]:
    """The parts before and from that character; the second without the mark of a sub-note."""
    if not 0 < at < len(text):
        raise ValueError("no place within the text")
    return text[:at].rstrip(), _outdented(text[at:].strip())


def cut_line(text: str, words: str) -> tuple[str, str]:
    """What is left of the text without the line that says these words, and that line.

    Raises `ValueError` where the text doesn't hold it.
    """
    lines = text.split("\n")
    wanted = plain(words)
    for place, line in enumerate(lines):
        if place and plain(line) == wanted:
            return "\n".join(lines[:place] + lines[place + 1 :]), _MARK.sub("", line.strip())
    start = text.index(words)
    return f"{text[:start].rstrip()} {text[start + len(words) :].lstrip()}".strip(), words


def lines_of_parts(
    lines: list[int], said: dict[int, str], first: str, second: str
) -> tuple[list[int], list[int]]:
    """The numbers of the lines that hold the first part, and of those that hold the second.

    A line within which the cut goes belongs to both; each part has at least one.
    """
    begins = plain(first)
    mine, reached = [], 0
    for number in lines:
        words = plain(said.get(number, ""))
        if mine and begins.find(words, reached) < 0:
            break
        reached = max(begins.find(words, reached) + len(words), 0)
        mine.append(number)
    others = [number for number in lines if number not in mine]
    if not others or not plain(second).startswith(plain(said.get(others[0], ""))):
        others = [mine[-1], *others]
    return mine, others


def _outdented(text: str) -> str:
    """Sub-notes of a part that is a row of its own now stand at its edge."""
    text = _MARK.sub("", text)
    lines = text.split("\n")
    depths = [len(line) - len(line.lstrip(" ")) for line in lines[1:] if _MARK.match(line.lstrip(" "))]
    least = min(depths, default=0)
    return "\n".join(
        [lines[0], *(line[min(least, len(line) - len(line.lstrip(" "))) :] for line in lines[1:])]
    )
