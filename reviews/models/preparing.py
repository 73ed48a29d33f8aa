"""Preparing the agenda, which builds itself: add, remove, arrange."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from fractional_indexing import generate_key_between

from reviews.models.agenda import Candidate, candidates, fixed, merged
from reviews.models.changing import verb
from reviews.models.life import Outcome, Part, State
from reviews.models.parts import AgendaEntry


class Preparing:
    """Verbs: add, remove, put_back, arrange. Each fixes the agenda as it stood, to keep its order."""

    def lines(self) -> list[AgendaEntry | Candidate]:
        """The agenda as it stands: before the meeting it goes on building itself, then it is fixed."""
        entries = list(self.entries.consented().for_list().in_order())
        if self.state != State.PLANNED:
            return [entry for entry in entries if not entry.removed]
        now = timezone.now()
        return merged(entries, candidates(self.product_group, now, decided_since=self.decided_since(now)))

    def fix_agenda(self) -> None:
        """Write the agenda down as it stands. Must be called in a verb."""
        if self.state == State.PLANNED:
            lines = self.lines()
            standing = {line.pk for line in lines if isinstance(line, AgendaEntry)}
            self.entries.standing().exclude(pk__in=standing).delete()
            fixed(self, lines)

    @verb("prepare")
    def add(self, item, *, by) -> AgendaEntry:
        """Put an item of the group on the agenda, also one that was taken off."""
        if item is None or item.product_group_id != self.product_group_id or not item.undone:
            raise ValidationError({"item": _("Choose an undone item of this product group.")})
        self.fix_agenda()
        last = self.entries.order_by("-position").values_list("position", flat=True).first()
        entry, new = AgendaEntry.objects.get_or_create(
            review=self,
            item=item,
            defaults={
                "part": Part.ADDED,
                "position": generate_key_between(last, None),
                "flags": item.flags,
                "added_by": by,
            },
        )
        if not new and not entry.removed:
            raise ValidationError({"item": _("The item is on the agenda already.")})
        if not new:
            entry.removed, entry.added_by = False, by
            entry.save(update_fields=["removed", "added_by"])
        self.change("agenda_changed", by=by, data={"added": item.title})
        return entry

    @verb("prepare")
    def remove(self, key: str, *, by) -> None:
        """Take a line off this meeting's agenda; it comes back in the next one if its reason lasts."""
        entry = self.entry(key)
        entry.removed = True
        entry.save(update_fields=["removed"])
        self.change("agenda_changed", by=by, data={"removed": str(entry.pk)})

    @verb("prepare")
    def put_back(self, key: str, *, by) -> None:
        """Take back that a line was taken off."""
        self.entries.filter(pk=self.entry(key, removed=True).pk).update(removed=False)
        self.change("agenda_changed", by=by, data={"put_back": key})

    @verb("prepare")
    def arrange(self, key: str, *, after: str = "", by) -> None:
        """Move a line behind another one, or to the top."""
        entry = self.entry(key)
        others = self.entries.standing().exclude(pk=entry.pk)
        low = self.entry(after).position if after else None
        following = others.filter(position__gt=low) if low else others
        high = following.order_by("position").values_list("position", flat=True).first()
        entry.position = generate_key_between(low, high)
        entry.save(update_fields=["position"])
        self.change("agenda_changed", by=by, data={"moved": key})

    def entry(self, key: str, *, removed: bool = False) -> AgendaEntry:
        """The line with this key, fixed by now. Raises `AgendaEntry.DoesNotExist`."""
        self.fix_agenda()
        kind, _dash, pk = key.partition("-")
        if kind not in {"item", "action", "decision"}:
            raise AgendaEntry.DoesNotExist
        try:
            return self.entries.get(**{f"{kind}_id": pk}, removed=removed)
        except ValidationError as error:
            raise AgendaEntry.DoesNotExist from error

    def has_open_lines(self) -> bool:
        return self.entries.standing().filter(outcome=Outcome.OPEN).exists()
