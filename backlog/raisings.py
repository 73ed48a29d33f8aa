"""How often one matter was raised: since when, by which teams, with the way to each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from activity.models import Event
from backlog.models import Affects, Item, State, Tie
from backlog.models.matter import earlier, later, merged_below
from backlog.parts import parts_of

PERHAPS_NEVER_LET_IN = frozenset({State.PROPOSED, State.LAPSED, State.WITHDRAWN})


@dataclass(frozen=True)
class Raising:
    """One time that it was raised: when, by whom (a team's name, or ""), how, and where that stands."""

    at: datetime
    team: str
    words: str
    url: str


class Raisings:
    """Everything that was the same matter as `item`, as far as `user` may see it."""

    def __init__(self, item: Item, user):
        self.item = item
        self.user = user

    @cached_property
    def parts(self) -> frozenset[str]:
        return parts_of(self.item.pk)

    @cached_property
    def merged_ids(self) -> set:
        """What was merged into the item, through every step."""
        return merged_below(Item, {self.item.pk}) if "merged" in self.parts else set()

    @cached_property
    def merged(self) -> list[Item]:
        """The same, as rows that the person may see, by number."""
        if not self.merged_ids:
            return []
        rows = Item.objects.visible_to(self.user).with_ids(self.merged_ids)
        return list(rows.select_related("team", "raised_by").order_by("number"))

    @cached_property
    def numbers(self) -> dict:
        """Id → "#12" of what was merged into it; of itself ""."""
        return {self.item.pk: ""} | {other.pk: f"#{other.number}" for other in self.merged}

    @cached_property
    def ties(self) -> list[Tie]:
        """What ties the item to older and newer ones."""
        if "ties" not in self.parts:
            return []
        return list(Tie.objects.filter(Q(item=self.item) | Q(to=self.item)))

    @cached_property
    def tests(self) -> list[Item]:
        """Experiments that test the item's assumption."""
        return self._others([tie.item_id for tie in self.ties if tie.tests and tie.to_id == self.item.pk])

    @cached_property
    def tested(self) -> Item | None:
        """The item whose assumption this one tests."""
        found = self._others([tie.to_id for tie in self.ties if tie.tests and tie.item_id == self.item.pk])
        return found[0] if found else None

    def _others(self, ids: list) -> list[Item]:
        if not ids:
            return []
        return list(Item.objects.visible_to(self.user).with_ids(ids).order_by("number"))

    def _ids(self) -> set:
        own = {self.item.pk} | self.merged_ids
        if not self.merged_ids and all(tie.tests for tie in self.ties):
            return own
        others = earlier(own) | later(own)
        return own | others | merged_below(Item, others)

    @cached_property
    def all(self) -> list[Raising]:
        """In the order of time."""
        items = {row["pk"]: row for row in self._rows(self._ids())}
        found = [self._raised(row) for row in items.values()]
        if self.item.team_count > 1 or len(items) > 1:
            affected = Affects.objects.filter(item__in=items).values("at", "team__name", "item_id")
            found += [
                Raising(row["at"], row["team__name"], _("it affects them too"), self._url(row["item_id"]))
                for row in affected
            ]
        if "reopened" in self.parts or len(items) > 1:
            found += self._reopened(items)
        return sorted(found, key=lambda raising: raising.at)

    def _reopened(self, items: dict) -> Iterator[Raising]:
        for event in Event.objects.about_any("item", list(items)).filter(name="reopened"):
            row = items[event.subject_id]
            words = _("#%(number)s opened again") % row
            yield Raising(event.at, row["team__name"] or "", words, self._url(row["pk"]))

    def _rows(self, ids: set) -> list[dict]:
        """The items as far as the person may see them, and as far as teams raised them or let them in."""
        if ids == {self.item.pk} and self.item.state not in PERHAPS_NEVER_LET_IN:
            team = self.item.team.name if self.item.team else None
            own = {"pk": self.item.pk, "number": self.item.number, "created": self.item.created}
            return [own | {"team__name": team}]
        rows = Item.objects.visible_to(self.user).with_ids(ids).raised()
        return list(rows.values("pk", "number", "created", "team__name"))

    @property
    def since(self) -> datetime:
        return self.all[0].at

    @property
    def times(self) -> int:
        return len(self.all)

    @property
    def teams(self) -> int:
        return len({raising.team for raising in self.all} - {""})

    @property
    def repeated(self) -> bool:
        return self.times > 1

    def _raised(self, row: dict) -> Raising:
        words = _("raised as #%(number)s") % row
        return Raising(row["created"], row["team__name"] or "", words, self._url(row["pk"]))

    def _url(self, pk) -> str:
        return "" if pk == self.item.pk else f"/items/{pk}/"
