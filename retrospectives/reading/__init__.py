"""Reading pasted notes: pure functions from text to what was understood. Nothing is stored here.

    bytes --text.decode--> str --text.split--> lines --marks.tokens_of--> tokens
          --sections.read_tokens--> Reading --correcting.corrected--> Reading

`structure` is what all of them speak of; `headings`, `words`, `dates`, `tables` are their knowledge.
Each line of the text ends up in `Reading.lines` with a role and a reason.
"""

from retrospectives.reading.correcting import CannotCorrect, corrected
from retrospectives.reading.marks import tokens_of
from retrospectives.reading.sections import read_tokens
from retrospectives.reading.structure import Line, ReadAction, ReadColumn, Reading, ReadNote, Reason, Role
from retrospectives.reading.text import LARGEST, Unreadable, decode, split

__all__ = [
    "LARGEST",
    "CannotCorrect",
    "Line",
    "ReadAction",
    "ReadColumn",
    "ReadNote",
    "Reading",
    "Reason",
    "Role",
    "Unreadable",
    "corrected",
    "decode",
    "read",
    "read_all",
]


def read(text: str) -> Reading:
    """The retrospective in a text. Raises `Unreadable` where there is nothing to understand."""
    return read_tokens(tokens_of(split(text)))


def read_all(source: str | bytes) -> list[Reading]:
    """Every retrospective in a text or a file, in order: their lines together are the whole of it."""
    return [read(source if isinstance(source, str) else decode(source))]
