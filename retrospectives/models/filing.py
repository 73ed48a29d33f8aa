"""From notes to an item, and back for ever."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from uuid_utils.compat import uuid7

from backlog.models import Item, WrongState
from retrospectives.models.changing import verb
from retrospectives.models.parts import Note

MOST_NOTES_OF_ONE_ITEM = 100


class NoteItemQuerySet(models.QuerySet):
    def of_items(self, item_ids) -> "NoteItemQuerySet":
        return self.filter(item__in=item_ids).order_by("id")

    def for_board(self) -> "NoteItemQuerySet":
        """Which note became which item, and how that item stands."""
        return self.order_by("id").values(
            "note_id", "item_id", number=models.F("item__number"), state=models.F("item__state"),
            title=models.F("item__title"), kind=models.F("item__kind"),
        )  # fmt: skip


class NoteItem(models.Model):
    """The tie from a note to the item that came from it. Never undone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    retrospective = models.ForeignKey(
        "retrospectives.Retrospective", on_delete=models.PROTECT, related_name="note_items"
    )
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="note_items")
    item = models.ForeignKey("backlog.Item", on_delete=models.PROTECT, related_name="note_items")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = NoteItemQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "item"], name="note_item_once")]
        indexes = [models.Index(fields=["retrospective", "item"], name="note_item_by_retrospective")]

    def __str__(self) -> str:
        return f"{self.note_id} → {self.item_id}"


class Filing:
    """Verb: file an item from notes."""

    @verb("file_item")
    def file_item(self, notes, *, team=None, again: bool = False, by, **fields) -> Item:
        """File one item from one or several notes, tied to each of them in the same transaction.

        It is filed for the retrospective's team; of an overall retrospective or a workshop for
        `team`. Who is in none of the group's teams proposes it instead. A note that an item came
        from already is refused with `WrongState`, so that pressing twice makes one item, unless
        `again` asks for one more.
        """
        ids = {str(getattr(note, "pk", note)) for note in notes}
        rows = self._chosen(ids)
        filed = NoteItem.objects.filter(note__in=rows).values_list("item__number", flat=True)
        if filed and not again:
            numbers = ", ".join(f"#{number}" for number in sorted(set(filed)))
            raise WrongState(
                ngettext(
                    "This note has become an item already: %(numbers)s.",
                    "Some of these notes have become items already: %(numbers)s.",
                    len(rows),
                )
                % {"numbers": numbers}
            )
        team = self.team or team
        if team is None or team.product_group_id != self.product_group_id:
            raise ValidationError({"team": _("Choose a team of this product group.")})
        outside = not by.access.teams_in(self.product_group_id)
        item = (Item.propose if outside else Item.file)(team=team, by=by, **fields)
        NoteItem.objects.bulk_create(
            [NoteItem(retrospective=self, note=note, item=item, by=by) for note in rows]
        )
        data = {"number": item.number, "item": str(item.pk), "date": self.date.isoformat()}
        self.change("item_filed", by=by, public=True, data=data)
        return item

    @verb("file_item")
    def tie_item(self, notes, item: Item, *, team=None, by) -> None:
        """Say of notes that they are about an item that is there already: it affects this team too.

        An item of the team itself is only tied. Raises `ValidationError` for one of another
        product group; an item that has ended, or of which the team has said so, is only tied.
        """
        rows = self._chosen({str(note.pk) for note in notes})
        team = self.team or team
        if team is None:
            raise ValidationError({"team": _("Choose a team of this product group.")})
        if item.product_group_id != self.product_group_id:
            raise ValidationError({"same": _("Choose an item of the same product group.")})
        said = item.team_id == team.pk or item.affected.filter(team=team).exists()
        if not said and item.may("affects", by):
            item.affects(team, by=by)
        NoteItem.objects.bulk_create(
            [NoteItem(retrospective=self, note=note, item=item, by=by) for note in rows],
            ignore_conflicts=True,
        )
        self.change("note_tied", by=by)

    def _chosen(self, ids: set[str]) -> list[Note]:
        """The notes with these ids, all of them on this board."""
        rows = list(self.notes.on_board().chosen(ids))
        if not ids or len(rows) != len(ids):
            raise ValidationError({"notes": _("Choose notes of this retrospective.")})
        if len(rows) > MOST_NOTES_OF_ONE_ITEM:
            raise ValidationError({"notes": _("An item comes from at most 100 notes.")})
        return rows
