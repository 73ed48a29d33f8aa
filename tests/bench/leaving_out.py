"""What hangs on one source: words that decide in its texts alone, lines of the reader that it alone runs.

A rule that was made for one source would show here. Its texts are read once more by a reader that
doesn't know the words which only they use, however usual those are.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import retrospectives.reading as reading
from retrospectives.reading import about, authors, heads, read_all, tasks, words

UNSEEN = Path("tests/retrospectives/unseen")
HERE = str(Path(reading.__file__).parent)
TABLES = {
    "heading": (words, "_KINDS"),
    "nothing": (words, "_NOTHING"),
    "head of a table": (heads, "_FIELDS"),
    "within a head": (heads, "_WITHIN"),
    "before a colon": (about, "_NAMES"),
    "done": (tasks, "_DONE"),
    "open": (tasks, "_OPEN"),
    "no name": (authors, "_NO_NAMES"),
}
REMEMBERED = (words._folded, words._kind_of, heads._field_of)

Entry = tuple[str, str]  # a table, and the phrase in it


def unseen_texts() -> list[bytes]:
    return [path.read_bytes() for path in sorted(UNSEEN.iterdir()) if path.suffix != ".json"]


def words_of_one_source(texts: dict[str, list[bytes]]) -> dict[str, set[Entry]]:
    """Per source the entries of the vocabulary that decide there and in the texts of no other."""
    deciding = {source: _deciding(mine) for source, mine in texts.items()}
    return {
        source: found - set().union(*(other for name, other in deciding.items() if name != source))
        for source, found in deciding.items()
    }


def _deciding(texts: Iterable[bytes]) -> set[Entry]:
    used: set[Entry] = set()
    with _tables(lambda name, table: _Told(name, table, used)):
        for text in texts:
            read_all(text)
    return used


def also_decide(entries: set[Entry], texts: Iterable[bytes]) -> set[Entry]:
    return entries & _deciding(texts)


@contextmanager
def without(entries: set[Entry]) -> Iterator[None]:
    """A reader that doesn't know these words."""

    def kept(name: str, table):
        rest = {phrase for phrase in table if (name, phrase) not in entries}
        return {phrase: table[phrase] for phrase in rest} if isinstance(table, dict) else frozenset(rest)

    with _tables(kept):
        yield


@contextmanager
def _tables(made: Callable) -> Iterator[None]:
    """Other tables for a while; what was remembered of the old ones is forgotten before and after."""
    before = {name: getattr(module, table) for name, (module, table) in TABLES.items()}
    try:
        for name, (module, table) in TABLES.items():
            setattr(module, table, made(name, before[name]))
        _forget()
        yield
    finally:
        for name, (module, table) in TABLES.items():
            setattr(module, table, before[name])
        _forget()


def _forget() -> None:
    for remembered in REMEMBERED:
        remembered.cache_clear()


class _Told:
    """A table that notes what it was asked for and had."""

    def __init__(self, name: str, table, used: set[Entry]):
        self.name, self.table, self.used = name, table, used

    def __iter__(self):
        return iter(self.table)

    def __contains__(self, phrase: str) -> bool:
        if phrase in self.table and not isinstance(self.table, dict):
            self.used.add((self.name, phrase))  # a phrase of a dictionary decides only when it is taken
        return phrase in self.table

    def __getitem__(self, phrase: str):
        self.used.add((self.name, phrase))
        return self.table[phrase]

    def get(self, phrase: str, default=None):
        return self[phrase] if phrase in self.table else default


def lines_run(texts: dict[str, list[bytes]]) -> dict[tuple[str, int], set[str]]:
    """Which lines of the reader run, as file and number, and for which sources."""
    monitoring, tool = sys.monitoring, sys.monitoring.COVERAGE_ID
    ran: dict[tuple[str, int], set[str]] = defaultdict(set)
    now = [""]

    def saw(code, number: int):
        if code.co_filename.startswith(HERE):
            ran[Path(code.co_filename).name, number].add(now[0])
        return monitoring.DISABLE

    monitoring.use_tool_id(tool, "leaving out")
    monitoring.register_callback(tool, monitoring.events.LINE, saw)
    monitoring.set_events(tool, monitoring.events.LINE)
    try:
        for now[0], mine in texts.items():
            _forget()
            monitoring.restart_events()
            for text in mine:
                read_all(text)
    finally:
        monitoring.set_events(tool, 0)
        monitoring.free_tool_id(tool)
    return ran
