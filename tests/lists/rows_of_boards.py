"""Retrospectives with everything on the board of one, brought notes, and review meetings."""

from datetime import timedelta

from backlog.models import Item
from retrospectives.models import (
    Agreement,
    Note,
    NoteItem,
    Participant,
    PastedNotes,
    PastedPart,
    Retrospective,
    Topic,
    Vote,
)
from retrospectives.reading import read
from reviews.models import AgendaEntry, Attendance, Review, ReviewAction, ReviewDecision

BODY = "A body that no list reads. " * 10


def fill(given) -> None:
    _retrospectives(given)
    _board(given)
    _drafts(given)
    _reviews(given)
    _meetings(given)


def _retrospectives(given) -> None:
    cast = given.cast
    given.add(
        Retrospective,
        [
            {"product_group": cast.group, "title": f"Looking back {n}", "date": given.today - timedelta(n)}
            | ({"kind": "overall"} if n % 100 == 7 else {"team": cast.red})
            | {"state": "open" if n % 100 == 8 else "closed"}
            for n in given
        ],
    )


def _board(given) -> None:
    """Notes in the first column of the world's own board, topics, votes, agreements and people."""
    board = {"retrospective_id": given.pk("board")}
    place = board | {"column_id": given.pk("column", 1)}
    notes = given.add(
        Note,
        [
            place | {"text": f"Slow {n}", "position": f"b{n:06}", "author": one}
            for n, one in zip(given, given.people, strict=True)
        ],
    )
    topics = given.add(Topic, [board | {"title": f"Pace {n}"} for n in given])
    given.add(Vote, [board | {"user": given.asker, "topic": topic} for topic in topics])
    given.add(Agreement, [board | {"text": f"Talk {n}", "owner": given.asker} for n in given])
    given.add(Participant, [board | {"user": one} for one in given.people])
    items = Item.objects.in_state("new").order_by("-number")[: len(notes)]
    of_board = board | {"by": given.asker}
    pairs = zip(notes, items, strict=True)
    given.add(NoteItem, [of_board | {"note": note, "item": item} for note, item in pairs])


def _drafts(given) -> None:
    """Texts that were brought, and the parts of the world's own one, each as long as all of it."""
    to_red = {"person": given.asker, "team": given.cast.red}
    given.add(PastedNotes, [to_red | {"text": BODY, "created": given.ago(n)} for n in given])
    reading = read("# Good\n- one\n").to_json()
    whole = {"read": reading, "current": reading, "counts": {"notes": 1}, "pasted_id": given.pk("draft")}
    given.add(PastedPart, [whole | {"number": n + 2, "title": f"Part {n}"} for n in given])
    lines = "".join(f"- line {n}\n" for n in range(given.numbers.stop))
    first = {"current": read(f"# Good\n{lines}").to_json()}
    PastedPart.objects.filter(pasted=given.pk("draft"), number=1).update(**first)


def _reviews(given) -> None:
    """Past meetings, and coming ones."""
    cast = given.cast
    held = {"minutes": BODY, "minutes_html": BODY, "started_at": given.ago(0), "ended_at": given.now}
    for state, days, told in (("held", -1, held), ("planned", 1, {})):
        given.add(
            Review,
            [
                {"product_group": cast.elsewhere if n % 100 == 7 else cast.group, **told}
                | {"state": "cancelled" if n % 100 == 8 else state}
                | {"planned_at": given.now + timedelta(days=days * (n + 1))}
                for n in given
            ],
        )


def _meetings(given) -> None:
    """Lines on the agendas, who was there, what was decided and promised."""
    for pk in given.meetings:
        review = {"review_id": pk}
        given.add(
            AgendaEntry,
            [
                review | {"part": "promise", "item_id": decision.item_id, "position": f"b{place:06}"}
                for place, decision in enumerate(given.decisions[::3])
            ],
        )
        given.add(Attendance, [review | {"person": one} for one in given.people])
    review = {"review_id": given.meetings[0]}
    given.add(ReviewDecision, [review | {"decision": one} for one in given.decisions[::3]])
    given.add(ReviewAction, [review | {"action": one} for one in given.actions[::3]])
