"""The newest items that say something, from the index on `ItemWords` alone.

How it stays fast at a million items, for a word in one of them as for a word in all: the newest few
thousand items are asked first, then the newest fifty thousand, then some times more, then the rest, and
the database stops as soon as it has enough. Who may see an item, whose it is and when it was raised are
marks in the same index. Each kind of mark is a condition of its own: in one query together with the
words, the index would weigh all of them at every item. Nothing is ever counted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.cache import cache
from django.utils import timezone

from backlog.asking import Question
from backlog.models import Item
from backlog.models.words import PERIOD, group_mark, period_mark, period_of, team_mark
from backlog.narrowing import narrow, span

SLICES = (4_000, 50_000)
"""The newest items that are asked first, and those that are asked next."""
MOST_PERIODS = 28
"""In one part of time. Each part after those is as long as all before it together, but not longer."""
CUT_KEPT = 600  # seconds
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
"""Stand for the bounds of a part of time in conditions that are the same for each."""
PART = """
SELECT item_id, created, words FROM backlog_itemwords WHERE {} ORDER BY created DESC, item_id DESC LIMIT %s
"""
RAISED = "item_id = ANY(ARRAY(SELECT id FROM backlog_item WHERE created >= %s AND created < %s))"
INDEXED = {"state", "kind", "owner", "raised_by", "flag"}
"""Filters whose items an index gives by time."""


@dataclass(frozen=True)
class Part:
    """A part of time: from the moment `first` to before `last` (None: without end).

    `thin`: hardly anything was raised then. Its items are looked up first, and then what they say.
    """

    first: datetime | None = None
    last: datetime | None = None
    thin: bool = False

    @property
    def marks(self) -> list[str]:
        """Those of the periods that it touches."""
        if self.thin or self.first is None or self.last is None:
            return []
        end = period_of(self.last)
        touched = range(period_of(self.first), end + (_starts(end) < self.last))
        return [period_mark(period) for period in touched]


class Newest:
    """What `asked` asks for, told to the index: SQL of its newest hits in sight of `user`.

    The rows hold item_id, created and words. `items` is SQL of what no mark tells, None where marks tell
    everything; `indexed`: read apart and then joined with the hits, rather than item by item.
    """

    def __init__(self, user, asked: Question):
        self.first, self.last, is_exact = span(asked.filters)
        marks = [_sight(user)]
        marks += [[team_mark(pk) for pk in asked.filters.get("team", ())]]
        marks += [[group_mark(pk) for pk in asked.filters.get("product_group", ())]]
        self.marks = [tsquery(each) for each in marks if each]
        known = {"team", "product_group"} | ({"age_min", "age_max"} if is_exact else set())
        beside = {name: value for name, value in asked.filters.items() if name not in known}
        self.items = _items(user, asked.filters if beside else {})
        self.indexed = bool(beside.keys() & INDEXED)

    def early(self, words: str, most: int) -> tuple[str, list]:
        """The newest `most` hits, if there are so many in the first parts of time."""
        return self._union(list(_parts(self.first, self.last, slice(None)))[: len(SLICES)], words, most)

    def all(self, words: str, most: int) -> tuple[str, list]:
        """The newest `most` hits. Each part of time is asked only when those before it were not enough.

        What is rare in the first parts is asked for in all the rest at once; not so where filters make it
        rare.
        """
        cut = slice(None) if self.items else slice(len(SLICES))
        return self._union(_parts(self.first, self.last, cut), words, most)

    def begun(self, words: str, most: int, *, at_once: bool = False) -> tuple[str, list]:
        """As `all`, in few parts: what begins with some letters is gathered anew in each, from all time.

        `at_once`: in one, where few hits are to be expected.
        """
        cut = slice(0) if at_once else slice(1, 4) if self.items else slice(1, 2)
        return self._union(_parts(self.first, self.last, cut), words, most)

    def among(self, ids: list, words: str, most: int) -> tuple[str, list]:
        """The newest `most` hits among these items. Their words are read; the index is not asked."""
        return PART.format("item_id = ANY(%s) AND CASE WHEN words @@ %s::tsquery THEN true END"), [
            ids,
            words,
            most,
        ]

    def few(self, most: int) -> tuple[str, list]:
        """The ids of at most so many items that the filters leave."""
        sql, values = self.items
        bounds = {FIRST: self.first or FIRST, LAST: self.last or LAST}
        return f"SELECT * FROM ({sql}) items LIMIT %s", [*_within(values, bounds), most]

    def _union(self, parts: Iterable[Part], words: str, most: int) -> tuple[str, list]:
        told = [self._part(part, words, most) for part in parts]
        sql = " UNION ALL ".join(f"({sql})" for sql, _params in told)
        return f"SELECT * FROM ({sql}) parts LIMIT %s", [*(p for _sql, each in told for p in each), most]

    def _part(self, part: Part, words: str, most: int) -> tuple[str, list]:
        conditions, params = [], []

        def ask(condition: str, *values) -> None:
            conditions.append(condition)
            params.extend(values)

        for query in [words, *self.marks, *([tsquery(part.marks)] if part.marks else [])]:
            ask("words @@ %s::tsquery", query)
        if part.first:
            ask("created >= %s", part.first)
        if part.last:
            ask("created < %s", part.last)
        bounds = {FIRST: part.first or FIRST, LAST: part.last or LAST}
        if part.thin:
            ask(RAISED, *bounds.values())
        if self.items:
            sql, values = self.items
            ask(f"item_id IN ({sql})", *_within(values, bounds))
        return PART.format(" AND ".join(conditions)), [*params, most]


def tsquery(marks: Iterable[str]) -> str:
    """One of these marks, which are no words of any language."""
    return " | ".join(f"'{mark}'" for mark in marks)


def _items(user, filters: dict) -> tuple[str, list] | None:
    """Items in sight with these values, those of a part of time; said without "or", for the indexes' sake."""
    if not filters:
        return None
    access, items = user.access, Item.objects
    groups, teams = access.visible_group_ids, access.team_roles
    sights = [items.in_groups(groups)] * bool(groups) + [items.of_teams(list(teams))] * bool(teams)
    told = [
        narrow(rows, filters)
        .filter(created__gte=FIRST, created__lt=LAST)
        .values("pk")
        .query.sql_with_params()
        for rows in ([items.all()] if user.is_admin else sights)
    ]
    return " UNION ALL ".join(sql for sql, _values in told), [v for _sql, values in told for v in values]


def _within(values: Iterable, bounds: dict) -> list:
    return [bounds[value] if value in (FIRST, LAST) else value for value in values]


def _sight(user) -> list[str]:
    """The marks of what `user` may see, as `Item.objects.visible_to`; none for who sees everything."""
    if user.is_admin:
        return []
    marks = [group_mark(pk) for pk in user.access.visible_group_ids]
    marks += [team_mark(pk) for pk in user.access.team_roles]
    return marks or [group_mark(user.pk)]


def _parts(first: datetime | None, last: datetime | None, cut: slice) -> Iterator[Part]:
    """The parts of time between two moments, the newest first, together all of it and none twice.

    What is dated in the future comes last. A small installation is not cut. `cut` says which of the cuts
    are made; before the last of them all is one.
    """
    ahead = _starts(period_of(timezone.now()) + 2) if last is None else None
    starts = _cut_kept(last)
    if not starts and ahead:
        yield Part(first, last)
        return
    end = last or ahead
    for start in starts[cut]:
        if first and start <= first:
            yield Part(first, end)
            break
        yield Part(start, end)
        end = start
    else:
        yield Part(first, end, thin=cut.stop is None)
    if ahead:
        yield Part(max(ahead, first or ahead), None, thin=True)


def _starts(period: int) -> datetime:
    return datetime.fromtimestamp(period * PERIOD, UTC)


def _cut_kept(last: datetime | None) -> list[datetime]:
    """Where each part of time begins, going back from `last` (None: from now) to the oldest item."""
    name = f"finding-cut-{period_of(last) if last else 'now'}"
    kept = cache.get(name)
    if kept is None:
        kept = _cut(last)
        cache.set(name, kept, CUT_KEPT)
    return [_starts(period) for period in kept if last is None or _starts(period) < last]


def _cut(last: datetime | None) -> list[int]:
    """The oldest period of each part; the first ones hold about as many items as `SLICES` says."""
    items = Item.objects.filter(created__lt=last) if last else Item.objects.all()
    moments = items.order_by("-created", "-id").values_list("created", flat=True)
    edges = [moments[size : size + 1].first() for size in SLICES]
    oldest = moments.reverse().first()
    if oldest is None or (last is None and edges[0] is None):
        return []
    starts, newest = [], period_of(last or timezone.now())
    begin = newest + 1
    for edge in edges:
        if edge and period_of(edge) < begin:
            begin = max(period_of(edge), begin - MOST_PERIODS)
            starts.append(begin)
    while begin > period_of(oldest):
        begin -= min(max(newest + 1 - begin, 1), MOST_PERIODS)
        starts.append(begin)
    return starts
