"""Item files: CSV in UTF-8 with a header, read with errors by line and column, and written.

The columns are `kind,title,description,team,source_url,created,owner,status`. `status` is
`open` (or empty) for what is new and `done` for what is confirmed.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backlog.formulas import guarded, unguarded
from backlog.models.item import Item
from backlog.models.life import Kind, State

COLUMNS = ("kind", "title", "description", "team", "source_url", "created", "owner", "status")
NEEDED = ("kind", "title")
STATUSES = ("", "open", "done")
LARGEST = 10 * 1024 * 1024
MOST_PROBLEMS = 200
LONGEST = {name: Item._meta.get_field(name).max_length for name in ("title", "description", "source_url")}
LONGEST |= {"owner": Item._meta.get_field("owner_text").max_length, "team": 120}

_web_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Row:
    """One row that can be stored. `created` is None where the file gives no date."""

    line: int
    kind: str
    title: str
    description: str = ""
    team: str = ""
    source_url: str = ""
    created: datetime | None = None
    owner: str = ""
    done: bool = False


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: the line of the file (the header is 1) and the column's name."""

    line: int
    column: str
    message: str


@dataclass
class Reading:
    """What a file holds: its rows, and every problem found (at most `MOST_PROBLEMS` are kept)."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def complain(self, line: int, column: str, message: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(line, column, message))


def read(content: bytes, zone, today: date) -> Reading:
    """Read an item file. Never raises for what is in it: problems are listed.

    `zone` and `today` are the product group's; a date without a time is that day's noon there.
    """
    reading = Reading()
    text = _decode(content, reading)
    if text is None:
        return reading
    csv.field_size_limit(LARGEST)
    first = text.split("\n", 1)[0]
    delimiter = ";" if ";" in first and "," not in first else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = _header(next(lines, []), reading)
        if header is None:
            return reading
        start = lines.line_num + 1
        for cells in lines:
            _read_row(cells, header, start, reading, zone, today)
            start = lines.line_num + 1
    except csv.Error:
        reading.complain(lines.line_num, "", _("The file breaks off inside a quoted cell or is no CSV."))
    if not reading.rows and not reading.problems:
        reading.complain(1, "", _("The file has a header but no rows."))
    return reading


def _decode(content: bytes, reading: Reading) -> str | None:
    if len(content) > LARGEST:
        reading.complain(1, "", _("The file is larger than %d MB.") % (LARGEST // 1024**2))
    elif not content.strip():
        reading.complain(1, "", _("The file is empty."))
    elif b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        reading.complain(line, "", _("The file has NUL bytes: it is no text file."))
    else:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            reading.complain(line, "", _("The text is not in UTF-8. Save the file as “CSV UTF-8”."))
    return None


def _header(cells: list[str], reading: Reading) -> list[str] | None:
    names = [cell.strip().lower() for cell in cells]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        said = _("The header lacks the column %s. The columns are: %s.")
        reading.complain(1, missing[0], said % (", ".join(missing), ", ".join(COLUMNS)))
    for name in COLUMNS:
        if names.count(name) > 1:
            reading.complain(1, name, _("The column stands in the header twice."))
    reading.left_out = [name for name in names if name and name not in COLUMNS]
    return None if reading.problems else names


def _read_row(cells: list[str], header: list[str], line: int, reading: Reading, zone, today: date) -> None:
    if not any(cell.strip() for cell in cells):
        return
    if len(cells) != len(header):
        said = ngettext("The row has %d cell", "The row has %d cells", len(cells)) % len(cells)
        reading.complain(line, "", _("%s, the header has %d.") % (said, len(header)))
        return
    row = dict.fromkeys(COLUMNS, "") | {
        name: unguarded(cell).strip() for name, cell in zip(header, cells, strict=True) if name in COLUMNS
    }
    before = len(reading.problems)
    _check(row, line, reading)
    created = _moment(row["created"], line, reading, zone, today)
    if len(reading.problems) == before:
        reading.rows.append(
            Row(
                line=line,
                kind=row["kind"].lower(),
                title=" ".join(row["title"].split()),
                description=row["description"],
                team=row["team"],
                source_url=row["source_url"],
                created=created,
                owner=row["owner"],
                done=row["status"].lower() == "done",
            )
        )


def _check(row: dict[str, str], line: int, reading: Reading) -> None:
    if row["kind"].lower() not in Kind.values:
        reading.complain(line, "kind", _("“%s” is none of: %s.") % (row["kind"], ", ".join(Kind.values)))
    if row["status"].lower() not in STATUSES:
        reading.complain(line, "status", _("“%s” is neither open nor done.") % row["status"])
    if not row["title"]:
        reading.complain(line, "title", _("An item needs a title."))
    for name, longest in LONGEST.items():
        if len(row[name]) > longest:
            said = _("The text has %d characters; at most %d are possible.")
            reading.complain(line, name, said % (len(row[name]), longest))
    if row["source_url"]:
        try:
            _web_address(row["source_url"])
        except ValidationError:
            reading.complain(line, "source_url", _("This is no web address (http or https)."))


def _moment(text: str, line: int, reading: Reading, zone, today: date) -> datetime | None:
    if not text:
        return None
    try:
        day = parse_date(text)
        moment = datetime(day.year, day.month, day.day, 12, tzinfo=zone) if day else parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or moment.year < 1970:
        reading.complain(line, "created", _("“%s” is no date like 2026-05-31.") % text)
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if moment.astimezone(zone).date() > today:
        reading.complain(line, "created", _("The date lies in the future."))
        return None
    return min(moment.astimezone(UTC), datetime.now(UTC))


class _Echo:
    """A file to write to that hands each line back."""

    def write(self, line: str) -> str:
        return line


def write(items) -> Iterator[str]:
    """The lines of an item file, header first, for a queryset of items.

    Read row by row, so that the memory needed doesn't grow with the number of items.
    """
    writer = csv.writer(_Echo(), lineterminator="\n")
    yield writer.writerow(COLUMNS)
    fields = ("kind", "title", "description", "team__name", "team_text", "source_url", "created")
    rows = items.values_list(*fields, "owner__name", "owner_text", "state")
    for (
        kind,
        title,
        description,
        team,
        team_text,
        source_url,
        created,
        owner,
        owner_text,
        state,
    ) in rows.iterator():
        yield writer.writerow(
            guarded(cell)
            for cell in (
                kind,
                title,
                description,
                team_text if state == State.PROPOSED else team or "",
                source_url,
                created.isoformat(),
                owner or owner_text,
                "done" if state == State.CONFIRMED else "open",
            )
        )
