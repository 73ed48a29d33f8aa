"""The way back from an item to where it came from, told by the rooms above that know.

This room knows nothing of retrospectives. A room above writes a module `origins.py` (found by
itself at the start) and registers a function there:

    def way_back(items, user) -> list[Origin]: ...
    origins.register(way_back, NoteItem)

The second is the model whose rows tie an item (`item_id`) to the place. `items` are the ids of an item and
of what was merged into it. The function asks at most one query, whatever they have, and gives `url=""` where
the person may know of the place but not open it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from backlog import parts


@dataclass(frozen=True)
class Origin:
    """A place an item came from: `label` ("Note"), `text` (what it is called), `url` or ""."""

    label: str
    text: str
    url: str = ""


WayBack = Callable[..., Iterable[Origin]]
_ways_back: dict[str, WayBack] = {}


def register(way_back: WayBack, tie) -> None:
    """Let `way_back(items, user)` be asked for every item page with rows of the model `tie`."""
    _ways_back[tie._meta.label] = way_back
    parts.register(tie._meta.label, tie, "item_id")


def origins_of(items, user, there: frozenset[str]) -> list[Origin]:
    """Everywhere that the items (ids) came from, as far as `user` may know.

    `there` are the parts of the first item; what was merged into it is asked in any case.
    """
    asked = [way_back for name, way_back in _ways_back.items() if name in there or len(items) > 1]
    return [origin for way_back in asked for origin in way_back(items, user)]


Places = Callable[..., dict]
_places: list[Places] = []


def register_places(places: Places) -> None:
    """Let `places(decisions, user)` say where decisions were made: decision's id → `Origin`.

    It asks at most one query for all of them.
    """
    if places not in _places:
        _places.append(places)


def places_of(decisions: list, user) -> dict:
    """Decision's id → the place where it was made, as far as `user` may know."""
    return {pk: place for places in _places if decisions for pk, place in places(decisions, user).items()}
