"""Verbs on the board's columns and notes."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from fractional_indexing import generate_key_between, generate_n_keys_between

from backlog.models import WrongState
from retrospectives.models.changing import verb
from retrospectives.models.formats import Leaning
from retrospectives.models.parts import (
    LONGEST_NOTE,
    MOST_COLUMNS,
    MOST_NOTES,
    Column,
    Note,
    Participant,
    is_id,
)


def key_beside(rows, *, after=None) -> str:
    """A key right behind the row with the id `after` among `rows`; without it, in front of them all.

    `rows` must not contain the row that moves. Where two rows hold the same key, the new one
    goes behind both.
    """
    keys = rows.order_by("position").values_list("position", flat=True)
    low = found(rows, after).position if after else None
    high = keys.filter(position__gt=low).first() if low else keys.first()
    return generate_key_between(low, high)


def found(rows, pk):
    """The row of this board with that id; `Http404` where there is none (or the id is no id)."""
    row = rows.filter(pk=pk).first() if is_id(pk) else None
    if row is None:
        raise Http404
    return row


def clean_text(text: str, field: str = "text") -> str:
    """The words of a note; raises `ValidationError` where there are none, or too many."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise ValidationError({field: _("Write a few words.")})
    if len(text) > LONGEST_NOTE:
        raise ValidationError({field: _("A note has at most %(most)s characters.") % {"most": LONGEST_NOTE}})
    if "\x00" in text:
        raise ValidationError({field: _("The text holds a character that can't be stored.")})
    return text


class Noting:
    """Verbs: columns and notes. Rows are named by their ids, as pages and programs send them."""

    @verb("column")
    def add_column(self, title: str, leaning: str = Leaning.OPEN, *, by) -> Column:
        if self.columns.count() >= MOST_COLUMNS:
            raise ValidationError(
                {"title": _("A board has at most %(most)s columns.") % {"most": MOST_COLUMNS}}
            )
        (column,) = Column.lay_out(self, [(_column_title(title), _known_leaning(leaning))])
        self.change("column_added", by=by)
        return column

    @verb("column")
    def edit_column(self, pk, *, title: str, leaning: str, by) -> None:
        column = found(self.columns, pk)
        column.title, column.leaning = _column_title(title), _known_leaning(leaning)
        column.save()
        self.change("column_edited", by=by)

    @verb("column")
    def remove_column(self, pk, *, by) -> None:
        """Take an empty column away. Notes that were removed from it go for good with it."""
        column = found(self.columns, pk)
        if column.notes.on_board().exists():
            raise WrongState(_("Move the notes of “%s” to another column first.") % column)
        if self.columns.count() == 1:
            raise WrongState(_("A board needs at least one column."))
        column.notes.all().delete()
        column.delete()
        self.change("column_removed", by=by)

    @verb("note")
    def add_note(self, column, text: str, *, by) -> Note:
        """Write a note at the end of a column. Who writes takes part."""
        text = clean_text(text)
        column = found(self.columns, column)
        self._need_room(1)
        last = column.notes.order_by("-position").values_list("position", flat=True).first()
        note = Note.objects.create(
            retrospective=self,
            column=column,
            text=text,
            author=by,
            position=generate_key_between(last, None),
        )
        self.joins(by)
        self.change("noted", by=by)
        return note

    def append_notes(self, column: Column, rows: list[dict]) -> list[Note]:
        """Put notes, given by their fields, at the end of a column. For verbs that hold the lock."""
        self._need_room(len(rows))
        last = column.notes.order_by("-position").values_list("position", flat=True).first()
        keys = generate_n_keys_between(last, None, len(rows))
        for row in rows:
            row["text"] = clean_text(row["text"])
        return Note.objects.bulk_create(
            [
                Note(retrospective=self, column=column, position=key, **row)
                for row, key in zip(rows, keys, strict=True)
            ]
        )

    def _need_room(self, wanted: int) -> None:
        if self.notes.on_board().count() + wanted > MOST_NOTES:
            raise ValidationError({"text": _("A board holds at most %(most)s notes.") % {"most": MOST_NOTES}})

    @verb("note")
    def edit_note(self, pk, text: str, *, by) -> None:
        note = found(self.notes.on_board(), pk)
        note.text = clean_text(text)
        note.save(update_fields=["text"])
        self.joins(by)
        self.change("note_edited", by=by)

    @verb("note")
    def move_note(self, pk, *, column=None, after=None, last: bool = False, by) -> None:
        """Put a note behind the note `after` of a column; without `after` on top, or `last`."""
        note = found(self.notes.on_board(), pk)
        note.column = found(self.columns, column) if column else note.column
        others = note.column.notes.exclude(pk=note.pk)
        if last:
            after = others.order_by("-position", "-id").values_list("pk", flat=True).first()
        note.position = key_beside(others, after=after)
        note.save(update_fields=["column", "position"])
        self.change("note_moved", by=by)

    @verb("note")
    def shift_note(self, pk, *, up: bool, by) -> None:
        """Move a note one place up or down in its column; at the edge nothing happens."""
        note = found(self.notes.on_board(), pk)
        order = list(note.column.notes.on_board().values_list("pk", flat=True))
        place = order.index(note.pk)
        goal = max(place - 1, 0) if up else min(place + 1, len(order) - 1)
        if goal == place:
            return
        order.insert(goal, order.pop(place))
        note.position = key_beside(
            note.column.notes.exclude(pk=note.pk), after=order[goal - 1] if goal else None
        )
        note.save(update_fields=["position"])
        self.change("note_moved", by=by)

    @verb("note")
    def remove_note(self, pk, *, by) -> None:
        """Take a note off the board; `restore_note` puts it back until the meeting is closed."""
        note = found(self.notes.on_board(), pk)
        if note.note_items.exists():
            raise WrongState(_("An item came from this note; the note stays, so that its way back does."))
        note.removed_at = timezone.now()
        note.save(update_fields=["removed_at"])
        note.votes.all().delete()
        self.change("note_removed", by=by)

    @verb("note")
    def restore_note(self, pk, *, by) -> None:
        """Put a removed note back where it was. Safe to repeat."""
        note = found(self.notes, pk)
        note.removed_at = None
        note.save(update_fields=["removed_at"])
        self.change("note_restored", by=by)

    def joins(self, person) -> None:
        """Who writes on a board of the own team takes part from then on. Safe to repeat."""
        row = Participant(retrospective=self, user=person, team_id=self.team_id)
        Participant.objects.bulk_create([row], ignore_conflicts=True)


def _column_title(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise ValidationError({"title": _("A column needs a title.")})
    if len(title) > Column._meta.get_field("title").max_length or "\x00" in title:
        raise ValidationError({"title": _("The title is too long.")})
    return title


def _known_leaning(leaning: str) -> str:
    if leaning not in Leaning.values:
        raise ValidationError({"leaning": _("Choose what the column gathers.")})
    return leaning
