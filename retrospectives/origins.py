"""The way back from an item to the note it came from, shown on the item's page."""

from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from backlog import origins
from backlog.origins import Origin
from retrospectives.models import Kind, NoteItem, Retrospective

LONGEST = 200


def way_back(item, user) -> list[Origin]:
    """The retrospective and the notes; who may not see the board learns that and when it was held."""
    visible = Retrospective.objects.visible_to(user).filter(pk=OuterRef("retrospective"))
    rows = list(
        NoteItem.objects.of_item(item.pk).values(
            "note_id", "retrospective_id", kind=F("retrospective__kind"), date=F("retrospective__date"),
            text=F("note__text"), visible=Exists(visible),
        )
    )  # fmt: skip
    if not rows:
        return []
    first = rows[0]
    board = reverse("retrospectives:retrospective", args=[first["retrospective_id"]])
    found = [Origin(_("From"), _named(first), board if first["visible"] else "")]
    found += [
        Origin(_("Note"), Truncator(row["text"]).chars(LONGEST), f"{board}#note-{row['note_id']}")
        for row in rows
        if row["visible"]
    ]
    return found


def _named(row: dict) -> str:
    day = {"day": date_format(row["date"], "j F Y")}
    if row["kind"] == Kind.OVERALL:
        return _("the overall retrospective of %(day)s") % day
    if row["kind"] == Kind.WORKSHOP:
        return _("the starting workshop of %(day)s") % day
    return _("the retrospective of %(day)s") % day


origins.register(way_back)
