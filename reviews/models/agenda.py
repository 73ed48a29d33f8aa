"""The agenda builds itself: what was promised, what was decided meanwhile, what waits longest."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from fractional_indexing import generate_n_keys_between

from backlog.models import Action, Decision, Item
from backlog.models import State as ItemState
from backlog.models.life import CAN_BE_OVERDUE
from reviews.models.life import Part
from reviews.models.parts import AgendaEntry

MOST_OF_A_PART = 50
PARTS = list(Part.values)
ONLY_LATE = {"overdue", "severely_overdue"}


@dataclass(frozen=True)
class Candidate:
    """What should be on the agenda: its part, and what it is about ("item", "action", "decision")."""

    part: str
    kind: str
    id: UUID
    flags: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.id}"


def candidates(group, now, *, decided_since) -> list[Candidate]:
    """What the group's meeting at `now` should go through, in order; at most so much of each part.

    Within a part the longest silent comes first. Proposals are never among them. Five queries.
    """
    today = group.today(now)
    actions = _overdue_actions(group, today)
    late = [Candidate(Part.ACTION, "action", pk) for pk, _item in actions]
    known = {item for _pk, item in actions if item}
    promises = _items(group, Q(state__in=CAN_BE_OVERDUE, due__lt=today), Part.PROMISE)
    taken = {row.id for row in promises}
    heard = [Candidate(Part.DECISION, "decision", pk) for pk in _unread_decisions(group, decided_since)]
    flagged = [
        row
        for row in _items(group, ~Q(flags=[]), Part.FLAGGED)
        if row.id not in taken and not (set(row.flags) <= ONLY_LATE and row.id in known)
    ]
    taken |= {row.id for row in flagged}
    ready = [row for row in _items(group, Q(state=ItemState.READY), Part.READY) if row.id not in taken]
    new = [row for row in _items(group, Q(state=ItemState.NEW), Part.NEW) if row.id not in taken]
    return [*late, *promises, *heard, *flagged, *ready, *new]


def _overdue_actions(group, today) -> list[tuple]:
    rows = Action.objects.open().filter(product_group=group, due__lt=today).order_by("due", "id")
    return list(rows.values_list("pk", "item")[:MOST_OF_A_PART])


def _items(group, rule: Q, part: str) -> list[Candidate]:
    rows = Item.objects.undone().filter(rule, product_group=group).order_by("silent_since", "id")
    return [
        Candidate(part, "item", pk, tuple(flags))
        for pk, flags in rows.values_list("pk", "flags")[:MOST_OF_A_PART]
    ]


def _unread_decisions(group, since) -> list:
    """Decisions of the group's managers that belong to no meeting yet."""
    rows = Decision.objects.filter(product_group=group, at__gte=since, review_decision=None)
    return list(rows.order_by("at", "id").values_list("pk", flat=True)[:MOST_OF_A_PART])


def is_due(entry: AgendaEntry) -> bool:
    """Whether a line that came by itself still has its reason."""
    if entry.item:
        return bool(entry.item.flags) or entry.item.state in {ItemState.NEW, ItemState.READY}
    return entry.action is None or entry.action.done_at is None


def merged(entries: Iterable[AgendaEntry], found: list[Candidate]) -> list[AgendaEntry | Candidate]:
    """The lines as they stand: fixed ones in their order, new candidates behind the last of their part."""
    entries = list(entries)
    known = {entry.key for entry in entries}
    lines = [entry for entry in entries if not entry.removed and (entry.added_by_id or is_due(entry))]
    for candidate in found:
        if candidate.key not in known:
            lines.insert(_place(lines, candidate), candidate)
    return lines


def _place(lines: list, candidate: Candidate) -> int:
    rank = PARTS.index(candidate.part)
    last = [place for place, line in enumerate(lines) if PARTS.index(line.part) <= rank]
    return last[-1] + 1 if last else 0


def fixed(review, lines: list[AgendaEntry | Candidate]) -> None:
    """Write the lines down in their order. The rows of the review must be locked."""
    positions = generate_n_keys_between(None, None, len(lines))
    new, old = [], []
    for position, line in zip(positions, lines, strict=True):
        if isinstance(line, Candidate):
            about = {f"{line.kind}_id": line.id}
            new.append(
                AgendaEntry(review=review, part=line.part, position=position, flags=list(line.flags), **about)
            )
        else:
            line.position = position
            old.append(line)
    AgendaEntry.objects.bulk_update(old, ["position"])
    AgendaEntry.objects.bulk_create(new)
