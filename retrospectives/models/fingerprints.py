"""What makes a line the same line again, so that the same text twice makes nothing twice."""

import hashlib
import unicodedata

from retrospectives.reading import Reading, Role

KNOWN = "known"  # why a line was left out: it is on the board already


def fingerprint(text: str) -> str:
    """The same for two lines with the same letters and digits, whatever their marks, case and spaces."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    words = "".join(sign for sign in plain if sign.isalnum()) or text.strip()
    return hashlib.sha256(words.encode(errors="replace")).hexdigest()[:32]


def set_aside(reading: Reading, known: frozenset[str]) -> int:
    """Take the rows out whose words came before, and say so at their lines. How many there were."""
    if not known:
        return 0
    before = len(reading.rows)
    gone: set[int] = set()
    held: set[int] = set()
    for rows in (*(column.notes for column in reading.columns), reading.actions, reading.decisions):
        fresh = []
        for row in rows:
            came = fingerprint(row.text) in known
            (gone if came else held).update(row.lines)
            if not came:
                fresh.append(row)
        rows[:] = fresh
    for line in reading.lines:
        if line.number in gone - held:
            line.role, line.reason = Role.LEFT_OUT, KNOWN
    return before - len(reading.rows)


class Sources:
    """Which rows of the text, as it was read, the rows of a corrected reading come from."""

    def __init__(self, original: Reading):
        self.by_key = {row.key: row for row in original.rows}
        self.by_line: dict[int, list] = {}
        self.lines = {line.number: line.text for line in original.lines}
        for row in original.rows:
            self.by_line.setdefault(row.line, []).append(row)

    def of(self, row) -> list[tuple[int, str]]:
        """`(line, words)` of each: its own, and those that were joined to it; a taken line's words."""
        own = self.by_key.get(row.key.split("/")[0])
        found = [(own.line, own.text)] if own else []
        for line in row.lines:
            if not own or line not in own.lines:
                found += [(other.line, other.text) for other in self.by_line.get(line, ())]
        return found or [(row.line, self.lines.get(row.line, row.text))]
