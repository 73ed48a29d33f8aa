"""Why a text could not be read, in words for people."""

from django.utils.translation import gettext_lazy as _

from retrospectives.reading import Unreadable
from retrospectives.reading.text import LONGEST_LINE, MOST_LINES, MOST_NOTES

SENTENCES = {
    "too_large": _("This is larger than 2 MB. Nothing was stored; paste one retrospective at a time."),
    "not_text": _("This is not text. Nothing was stored; choose a text file, or paste the words."),
    "not_utf8": _(
        "The encoding of the text is unknown. Nothing was stored; save the file as UTF-8 and try again."
    ),
    "empty": _("There are no words in it. Nothing was stored."),
    "too_many_lines": _(
        "The text has more than %(lines)s lines. Nothing was stored; paste one retrospective at a time."
    ),
    "long_line": _("A line of the text has more than %(line)s characters. Nothing was stored."),
    "too_many_notes": _(
        "The text has more than %(notes)s notes. Nothing was stored; paste one retrospective at a time."
    ),
}  # fmt: skip


def sentence_for(error: Unreadable) -> str:
    """The sentence for a refusal: what happened, what was kept, what to do."""
    return sentence_of_code(error.code)


def sentence_of_code(code: str) -> str:
    """The same for a refusal that was written down."""
    return SENTENCES[code] % {"lines": MOST_LINES, "line": LONGEST_LINE, "notes": MOST_NOTES}
