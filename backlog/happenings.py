"""The history of an item, told line by line."""

from dataclasses import dataclass
from datetime import datetime

from activity import subjects
from activity.models import Event


@dataclass(frozen=True)
class Happening:
    """One line of the history; `on` is the number of the merged item that it happened to."""

    id: int
    at: datetime
    sentence: str
    quotes: list[tuple[str, str]]
    look: str
    url: str
    on: str = ""


def happening(event: Event, on: str) -> Happening:
    """A comment's text stands among the comments: the history leads there instead of repeating it."""
    told = subjects.tell(event)
    commented = "comment" in event.data
    look = "verdict-given" if event.name == "decided" else "" if event.human else "by-machine"
    return Happening(
        id=event.pk,
        at=event.at,
        sentence=told.sentence,
        quotes=[] if commented else told.quotes,
        look=look,
        url=told.url if commented else "",
        on=on,
    )
