"""What events are about: each room registers the address of its subjects and a sentence per event.

History, inbox, mail and digest tell an event in the same words, and this room still knows none
of the rooms above it. A room writes a module `sentences.py` that calls `register`; it is found
by itself at the start. A room above may add sentences to the subjects of a room below by
registering the same type again without `url`.

    register("item", url="/items/{id}/".format, sentences={"taken": _("%(actor)s took it.")})

Telling an event asks the database nothing, if the event came with its actor
(`Event.objects.….select_related("actor")`).
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

Sentence = str | Promise | Callable[["Words"], str]
Quotes = Callable[["Words"], list[tuple[str, str]]]
Ages = Callable[[Collection[UUID]], Mapping[UUID, "Age"]]
Sight = Callable[[Any, list[tuple[str, dict]]], list[dict]]


class Words(dict):
    """An event's data with the actor's name under `actor`; what an old event lacks is empty."""

    def __missing__(self, key: str) -> str:
        return ""

    def but(self, **shown: str) -> "Words":
        """The same with some values as they are shown to people."""
        return Words(self, **shown)


@dataclass(frozen=True)
class Told:
    """One event in words for a person, in the language in force.

    `title` names the subject ("#12 Builds are red"), `sentence` says what happened, `quotes`
    are people's own words as pairs of label (may be empty) and plain text, `url` leads there
    ("" where nothing leads).
    """

    title: str
    sentence: str
    quotes: list[tuple[str, str]]
    url: str


@dataclass(frozen=True)
class Age:
    """How long nobody has acted on a subject: the line of a page, the words, and what a mail draws.

    `length` is in thousandths of the line's place, `step` one of the five colours from ink (0)
    to ember (4).
    """

    line: SafeString
    words: str
    length: int
    step: int


@dataclass
class _Subject:
    url: Callable[[UUID, Mapping], str] | None
    sentences: dict[str, Sentence]
    quotes: Quotes | None = None
    ages: Ages | None = None
    sight: Sight | None = None


_subjects: dict[str, _Subject] = {}


def register(
    subject_type: str,
    *,
    sentences: Mapping[str, Sentence],
    url: Callable[[UUID, Mapping], str] | None = None,
    quotes: Quotes | None = None,
    ages: Ages | None = None,
    sight: Sight | None = None,
) -> None:
    """Say how events about `subject_type` are told.

    `url` gets the subject's id and the event's data. A sentence is a lazily translated text
    with places like `%(actor)s` and `%(reason)s` for the event's data, or a function of
    `Words` that returns the text. `quotes` picks people's own words out of the data. `ages`
    reads the ages of many subjects at once, those that have one, in a fixed number of queries.
    `sight` gets a person and (name, data) of events, and gives the data as this person may read it.
    """
    subject = _subjects.setdefault(subject_type, _Subject(None, {}))
    subject.sentences.update(sentences)
    subject.url = url or subject.url
    subject.quotes = quotes or subject.quotes
    subject.ages = ages or subject.ages
    subject.sight = sight or subject.sight


def for_eyes_of(user, events: Iterable) -> None:
    """Take out of what these events tell what `user` may not see. To be called before they are told."""
    by_type: dict[str, list] = {}
    for event in events:
        by_type.setdefault(event.subject_type, []).append(event)
    for subject_type, rows in by_type.items():
        subject = _subjects.get(subject_type)
        if subject and subject.sight:
            seen = subject.sight(user, [(event.name, event.data) for event in rows])
            for event, data in zip(rows, seen, strict=True):
                event.data = data


def tell(event) -> Told:
    """The event in words. Never raises for an event that nobody registered a sentence for."""
    words = Words(event.data)
    words["actor"] = event.actor.name if event.actor else _("The service")
    subject = _subjects.get(event.subject_type)
    return Told(
        title=title_of(words),
        sentence=_sentence(event.name, words, subject),
        quotes=subject.quotes(words) if subject and subject.quotes else [],
        url=subject.url(event.subject_id, words) if subject and subject.url else "",
    )


def ages_of(events: Iterable) -> dict[tuple[str, UUID], Age]:
    """The ages of what these events are about, by type and id: a query or so per type of subject."""
    by_type: dict[str, set[UUID]] = {}
    for event in events:
        by_type.setdefault(event.subject_type, set()).add(event.subject_id)
    found = {}
    for subject_type, ids in by_type.items():
        subject = _subjects.get(subject_type)
        if subject and subject.ages:
            found |= {(subject_type, pk): age for pk, age in subject.ages(ids).items()}
    return found


def title_of(words: Mapping) -> str:
    """ "#12 Builds are red", or the title alone where the subject has no number."""
    title, number = str(words.get("title") or ""), words.get("number")
    return f"#{number} {title}" if number else title


def _sentence(name: str, words: Words, subject: _Subject | None) -> str:
    sentence = subject.sentences.get(name) if subject else None
    if sentence is None:
        return _("%(actor)s: %(event)s") % {"actor": words["actor"], "event": name.replace("_", " ")}
    return sentence(words) if callable(sentence) else str(sentence) % words
