"""A reading in the form in which retrospectives are exchanged: one object, with texts as they stand."""

from retrospectives.reading.structure import ReadAction, Reading, ReadNote, Reason


def told(reading: Reading, source: str) -> dict:
    """`{source, date, team, columns: [{title, notes: [text]}], actions: [{text, owner, done}]}`.

    A note is told with its author's mark before it, and with the actions that stood below it.
    """
    below: dict[str, list[ReadAction]] = {}
    for action in reading.actions:
        below.setdefault(action.under, []).append(action)
    return {
        "source": source,
        "date": reading.date,
        "team": reading.team,
        "columns": [
            {"title": column.title, "notes": [_whole(note, below, reading) for note in column.notes]}
            for column in reading.columns
        ],
        "actions": [
            {"text": action.text, "owner": action.owner, "done": action.done} for action in reading.actions
        ],
    }


def _whole(note: ReadNote, below: dict[str, list[ReadAction]], reading: Reading) -> str:
    """The note's words, its actions put back between its sub-notes, in the order of the text."""
    lines = note.said.split("\n")
    subs = [number for number in note.lines if reading.line(number).reason == Reason.NESTED]
    for action in reversed(below.get(note.key, [])):
        place = 1 + sum(number < action.line for number in subs)
        lines.insert(place, f"* {reading.line(action.line).text}")
    return "\n".join(lines)
