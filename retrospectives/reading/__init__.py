"""Reading pasted notes: pure functions from text to what was understood. Nothing is stored here.

    bytes --text.decode--> text --forms--> JSON  --records, writing--> lines --rereading--> Readings
                                           CSV   --sheets--> Readings
                                           HTML  --pages--> lines, as below
                                           words --text.split--> lines --marks--> tokens
                                                 --several--> parts --sections--> Readings
    Reading --correcting.corrected--> Reading
    Readings --writing.written--> text, which is read back as it was

`structure` is what all of them speak of and says what holds of every reading; `headings`, `words`,
`vocabulary`, `heads`, `dates`, `tasks`, `authors` and `about` are their knowledge. Each line of the
text ends up in `Reading.lines` of one reading, with a role and a reason.
"""

from itertools import chain

from retrospectives.reading import forms, pages, rereading
from retrospectives.reading.correcting import CannotCorrect, corrected
from retrospectives.reading.marks import tokens_of
from retrospectives.reading.progress import Progress, Tell
from retrospectives.reading.records import reading_of
from retrospectives.reading.sections import read_tokens
from retrospectives.reading.several import parts_of
from retrospectives.reading.sheets import Sheet
from retrospectives.reading.structure import (
    Line,
    ReadAction,
    ReadColumn,
    ReadDecision,
    Reading,
    ReadLink,
    ReadNote,
    Reason,
    Role,
)
from retrospectives.reading.telling import told
from retrospectives.reading.text import LARGEST, MOST_NOTES, Unreadable, checked, decode, split
from retrospectives.reading.writing import written

__all__ = [
    "LARGEST",
    "CannotCorrect",
    "Line",
    "ReadAction",
    "ReadColumn",
    "ReadDecision",
    "ReadLink",
    "ReadNote",
    "Reading",
    "Reason",
    "Role",
    "Unreadable",
    "checked",
    "corrected",
    "decode",
    "merged",
    "read",
    "read_all",
    "told",
    "written",
]


def read_all(source: str | bytes, tell: Tell | None = None) -> list[Reading]:
    """Every retrospective in a text or a file, in order: their lines together are the whole of it.

    `tell` is called now and then with how many lines are read, of how many. Raises `Unreadable` where
    it is no text, or more of it than can be read at once.
    """
    progress = Progress(tell) if tell else Progress()
    text = checked(source if isinstance(source, str) else decode(source))
    records = forms.records_of(text)
    if records is not None:
        shown = written([reading_of(record) for record in records], "md")
        return _formed("json", rereading.reread(split(checked(shown)), progress))
    if rereading.is_ours(text):
        return _checked(rereading.reread(split(text), progress))
    if forms.is_html(text):
        return _formed("html", _read_lines(pages.lines_of(text), progress))
    sheet = Sheet.of(text)
    if sheet is not None:
        return _checked(sheet.read(progress))
    return _checked(_read_lines(split(text), progress))


def read(source: str | bytes) -> Reading:
    """A text as one retrospective, with the columns of all that stand in it. Raises `Unreadable`."""
    return merged(read_all(source))


def merged(readings: list[Reading]) -> Reading:
    """The first of them, with all that stands in the others."""
    first, *others = readings
    for other in others:
        for name in ("columns", "actions", "decisions", "links", "lines"):
            getattr(first, name).extend(getattr(other, name))
    names = chain.from_iterable(reading.participants for reading in readings)
    first.participants = list(dict.fromkeys(names))
    first.lines.sort(key=lambda line: line.number)
    return first


def _read_lines(lines: list[str], progress: Progress) -> list[Reading]:
    if not any(lines):
        raise Unreadable("empty")
    progress.begin(len(lines), rounds=2)
    numbered = list(enumerate(lines, start=1))
    parts = parts_of(tokens_of(lines, progress))
    return [read_tokens(part, numbered[part[0].number - 1 : part[-1].number], progress) for part in parts]


def _formed(form: str, readings: list[Reading]) -> list[Reading]:
    for reading in readings:
        reading.form = form
    return _checked(readings)


def _checked(readings: list[Reading]) -> list[Reading]:
    if sum(1 for _row in chain.from_iterable(reading.rows for reading in readings)) > MOST_NOTES:
        raise Unreadable("too_many_notes")
    return readings
