"""A retrospective's board as a `Reading`, so that it can be written down and brought again elsewhere."""

from django.utils.text import slugify

from retrospectives.board import Board
from retrospectives.models import Retrospective
from retrospectives.reading import ReadAction, ReadColumn, Reading, ReadNote
from retrospectives.reading.structure import ReadLink

FORMS = {"md": "text/markdown", "csv": "text/csv", "json": "application/json"}


def reading_of(retrospective: Retrospective, user) -> Reading:
    """Everything that brought notes can tell: no ids, no items, and who voted is nobody's business.

    The votes of a topic stand with the first of its notes, so that they are counted once.
    """
    board = Board(retrospective, user)
    votes = {topic["id"]: topic["votes"] for topic in board.topics}
    present = [row["name"] for row in board.participants if not row["guest"]]
    return Reading(
        title=retrospective.title,
        date=retrospective.date.isoformat(),
        team=retrospective.team.name if retrospective.team else "",
        participants=[*present, *retrospective.also_present],
        columns=[_column(row, votes) for row in board.columns],
        actions=[_action(row) for row in board.agreements],
        links=[ReadLink(0, link["url"], link["title"]) for link in retrospective.links],
    )


def file_name(retrospective: Retrospective, form: str) -> str:
    """What the file is called: the day and the name."""
    return f"{slugify(f'{retrospective.date.isoformat()} {retrospective.name}')[:80]}.{form}"


def _column(row: dict, votes: dict) -> ReadColumn:
    notes = [_note(note, votes) for note in row["notes"]]
    return ReadColumn(str(row["id"]), row["title"], row["leaning"], notes)


def _note(note: dict, votes: dict) -> ReadNote:
    return ReadNote(
        str(note["id"]),
        0,
        note["text"],
        author=note["author_name"] or "",
        votes=votes.pop(note["topic_id"], 0) if note["topic_id"] else note["votes"],
        group=note["topic"] or "",
    )


def _action(row: dict) -> ReadAction:
    done = bool(row["done_at"])
    return ReadAction(
        str(row["id"]),
        0,
        row["text"],
        owner=row["owner_name"] or "",
        done=done,
        due=row["due"].isoformat() if row["due"] else "",
        status="" if done else row["status_text"],
    )
