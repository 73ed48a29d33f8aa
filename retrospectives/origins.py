"""The way back from an item to the note it came from, shown on the item's page."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from backlog import origins
from backlog.origins import Origin
from retrospectives.models import Kind, NoteItem, Retrospective
from retrospectives.models.brought import first_line

LONGEST = 200


def way_back(items, user) -> list[Origin]:
    """Retrospectives and notes; who may not see a board learns that and when it was held."""
    visible = Retrospective.objects.visible_to(user).filter(pk=OuterRef("retrospective"))
    rows = NoteItem.objects.of_items(items).values(
        "note_id", "retrospective_id", kind=F("retrospective__kind"), date=F("retrospective__date"),
        text=F("note__text"), visible=Exists(visible), line=first_line(OuterRef("note")),
    )  # fmt: skip
    boards: dict = {}
    for row in rows:
        boards.setdefault(row["retrospective_id"], []).append(row)
    return [origin for pk, notes in boards.items() for origin in _of_board(pk, notes)]


def _of_board(pk, rows: list[dict]) -> Iterator[Origin]:
    board = reverse("retrospectives:retrospective", args=[pk])
    yield Origin(_("From"), _named(rows[0]), board if rows[0]["visible"] else "")
    for row in rows:
        if row["visible"]:
            text = Truncator(row["text"]).chars(LONGEST)
            yield Origin(_line_of(row), text, f"{board}#note-{row['note_id']}")


def _line_of(row: dict) -> str:
    """What leads back: the note; of a brought one also the line of the text that it was."""
    return _("Note, line %(line)s of the text") % {"line": row["line"]} if row["line"] else _("Note")


def _named(row: dict) -> str:
    day = {"day": date_format(row["date"], "j F Y")}
    if row["kind"] == Kind.OVERALL:
        return _("the overall retrospective of %(day)s") % day
    if row["kind"] == Kind.WORKSHOP:
        return _("the starting workshop of %(day)s") % day
    return _("the retrospective of %(day)s") % day


origins.register(way_back, NoteItem)
