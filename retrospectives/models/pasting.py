"""Pasted notes: read, corrected by hand, then stored on the board all at once or not at all."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from backlog.models import WrongState
from retrospectives.models.agreeing import MOST_AGREEMENTS, Agreement
from retrospectives.models.changing import verb
from retrospectives.models.parts import MOST_COLUMNS, Column
from retrospectives.reading import CannotCorrect, Reading, corrected, read

MOST_CORRECTIONS = 2_000


class PastedNotesQuerySet(models.QuerySet):
    def drafts_of(self, user) -> "PastedNotesQuerySet":
        """What a person pasted and has not stored yet. Nobody else sees it."""
        return self.filter(person=user, stored_at=None)


class PastedNotes(models.Model):
    """One person's draft: the text, what was understood of it, and what was corrected by hand.

    It survives closing the page. After storing, the row stays as the answer to a second press.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    retrospective = models.ForeignKey(
        "retrospectives.Retrospective", on_delete=models.PROTECT, related_name="pasted_notes"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    read = models.JSONField()
    corrections = models.JSONField(default=list)
    created = models.DateTimeField(default=timezone.now, editable=False)
    stored_at = models.DateTimeField(null=True, blank=True)

    objects = PastedNotesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["retrospective", "person"],
                condition=Q(stored_at=None),
                name="pasted_notes_one_draft",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.retrospective_id}"

    @property
    def reading(self) -> Reading:
        """What will be stored: as it was read, with the corrections."""
        return corrected(Reading.from_json(self.read), self.corrections)


class Pasting:
    """Verbs: paste, correct, store, discard. A draft is its person's own; storing it is the change."""

    def paste_draft(self, person) -> PastedNotes | None:
        return self.pasted_notes.drafts_of(person).first()

    def paste(self, text: str, *, by) -> PastedNotes:
        """Read a text and keep what was understood as this person's draft, in place of an older one.

        Raises `reading.Unreadable` before anything is stored.
        """
        self.require("paste", by=by)
        understood = read(text)
        with transaction.atomic():
            self.lock()
            self.pasted_notes.drafts_of(by).delete()
            return PastedNotes.objects.create(
                retrospective=self, person=by, text=text, read=understood.to_json()
            )

    def correct_paste(self, pk, correction: dict | None, *, by) -> PastedNotes:
        """Add one correction (see `reading.correcting`), or take the last one back (None)."""
        self.require("paste", by=by)
        with transaction.atomic():
            draft = self._draft(pk, by)
            if draft.stored_at:
                raise WrongState(_("This paste is stored on the board already. Nothing was changed."))
            if correction is None:
                draft.corrections = draft.corrections[:-1]
            else:
                draft.corrections = [*draft.corrections, correction]
            if len(draft.corrections) > MOST_CORRECTIONS:
                raise ValidationError(_("That is more corrections than a paste can keep; store it first."))
            try:
                corrected(Reading.from_json(draft.read), draft.corrections)
            except CannotCorrect:
                raise ValidationError(_("That is not possible here. Nothing was changed.")) from None
            draft.save(update_fields=["corrections"])
        return draft

    def discard_paste(self, pk, *, by) -> None:
        """Forget the draft. Safe to repeat."""
        self.require("paste", by=by)
        with transaction.atomic():
            if self.pasted_notes.filter(pk=pk, stored_at=None).exists():
                self._draft(pk, by).delete()

    @verb("paste")
    def store_paste(self, pk, *, by) -> PastedNotes:
        """Put the draft on the board: all of it or nothing. A second time changes nothing.

        Columns are found by their titles, others are added; the empty columns of an empty board
        make room. What the text says will be done becomes agreements.
        """
        draft = self._draft(pk, by)
        if draft.stored_at:
            return draft
        reading = draft.reading
        if not reading.note_count and not reading.actions:
            raise WrongState(_("There is nothing to store: every line was left out."))
        columns = self._columns_for(reading)
        for read_column in reading.columns:
            if read_column.notes:
                self.append_notes(columns[read_column.key], [note.text for note in read_column.notes])
        self._agree_on(reading.actions)
        draft.stored_at = timezone.now()
        draft.save(update_fields=["stored_at"])
        self.joins(by)
        count = reading.note_count
        self.change("pasted", by=by, data={"count": count, "agreements": len(reading.actions)})
        return draft

    def _draft(self, pk, by) -> PastedNotes:
        """The paste with that id, held for this transaction; a draft is its person's own."""
        draft = self.pasted_notes.select_for_update().filter(pk=pk).first()
        if draft is None:
            raise WrongState(_("This paste was replaced or discarded. Nothing was changed."))
        if draft.person_id != by.pk:
            raise PermissionDenied(_("Somebody else pasted this. Paste it yourself to change it."))
        return draft

    def _columns_for(self, reading: Reading) -> dict[str, Column]:
        """Key of a read column → the board's column for its notes."""
        wanted = [column for column in reading.columns if column.notes]
        there = {column.title.casefold(): column for column in self.columns.order_by("-position")}
        if wanted and not self.notes.exists():
            titles = {column.title.casefold() for column in wanted}
            self.columns.exclude(pk__in=[there[title].pk for title in titles & there.keys()]).delete()
        missing = {
            column.title.casefold(): (column.title, column.leaning)
            for column in wanted
            if column.title.casefold() not in there
        }
        if len(there) + len(missing) > MOST_COLUMNS:
            raise ValidationError(_("A board has at most %(most)s columns.") % {"most": MOST_COLUMNS})
        titled = {title: (name or _("Notes"), leaning) for title, (name, leaning) in missing.items()}
        laid = Column.lay_out(self, list(titled.values()))
        there |= dict(zip(titled, laid, strict=True))
        return {column.key: there[column.title.casefold()] for column in wanted}

    def _agree_on(self, actions) -> None:
        if self.agreements.count() + len(actions) > MOST_AGREEMENTS:
            raise ValidationError(_("That is more than a team can keep."))
        people = {person.name.casefold(): person for person in self.candidates()} if actions else {}
        rows = []
        for action in actions:
            owner = people.get(action.owner.casefold())
            text = action.text if owner or not action.owner else f"{action.owner}: {action.text}"
            done = timezone.now() if action.done else None
            rows.append(Agreement(retrospective=self, text=text, owner=owner, done_at=done))
        Agreement.objects.bulk_create(rows)
