"""What is found outside the items, told by the rooms above that hold it.

This room knows nothing of retrospectives. A room above writes a module `findings.py` (found by itself at
the start) and registers a function there:

    def notes(user, asked: Question) -> Shelf | None: ...
    elsewhere.register(notes)

The function gives only what `user` may see, at most a handful, the newest first, in a few queries.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Book:
    """One thing found: where it stands, its sentence as HTML, and words on where that is."""

    url: str
    sentence: SafeString
    place: str


@dataclass(frozen=True)
class Shelf:
    """What one room found, under its heading."""

    heading: str
    books: list[Book]


Search = Callable[..., Shelf | None]
_searches: list[Search] = []


def register(search: Search) -> None:
    """Let `search(user, asked)` be asked by the search page."""
    if search not in _searches:
        _searches.append(search)


def found_elsewhere(user, asked) -> list[Shelf]:
    """What the other rooms have of the words that are asked for, as far as `user` may see."""
    shelves = (search(user, asked) for search in _searches)
    return [shelf for shelf in shelves if shelf and shelf.books]
