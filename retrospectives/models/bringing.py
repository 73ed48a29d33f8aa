"""Verbs on brought notes: bring a text, have it read, correct what was understood, store it, discard it."""

from collections.abc import Mapping
from contextlib import contextmanager
from functools import partial

from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.doorbell import wake
from backlog.models import WrongState
from retrospectives.models.fingerprints import fingerprint, set_aside
from retrospectives.models.life import Kind
from retrospectives.models.retrospective import Retrospective
from retrospectives.models.storing import Choice
from retrospectives.reading import Reading, Unreadable, checked, merged, read_all
from teams import permissions

READ_AT_ONCE = 40_000  # characters; a longer text is read by the worker
MOST_DRAFTS = 50


class Bringing:
    """A draft is its person's own. Storing it is the change; until then nobody else sees anything."""

    @classmethod
    def bring(cls, text: str, *, retrospective=None, kind=Kind.TEAM, team=None, product_group=None, by):
        """Keep a text, and what was understood of it, as a draft of this person.

        For a board it takes the place of an older draft once it is read; for a place the same text
        is the same draft. A long text waits for the worker. Raises `PermissionDenied`, `WrongState`,
        and `reading.Unreadable` before anything is stored.
        """
        draft = cls(person=by, text=text, retrospective=retrospective, kind=kind)
        if retrospective is None:
            draft.team, draft.product_group = team, product_group
        draft.require(by=by)
        checked(text)  # refuses at once what is no text
        waits = len(text) > READ_AT_ONCE
        readings = [] if waits else draft._understood()
        with transaction.atomic():
            _in_turn(f"bring {by.pk}")
            own = cls.objects.drafts_of(by)
            if retrospective and not waits:
                own.of_board(retrospective).delete()
            elif same := own.same_as(draft):
                return same
            elif own.count() >= MOST_DRAFTS:
                raise ValidationError(
                    {"text": _("You have many drafts already. Store or discard some of them first.")}
                )
            draft.state = cls.State.WAITING if waits else cls.State.READ
            draft.save(force_insert=True)
            draft._keep(readings)
            if waits:
                transaction.on_commit(draft.wake_worker, robust=True)
        return draft

    def require(self, *, by) -> None:
        """The draft's own person, and allowed to bring notes where it goes. Policy first, then the state."""
        if self.person_id != by.pk:
            raise PermissionDenied(_("Somebody else pasted this. Paste it yourself to change it."))
        if self.retrospective_id:
            self.retrospective.require("paste", by=by)
        elif self.team_id:
            permissions.require(by, "retrospectives.hold_retrospective", self.team)
        else:
            permissions.require(by, "retrospectives.hold_overall", self.product_group)

    @property
    def group(self):
        """The product group that it goes to."""
        goal = self.retrospective or self.team
        return goal.product_group if goal else self.product_group

    def wake_worker(self) -> None:
        """Ask the worker to read it. One that is not heard is found by the sweep in the schedule."""
        wake("retrospectives.tasks.read_pasted", str(self.pk))

    def understand(self) -> None:
        """Read a long text. Safe to repeat and to run twice at once; killed in between, nothing is kept.

        Only when it is read do older drafts for the same board give way to it.
        """
        with transaction.atomic():
            held = type(self).objects.select_for_update(of=("self",)).with_id(self.pk)
            if held is None or held.state != self.State.WAITING:
                return
            self.state = self.State.READ
            try:
                self._tell("reading", 0, self.text.count("\n") + 1)
                self._keep(self._understood())
                type(self).objects.replaced_by(self).delete()
            except Unreadable as error:
                self.state, self.refusal = self.State.REFUSED, error.code
            self.save(update_fields=["state", "refusal"])

    def _tell(self, step: str, done: int, total: int) -> None:
        """Tell the waiting page how far a long text is; outside the transaction, so in the cache."""
        if len(self.text) <= READ_AT_ONCE:
            return
        cache.set(f"pasted-{self.pk}", [step, done, total], timeout=3600)

    @property
    def progress(self) -> tuple[str, int, int]:
        """What is done ("reading" lines, "comparing" retrospectives, "" nothing); how many, of how many."""
        step, done, total = cache.get(f"pasted-{self.pk}") or ("", 0, 0)
        return step, done, total

    def _understood(self) -> list[Reading]:
        """Every retrospective of the text; for one board, or as one, all of it in a single reading."""
        found = read_all(self.text, partial(self._tell, "reading"))
        self.several = len(found)
        return [merged(found)] if len(found) > 1 and (self.retrospective_id or self.as_one) else found

    def _keep(self, readings: list[Reading]) -> None:
        """A part for each reading; what came before is set aside."""
        parts = []
        for number, reading in enumerate(readings, start=1):
            self._tell("comparing", number - 1, len(readings))
            board = self.retrospective or self.twin_of(reading)
            part = self.parts.model(pasted=self, number=number, retrospective=board)
            part.begin(reading, known=set_aside(reading, board.known_words() if board else frozenset()))
            part.counts["several"] = self.several
            parts.append(part)
        self.parts.bulk_create(parts)

    def twin_of(self, reading: Reading) -> Retrospective | None:
        """The retrospective of this place that the reading is, or is a longer version of.

        Half of the words of the smaller one must be the other's; where the text tells its day,
        it must be that day.
        """
        words = {fingerprint(row.text) for row in reading.rows}
        for board in Retrospective.objects.twins_of(self, words, reading.date):
            known = board.known_words()
            if words and 2 * len(words & known) >= min(len(words), len(known)) > 0:
                return board
        return None

    def read_as_one(self, *, by) -> None:
        """Take the whole text for one retrospective, or for several again. Corrections are gone."""
        with transaction.atomic():
            self._hold(by)
            self.as_one = not self.as_one
            self._read_anew()
            self.save(update_fields=["as_one"])

    def bring_apart(self, *, by) -> None:
        """What was brought for one board becomes retrospectives of their own at the board's place."""
        with transaction.atomic():
            self._hold(by)
            board, self.retrospective = self.retrospective, None
            self.kind, self.team = board.kind, board.team
            self.product_group = None if board.team_id else board.product_group
            self.require(by=by)
            self._read_anew()
            self.save(update_fields=["retrospective", "kind", "team", "product_group"])

    def _read_anew(self) -> None:
        readings = self._understood()
        self.parts.all().delete()
        self._keep(readings)

    @contextmanager
    def correcting(self, number, *, by):
        """The part with that number, held to be corrected: all that is done within, or nothing."""
        with transaction.atomic():
            self._hold(by)
            yield self.part(number)

    def correct(self, number, correction: dict | str, *, by):
        """Correct the part with that number: a correction, "undo" or "redo". The part as it stands then."""
        with self.correcting(number, by=by) as part:
            part.correct(correction)
        return part

    def leave_out(self, number, left_out: bool, *, by):
        """Leave a whole retrospective of the text out, or bring it after all."""
        with self.correcting(number, by=by) as part:
            part.left_out = left_out
            part.save(update_fields=["left_out"])
        return part

    def part(self, number):
        """The retrospective of the text with that number; raises `ValidationError`."""
        found = self.parts.filter(number=number).defer("read").first() if str(number).isdigit() else None
        if found is None:
            raise ValidationError(_("There is no such retrospective in the text."))
        return found

    def discard(self, *, by) -> None:
        """Forget the draft. Safe to repeat; what was stored stays."""
        if self.person_id != by.pk:
            raise PermissionDenied
        with transaction.atomic():
            type(self).objects.drafts_of(by).filter(pk=self.pk).delete()

    def store(self, choices: Mapping[str, Choice] | None = None, *, team=None, by) -> list[Retrospective]:
        """Put everything on its board, and make the chosen items: all or nothing, and once.

        `choices` says by "PART:KEY" what becomes of rows that are to become items; a row without
        a choice becomes the item that is suggested. `team` is whose items they are where the
        retrospective is not one team's. Answers the retrospectives. A second time changes nothing.
        """
        with transaction.atomic():
            self._hold(by, stored=True)
            if self.stored_at:
                return [part.retrospective for part in self.parts.select_related("retrospective")]
            _in_turn(f"store {self.team_id or self.group.pk}")
            parts = [part for part in self.parts.all() if not part.left_out]
            if not any(part.row_count or part.counts.get("known") for part in parts):
                raise WrongState(_("There is nothing to store: every line was left out."))
            boards = [self._store_part(part, choices or {}, team, by) for part in parts]
            self.stored_at = timezone.now()
            self.save(update_fields=["stored_at"])
        return [board for board in boards if board]

    def _store_part(self, part, choices: Mapping[str, Choice], team, by) -> Retrospective | None:
        reading, original = part.reading, Reading.from_json(part.read)
        board = part.retrospective or self.twin_of(original)
        if not reading.rows:
            return board
        if board is None:
            board = Retrospective.hold_brought(self, reading, by=by)
        notes = board.take_in(reading, original, self, by=by)
        board.file_brought(reading, notes, part.number, choices, team=team, by=by)
        part.retrospective = board
        part.save(update_fields=["retrospective"])
        return board

    def _hold(self, by, *, stored: bool = False) -> None:
        """Take the draft for this transaction; policy first, then whether it is still a draft."""
        held = type(self).objects.select_for_update(of=("self",)).filter(pk=self.pk).first()
        if held is None:
            raise WrongState(_("This paste was replaced or discarded. Nothing was changed."))
        self.state, self.stored_at, self.as_one = held.state, held.stored_at, held.as_one
        if self.stored_at and stored and self.person_id == by.pk:
            return
        self.require(by=by)
        if self.stored_at:
            raise WrongState(_("This paste is stored on the board already. Nothing was changed."))
        if self.state != self.State.READ:
            raise WrongState(_("The text is still being read."))
        self.touched = timezone.now()
        self.save(update_fields=["touched"])


def _in_turn(name: str) -> None:
    """One after the other, for this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
