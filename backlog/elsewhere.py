"""What is found outside the items, told by the rooms above that hold it.

This room knows nothing of retrospectives. A room above writes a module `findings.py` (found by itself at
the start) and registers a function there:

    def notes(user, asked: Question) -> Shelf | None: ...
    elsewhere.register(notes)

The function gives only what `user` may see, at most a handful, the newest first, in a few queries. It
leaves out what is not of the teams and product groups asked for; nobody is asked where something else is
asked for that only items have, such as a state.
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


SHARED_FILTERS = {"team", "product_group"}
"""What other things than items have as well."""
Search = Callable[..., Shelf | None]
_searches: list[Search] = []


def register(search: Search) -> None:
    """Let `search(user, asked)` be asked by the search page."""
    if search not in _searches:
        _searches.append(search)


def found_elsewhere(user, asked) -> list[Shelf]:
    """What the other rooms have of the words that are asked for, as far as `user` may see."""
    of_items = asked.numbers or asked.unknown or asked.filters.keys() - SHARED_FILTERS
    if of_items or not asked.words:
        return []
    shelves = (search(user, asked) for search in _searches)
    return [shelf for shelf in shelves if shelf and shelf.books]
