"""Time cut into parts, so that the newest hits are found without looking at all of them.

The newest few thousand items are asked first. How many hits they hold tells how far back one has to go
for more; how many items were raised in which time is known from what PostgreSQL's planner knows of them.
"""

from bisect import bisect
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from backlog.models import Item
from backlog.models.words import PERIOD, period_mark, period_of

SLICES = (4_000, 50_000)
"""So many of the newest items are asked first, and up to so many next."""
MORE = 1.3
"""So many times further than reckoned we look, since hits are not spread evenly."""
KEPT = 600  # seconds
QUANTILES = """
SELECT histogram_bounds::text::timestamptz[] FROM pg_stats
WHERE schemaname = current_schema() AND tablename = 'backlog_itemwords' AND attname = 'created'
"""


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
        touched = range(period_of(self.first), end + (start_of(end) < self.last))
        return [period_mark(period) for period in touched]


class Time:
    """What lies between two moments (None: without end), in parts from the newest to the oldest.

    What is dated in the future comes last. A small installation is not cut.
    """

    def __init__(self, first: datetime | None, last: datetime | None):
        self.first, self.last = first, last
        self.edges, self.oldest = _kept(f"finding-edges-{period_of(last) if last else 'now'}", _edges, last)
        self.ahead = None if last else start_of(period_of(timezone.now()) + 2)
        self.end = last or self.ahead

    @property
    def is_empty(self) -> bool:
        return bool(self.first and self.last and self.first >= self.last)

    @property
    def is_small(self) -> bool:
        """It is not cut: what is early is all."""
        return self.oldest is None

    def early(self) -> list[Part]:
        """The newest parts, each of about as many items as `SLICES` says."""
        if self.is_small:
            return [Part(self.first, self.last)]
        parts, end = [], self.end
        for edge in self.edges:
            start = max(edge, self.first) if self.first else edge
            parts.append(Part(start, end))
            end = start
            if start == self.first:
                break
        return parts

    def all(self, found: int, most: int) -> list[Part]:
        """Together all of it and none twice; the first holds `most` hits, if `early` held `found` of them."""
        if self.is_small:
            return [Part(self.first, self.last)]
        begin = max(self.first, self.oldest) if self.first else self.oldest
        cut = self._cut(found, most)
        if cut and begin < cut < self.end:
            parts = [Part(cut, self.end), Part(begin, cut)]
        else:
            parts = [Part(begin, self.end) if self.first or self.last else Part(None, self.end)]
        if parts[-1].first and begin != self.first:
            parts.append(Part(self.first, begin, thin=True))
        if self.ahead:
            parts.append(Part(max(self.ahead, self.first or self.ahead), None, thin=True))
        return parts

    def _cut(self, found: int, most: int) -> datetime | None:
        """Before so many hits; None where everything has to be asked."""
        quantiles = _kept("finding-quantiles", _quantiles)
        if not found or not quantiles:
            return None
        newest = self.early()
        end = bisect(quantiles, newest[0].last)
        asked = max(end - bisect(quantiles, newest[-1].first), 1)
        reached = end - int(asked * most * MORE / found) - 1
        return start_of(period_of(quantiles[reached])) if reached > 0 else None


def start_of(period: int) -> datetime:
    return datetime.fromtimestamp(period * PERIOD, UTC)


def _kept(name: str, make, *args):
    kept = cache.get(name)
    if kept is None:
        kept = make(*args)
        cache.set(name, kept, KEPT)
    return kept


def _edges(last: datetime | None) -> tuple[list[datetime], datetime | None]:
    """Where each part begins that `SLICES` tells, going back from `last` (None: now); and where the oldest.

    The beginning of the oldest is None where there are hardly any items.
    """
    items = Item.objects.filter(created__lt=last) if last else Item.objects.all()
    moments = items.order_by("-created", "-id").values_list("created", flat=True)
    found = [moments[size : size + 1].first() for size in SLICES]
    oldest = moments.reverse().first()
    if oldest is None or (last is None and found[0] is None):
        return [], None
    starts = {start_of(period_of(moment or oldest)): None for moment in found}
    return list(starts), start_of(period_of(oldest))


def _quantiles() -> list[datetime]:
    """Moments between which about as many items each were raised, from the oldest on; [] if unknown."""
    with connection.cursor() as cursor:
        cursor.execute(QUANTILES)
        row = cursor.fetchone()
    return (row and row[0]) or []
