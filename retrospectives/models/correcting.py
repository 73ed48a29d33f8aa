"""Verbs on one retrospective of a draft: correct it, take a correction back, make it once more."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from retrospectives.reading import CannotCorrect, Reading, corrected

MOST_CORRECTIONS = 2_000
LONGEST_TITLE = 200


class Correcting:
    """For `PastedNotes.correcting`, which holds the draft."""

    def correct(self, correction: dict | str) -> None:
        """One correction, or "undo" or "redo"."""
        steps = {"undo": self.take_back, "redo": self.make_again}
        if isinstance(correction, str):
            steps[correction]()
        else:
            self.apply(correction)

    def apply(self, correction: dict) -> None:
        """Add one correction (see `reading.correcting`). Raises `ValidationError`; then nothing changed."""
        if len(self.corrections) >= MOST_CORRECTIONS:
            raise ValidationError(_("That is more corrections than a paste can keep; store it first."))
        self._stands(self._corrected(self.reading, [correction]))
        self.corrections = [*self.corrections, correction]
        self.undone = []
        self._keep()

    def take_back(self) -> None:
        """Undo the last correction, if there is one."""
        if not self.corrections:
            return
        *kept, last = self.corrections
        self._stands(self._corrected(Reading.from_json(self.read), kept))
        self.corrections, self.undone = kept, [*self.undone, last]
        self._keep()

    def make_again(self) -> None:
        """Redo what was taken back last, if nothing else was corrected since."""
        if not self.undone:
            return
        *kept, last = self.undone
        self._stands(self._corrected(self.reading, [last]))
        self.corrections, self.undone = [*self.corrections, last], kept
        self._keep()

    def _keep(self) -> None:
        """What was read stays as it is; it is not written again."""
        self.save(update_fields=["current", "corrections", "undone", "title", "date", "counts"])

    @staticmethod
    def _corrected(reading: Reading, corrections: list[dict]) -> Reading:
        try:
            return corrected(reading, corrections)
        except CannotCorrect:
            raise ValidationError(_("That is not possible here. Nothing was changed.")) from None

    def _stands(self, reading: Reading) -> None:
        """Keep the reading as it stands now, and what lists show of it."""
        self.current = reading.to_json()
        self.title = reading.title[:LONGEST_TITLE]
        self.date = date.fromisoformat(reading.date) if reading.date else None
        self.counts = (self.counts or {}) | {
            "notes": reading.note_count,
            "actions": len(reading.actions),
            "decisions": len(reading.decisions),
            "items": sum(bool(row.item) for row in reading.rows),
            "left_out": len(reading.left_out),
        }

    def begin(self, reading: Reading, *, known: int) -> None:
        """A reading that nobody corrected yet; `known` of its rows came before and were set aside."""
        self.read = reading.to_json()
        self._stands(reading)
        self.counts["known"] = known

    @property
    def row_count(self) -> int:
        """How many rows will be stored."""
        return sum(self.counts.get(name, 0) for name in ("notes", "actions", "decisions"))
