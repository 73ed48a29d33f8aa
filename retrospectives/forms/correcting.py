"""From what was pressed on a row of the preview to the corrections that it asks for."""

from backlog.models import Kind
from retrospectives.preview import OUT, Preview
from retrospectives.reading.correcting import ACTIONS, FIELDS

WORDS = ("owner", "due")
LINE = "line:"  # before the number of a line that is dragged out of what is left out


def corrections_of(said, shown: Preview) -> list[dict | str]:
    """The corrections in order. What was typed beside a pressed button counts as well.

    A row that was dragged sends `id`, `column` and `after`; dragged among what is left out, it is
    dropped, and a line dragged out of there is taken. Without a caret a row is split at its first
    line, else behind its first sentence.
    """
    do = said.get("do", "")
    if do in {"undo", "redo"}:
        return [do]
    if "id" in said:
        return [_dragged(said)]
    if do == "about":
        return _about(said, shown)
    row = shown.row(said.get("note", "")) if "note" in said else None
    found = _typed(said, row) if row and do != "drop" else []
    if do == "edit":
        return found
    if do == "to_action":
        return [*found, {"do": "move", "note": said["note"], "column": ACTIONS}]
    correction = {"do": do} | {name: said.get(name, "") for name in FIELDS.get(do, ())}
    if do == "split" and row:
        correction["at"] = _place(said, said.get("text", row["text"]))
    return [*found, correction]


def _dragged(said) -> dict:
    if said.get("column") == OUT:
        return {"do": "drop", "note": said["id"]}
    column, after = said.get("column", ""), said.get("after", "")
    if said["id"].startswith(LINE):
        return {"do": "take", "line": said["id"].removeprefix(LINE), "column": column}
    return {"do": "move", "note": said["id"], "column": column, "after": after or "top"}


def _about(said, shown: Preview) -> list[dict]:
    reading = shown.reading
    now = {"title": reading.title, "date": reading.date, "participants": ", ".join(reading.participants)}
    return [
        {"do": "about", "field": field, "value": said[field]}
        for field, value in now.items()
        if field in said and said[field].strip() != value
    ]


def _typed(said, row: dict) -> list[dict]:
    """What differs from the row in the fields of its editor."""
    note, found = row["key"], []
    text = said.get("text")
    if text is not None and text.replace("\r\n", "\n").strip() != row["text"].strip():
        found.append({"do": "edit", "note": note, "text": text})
    if row["action"]:
        for name in WORDS:
            if name in said and said[name] != row[name]:
                found.append({"do": name, "note": note, name: said[name]})
        ticked = {True: "yes", False: "no", None: ""}[row["done"]]
        if "done" in said and said["done"] != ticked:
            found.append({"do": "tick", "note": note, "done": said["done"]})
    if said.get("kind") in Kind.values and row["item"] and said["kind"] != row["kind"]:
        found.append({"do": "item", "note": note, "kind": said["kind"]})
    return found


def _place(said, text: str) -> str:
    """Where to split: the caret where it is told, else the first line's end, else the first sentence's."""
    text = text.replace("\r\n", "\n")
    if said.get("at", "").isdecimal() and 0 < int(said["at"]) < len(text):
        return said["at"]
    for end in ("\n", ". ", "; ", ", "):
        if 0 < text.find(end) < len(text) - len(end):
            return str(text.find(end) + len(end))
    return "0"
