"""Retrospectives written down, so that `read_all` gets back what they say.

    written(reading, "md")    Markdown, in the form of `exchange`
    written(reading, "csv")   a row for each thing, in the columns of `HEAD`; formulas are guarded
    written(reading, "json")  {"retrospectives": [record]}, see `records`

Title, date, team, participants, columns, notes with sub-notes, authors, votes and groups, actions
with owner, due date, status and tick, decisions and links come back; line numbers, keys and marks
for items don't.
"""

import csv
import io
import json

from backlog.formulas import guarded
from retrospectives.reading import exchange
from retrospectives.reading.exchange import escaped, opened, titled
from retrospectives.reading.records import record_of
from retrospectives.reading.structure import Reading

FORMS = ("md", "csv", "json")
HEAD = (
    "no", "retrospective", "date", "team", "kind", "column", "text", "author", "votes", "group", "owner",
    "due", "status", "done",
)  # fmt: skip
BOXES = {True: "[x] ", False: "[ ] ", None: ""}
TICKS = {True: "yes", False: "no", None: ""}


def written(readings: Reading | list[Reading], form: str) -> str:
    """One retrospective, or several, as a text. `form` is one of `FORMS`."""
    several = [readings] if isinstance(readings, Reading) else readings
    records = [_tidy(record_of(reading)) for reading in several]
    return {"md": _markdown, "csv": _csv, "json": _json}[form](records)


def _tidy(data):
    """Every text as a reader sees it: no tabs, nothing behind the end of a line; all but `text` one line."""
    if isinstance(data, dict):
        return {
            name: _tidy(value) if name == "text" else _tidy(_one_line(value)) for name, value in data.items()
        }
    if isinstance(data, list):
        return [_tidy(_one_line(value)) for value in data]
    if isinstance(data, str):
        text = data.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
        return "\n".join(line.expandtabs(4).rstrip() for line in text.split("\n")).strip()
    return data


def _one_line(value):
    return " ".join(value.split()) if isinstance(value, str) else value


def _json(records: list[dict]) -> str:
    return json.dumps({"retrospectives": records}, ensure_ascii=False, indent=2) + "\n"


def _markdown(records: list[dict]) -> str:
    return "\n".join("\n".join(_markdown_of(record)) + "\n" for record in records)


def _markdown_of(record: dict) -> list[str]:
    lines = [exchange.MARK]
    if record["title"]:
        lines += [f"# {record['title']}"]
    people = ", ".join(escaped(name) for name in record["participants"])
    about = zip(exchange.ABOUT, (record["date"], record["team"], people), strict=True)
    lines += ["", *(f"{name}: {value}" for name, value in about if value)]
    for column in record["columns"]:
        lines += ["", f"## {titled(column['title'])}", ""]
        for note in column["notes"]:
            told = {"author": note["author"], "votes": str(note["votes"] or ""), "group": note["group"]}
            lines += _point("", note["text"], told)
    if record["actions"]:
        lines += ["", f"## {exchange.ACTIONS}", ""]
    for action in record["actions"]:
        told = {name: action[name] for name in ("owner", "due", "status")}
        lines += _point(BOXES[action["done"]], action["text"], told)
    if record["decisions"]:
        lines += ["", f"## {exchange.DECISIONS}", ""]
    for decision in record["decisions"]:
        lines += _point("", decision["text"], {})
    if record["links"]:
        lines += ["", f"## {exchange.LINKS}", ""]
    return [*lines, *(f"- {link['title']} <{link['url']}>" for link in record["links"])]


def _point(box: str, text: str, told: dict[str, str]) -> list[str]:
    first, *rest = opened(text, told)
    return [f"- {box}{first}", *rest]


def _csv(records: list[dict]) -> str:
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(HEAD)
    for number, record in enumerate(records, start=1):
        about = {
            "no": number,
            "retrospective": record["title"],
            "date": record["date"],
            "team": record["team"],
        }
        for row in _rows_of(record):
            told = about | row
            rows.writerow([guarded(str(told.get(name) or "")) for name in HEAD])
    return file.getvalue()


def _rows_of(record: dict) -> list[dict]:
    """A row for each thing; one without any where nothing else would tell of the retrospective."""
    rows = [{"kind": "participant", "text": name} for name in record["participants"]]
    for column in record["columns"]:
        under = {"column": column["title"]}
        rows.append({"kind": "column", **under})
        rows += [{"kind": "note", **under, **note} for note in column["notes"]]
    rows += [{"kind": "action"} | row | {"done": TICKS[row["done"]]} for row in record["actions"]]
    rows += [{"kind": "decision"} | row for row in record["decisions"]]
    rows += [{"kind": "link", "column": row["title"], "text": row["url"]} for row in record["links"]]
    return rows or [{"kind": "retrospective"}]
