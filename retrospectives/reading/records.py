"""A reading as a plain record, and back: what is exchanged as JSON, without the lines it came from.

    {"title", "date", "team", "participants": [NAME],
     "columns": [{"title", "notes": [{"text", "author", "votes", "group"}]}],
     "actions": [{"text", "owner", "due", "status", "done"}],
     "decisions": [{"text"}], "links": [{"url", "title"}]}

A note, action or decision may also be a mere text. What is missing is empty.
"""

from retrospectives.reading.dates import find_date
from retrospectives.reading.structure import (
    ReadAction,
    ReadColumn,
    ReadDecision,
    Reading,
    ReadLink,
    ReadNote,
)
from retrospectives.reading.words import kind_of

NOTE = ("text", "author", "votes", "group")
ACTION = ("text", "owner", "due", "status", "done")


def record_of(reading: Reading) -> dict:
    """What the reading says, in the order in which people read it."""
    return {
        "title": reading.title,
        "date": reading.date,
        "team": reading.team,
        "participants": list(reading.participants),
        "columns": [
            {"title": column.title, "notes": [_part(note, NOTE) for note in column.notes]}
            for column in reading.columns
        ],
        "actions": [_part(action, ACTION) for action in reading.actions],
        "decisions": [_part(decision, ("text",)) for decision in reading.decisions],
        "links": [_part(link, ("url", "title")) for link in reading.links],
    }


def is_record(data) -> bool:
    """Whether this is a retrospective: an object that holds columns, or actions or decisions."""
    parts = ("columns", "actions", "decisions")
    return isinstance(data, dict) and any(isinstance(data.get(name), list) for name in parts)


def reading_of(record: dict) -> Reading:
    """The reading that a record tells; keys and line numbers are empty. What is no text is left away."""
    reading = Reading(title=_line(record.get("title")), team=_line(record.get("team")))
    reading.date = find_date(_line(record.get("date")))
    reading.participants = [name for name in map(_line, _list(record.get("participants"))) if name]
    for column in _dicts(record.get("columns")):
        title = _line(column.get("title"))
        kind, leaning = kind_of(title)
        notes = [
            ReadNote(
                "",
                0,
                text,
                author=_line(note.get("author")),
                votes=_count(note),
                group=_line(note.get("group")),
            )
            for note, text in _said(column.get("notes"))
        ]
        reading.columns.append(ReadColumn("", title, leaning if kind == "column" else "open", notes))
    for action, text in _said(record.get("actions")):
        row = ReadAction("", 0, text, owner=_line(action.get("owner")), status=_line(action.get("status")))
        row.due = find_date(_line(action.get("due")))
        row.done = action["done"] if isinstance(action.get("done"), bool) else None
        reading.actions.append(row)
    reading.decisions = [ReadDecision("", 0, text) for _data, text in _said(record.get("decisions"))]
    links = [(_line(link.get("url")), _line(link.get("title"))) for link in _dicts(record.get("links"))]
    reading.links = [ReadLink(0, url, title) for url, title in links if url]
    return reading


def _part(row, names: tuple[str, ...]) -> dict:
    return {name: getattr(row, name) for name in names}


def _list(data) -> list:
    return data if isinstance(data, list) else []


def _dicts(data) -> list[dict]:
    return [row for row in _list(data) if isinstance(row, dict)]


def _said(data) -> list[tuple[dict, str]]:
    """Each row with its text; those without are no rows."""
    kept = [row for row in _list(data) if isinstance(row, str | dict)]
    rows = [({}, row) if isinstance(row, str) else (row, row.get("text")) for row in kept]
    return [(row, text.strip()) for row, text in rows if isinstance(text, str) and text.strip()]


def _line(data) -> str:
    return " ".join(str(data).split()) if isinstance(data, str | int | float) and data is not True else ""


def _count(note: dict) -> int:
    votes = note.get("votes")
    return votes if isinstance(votes, int) and not isinstance(votes, bool) else 0
