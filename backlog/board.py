"""The board of undone items: a column per state, its limit, and which verb a move from one to another is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace

from django.core.exceptions import PermissionDenied
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from backlog.filter_bar import FilterBar
from backlog.filters import SORTS
from backlog.models import VERBS, Item, State, Verdict, WrongState
from backlog.next_steps import next_step
from backlog.rows import decorate, moves
from teams import permissions
from teams.models import ProductGroup

COLUMNS = (
    State.NEW,
    State.READY,
    State.ACCEPTED,
    State.OFFERED,
    State.TAKEN,
    State.DOING,
    State.DONE,
    State.DEFERRED,
)
CARDS = 12  # of a column; the rest is in the list


@dataclass(frozen=True)
class Way:
    """The verb that leads from one column to another, and the verdict where it is one."""

    verb: str
    verdict: str = ""

    @property
    def words(self) -> str:
        return str(Verdict(self.verdict).label if self.verdict else VERBS[self.verb].label)

    @property
    def address(self) -> str:
        return f"{self.verb}/?verdict={self.verdict}" if self.verdict else f"{self.verb}/"


WAYS: dict[str, dict[str, Way]] = {
    State.NEW: {State.READY: Way("assess")},
    State.READY: {
        State.ACCEPTED: Way("decide", Verdict.ACT),
        State.OFFERED: Way("decide", Verdict.OFFER),
        State.DEFERRED: Way("decide", Verdict.DEFER),
    },
    State.ACCEPTED: {State.DOING: Way("start")},
    State.OFFERED: {State.TAKEN: Way("take"), State.READY: Way("pass")},
    State.TAKEN: {State.DOING: Way("start"), State.OFFERED: Way("release")},
    State.DOING: {State.DONE: Way("complete")},
    State.DONE: {State.READY: Way("reopen")},
    State.DEFERRED: {},
}
"""From column to column: the verb that a moved card asks for."""


@dataclass(frozen=True)
class Load:
    """How many items of a group are in a limited state; `count` stops a little above the limit."""

    group: str
    count: int
    limit: int

    @property
    def over(self) -> bool:
        return self.count > self.limit


@dataclass
class Column:
    state: str
    cards: list[dict]
    more: str  # the address of all of them, where not all are shown
    loads: list[Load] = field(default_factory=list)

    @property
    def over(self) -> bool:
        return any(load.over for load in self.loads)


def read_columns(bar: FilterBar, user, groups: Sequence[ProductGroup]) -> Iterable[Column]:
    """The columns asked for, in as many queries for ten items as for a thousand."""
    wanted, chosen = bar.wanted, bar.wanted.values["state"]
    shown = [state for state in COLUMNS if not chosen or state in chosen]
    asked = wanted.values["product_group"]
    loads = read_loads([group for group in groups if not asked or group.pk in asked], shown)
    for state in shown:
        rows = SORTS[bar.sort].sort(wanted.items.in_state(state).for_list())[: CARDS + 1]
        cards = decorate(rows)
        more = wanted.address(state=[state]) if len(cards) > CARDS else ""
        for card in cards[:CARDS]:
            card["moves"] = card_moves(card, user)
        yield Column(state, cards[:CARDS], more, loads.get(state, []))


def read_loads(groups: Sequence[ProductGroup], states: Sequence[str]) -> dict[str, list[Load]]:
    """State → how full it is in each group that limits it, whatever the filter leaves out. One query."""
    limits = {
        (group.pk, state): (group.name if len(groups) > 1 else "", limit)
        for group in groups
        for state, limit in group.limits.items()
        if state in states
    }
    counts = Item.objects.count_up_to({place: limit for place, (_name, limit) in limits.items()})
    found: dict[str, list[Load]] = {}
    for (group, state), (name, limit) in limits.items():
        found.setdefault(state, []).append(Load(name, counts[group, state], limit))
    return found


def card_moves(row: dict, user) -> list[tuple[str, str]]:
    """What `user` may do with a card: (address of the form, words), the columns it can go to first."""
    item, ways = SimpleNamespace(**row), WAYS.get(row["state"], {})
    if row["needs_visit"] and row["state"] == State.READY:
        ways = {State.READY: Way("visit")}
    allowed = {
        state: way for state, way in ways.items() if permissions.may(user, VERBS[way.verb].permission, item)
    }
    there = [
        (f"{row['url']}{way.address}", f"{State(state).label}: {way.words}") for state, way in allowed.items()
    ]
    verbs = {f"{row['url']}{way.verb}/" for way in ways.values()}
    return there + [(url, words) for url, words in moves(row, user) if url not in verbs]


def way_to(item: Item, state: str, user) -> Way:
    """The verb that moving the item's card to that column is.

    Raises `WrongState` where no verb leads there now, `PermissionDenied` where it is not the
    person's; both say what would be possible, or whose it is.
    """
    way = WAYS.get(item.state, {}).get(state)
    if way is None:
        raise WrongState(_no_way(item, state))
    if not permissions.may(user, VERBS[way.verb].permission, item):
        sentence = _("Your roles don't allow “%s” here.") % way.words
        raise PermissionDenied(" ".join(filter(None, (sentence, next_step(item, user).whose))))
    if way.verb == "decide" and item.needs_visit:
        raise WrongState(_("Somebody promised to go and see: write the visit note before the next verdict."))
    return way


def _no_way(item: Item, state: str) -> str:
    if item.state == State.DEFERRED:
        return _("It waits, and comes back by itself on %s.") % date_format(item.wake)
    ways = WAYS.get(item.state, {})
    sentence = _("No step leads from “%(state)s” to “%(to)s”.") % {
        "state": item.get_state_display(),
        "to": State(state).label,
    }
    if not ways:
        return sentence
    names = [f"“{State(goal).label}” ({way.words})" for goal, way in ways.items()]
    return f"{sentence} {_('From there it goes to %s.') % get_text_list(names, _('or'))}"
