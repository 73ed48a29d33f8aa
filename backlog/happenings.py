"""The history of an item, told line by line."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from activity import subjects
from activity.models import Event


@dataclass(frozen=True)
class Happening:
    """One line of the history; `on` is the number of the item that it happened to, where it isn't clear."""

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


def states_entered(item_ids) -> dict[UUID, Happening]:
    """What brought each of the items into the state it is in; one query."""
    events = Event.objects.about_any("item", item_ids).of_another_state().newest_of_each()
    return {event.subject_id: happening(event, "") for event in events}


def since(moment: datetime, item_ids) -> list[Happening]:
    """The last thing that happened to each of the items after that moment, if anything did; one query."""
    events = Event.objects.about_any("item", item_ids).after(moment).newest_of_each()
    return [happening(event, f"#{event.data['number']}") for event in events]
