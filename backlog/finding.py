"""Finding items by what is said in them, ranked among the newest thousand that match.

How it stays fast at a million items, for a word in one of them as for a word in all: the index on
`ItemWords` answers alone (see there). The newest few thousand items are asked first, then the newest fifty
thousand, then the rest, and the database stops as soon as it has a thousand. Words that others begin
with are looked for only where the word itself was not found often enough. Nothing is ever counted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.postgres.search import SearchQueryCombinable, SearchQueryField
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from backlog.asking import Question, understand
from backlog.models import Item, ItemWords
from backlog.models.words import PERIOD, group_mark, period_mark, period_of, team_mark
from backlog.narrowing import narrow

NEWEST = 1_000
"""Among so many hits the best are looked for."""
FEW = 2_000
"""A list names so many hits by their ids; for more it walks along its order."""
SLICES = (4_000, 50_000)
"""The newest items that are asked first, and those that are asked next."""
SLICES_KEPT = 600  # seconds
MOST_PERIODS = 30
TIME_LIMIT = 2_000  # milliseconds
LIMITS = """
SELECT current_setting('statement_timeout'), current_setting('enable_seqscan'),
    set_config('statement_timeout', %s, true), set_config('enable_seqscan', %s, true)
"""
WEIGHTS = "{0.2, 0.4, 0.6, 1.0}"  # comment, decision, text, title
"""What a word counts for in each place."""


@dataclass(frozen=True)
class Found:
    """`ids` of the items, the best first; `more` tells whether there are others behind them."""

    asked: Question
    ids: list
    more: bool = False


def find(user, text: str, *, size: int = 20, start: int = 0) -> Found:
    """The items that `user` may see and that say what `text` asks for, from the `start`-th best on.

    `text` is what was typed (`backlog.asking`). At most `NEWEST` are ranked; without words the newest
    come first. What takes longer than `TIME_LIMIT` is ended as every slow query is. Read the rows
    with `Item.objects.visible_to(user).with_ids(found.ids)`.
    """
    asked = understand(text, user)
    if asked.unknown or asked.empty:
        return Found(asked, [])
    most = min(size + 1, max(NEWEST - start, 0))
    if asked.words and not asked.numbers:
        ids = _in_time(lambda: _ranked(user, asked, start, most))
    else:
        rows = matching(Item.objects.visible_to(user), user, asked).order_by("-created", "-id")
        ids = _in_time(lambda: list(rows.values_list("pk", flat=True)[start : start + most]))
    return Found(asked, ids[:size], len(ids) > size)


def matching(rows: QuerySet, user, asked: Question) -> QuerySet:
    """Those of `rows` that were asked for, told to the database so that it finds them fast in any order.

    Where only a few match the words, these are named; of more, it walks along the order of the
    list until a page is full. The database cannot tell which word is rare, so we look.
    """
    if asked.unknown or asked.empty:
        return rows.none()
    rows = narrow(rows, asked.filters)
    if asked.numbers:
        rows = rows.filter(number__in=asked.numbers)
    if not asked.words:
        return rows
    hits = _in_time(lambda: newest_hits(user, asked, FEW + 1))
    if len(hits) <= FEW:
        return rows.among(hits)
    return rows.matching(asked.query(unfinished=True))


def newest_hits(user, asked: Question, most: int) -> list:
    """Ids of the newest items in sight with these words, in any state; at most so many."""

    def read(words) -> list:
        inner, params = _newest(user, asked, words, most)
        return _rows(f"SELECT item_id FROM ({inner}) hits", params)

    found = read(asked.query(unfinished=False))
    if asked.beginning and len(found) < most:
        found = read(asked.query(unfinished=True))
    return [row[0] for row in found]


def _ranked(user, asked: Question, start: int, size: int) -> list:
    """The best of the newest hits. Words that begin with the last one count only where it is itself rare."""

    def read(words) -> list:
        inner, params = _newest(user, asked, words, NEWEST)
        query, values = _compiled(words)
        return _rows(
            f"SELECT item_id, count(*) OVER () FROM (SELECT item_id, created, "
            f"ts_rank('{WEIGHTS}', words, {query}, 1) AS relevance FROM ({inner}) hits) ranked "
            f"ORDER BY relevance DESC, created DESC, item_id DESC OFFSET %s LIMIT %s",
            [*values, *params, start, size],
        )

    found = read(asked.query(unfinished=False))
    if asked.beginning and (not found or found[0][1] < NEWEST):
        found = read(asked.query(unfinished=True))
    return [row[0] for row in found]


def _rows(sql: str, params: list) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _compiled(words) -> tuple[str, list]:
    query = ItemWords.objects.all().query
    return query.get_compiler(connection=connection).compile(words.resolve_expression(query))


def _newest(user, asked: Question, words, most: int) -> tuple[str, list]:
    """The newest `most` hits: each part of time is asked only when those before it were not enough."""
    sight = _sight(user)
    parts, slices = [], _slices()
    for newest, oldest in slices:
        periods = Marks(period_mark(period) for period in range(oldest, newest + 1))
        parts.append(_part(user, asked, words & periods & sight if sight else words & periods))
    rest = _part(user, asked, words & sight if sight else words)
    if slices:
        first, last = _starts(slices[-1][1]), _starts(slices[0][0] + 1)
        rest = rest.filter(Q(created__lt=first) | Q(created__gte=last))
    parts.append(rest)
    sql, params = [], []
    for part in parts:
        one, values = part[:most].query.sql_with_params()
        sql.append(f"({one})")
        params += values
    return f"SELECT * FROM ({' UNION ALL '.join(sql)}) parts LIMIT %s", [*params, most]


def _starts(period: int) -> datetime:
    return datetime.fromtimestamp(period * PERIOD, UTC)


def _part(user, asked: Question, query) -> QuerySet:
    rows = ItemWords.objects.filter(words=query).order_by("-created", "-item_id")
    if asked.filters:
        items = narrow(Item.objects.visible_to(user), asked.filters)
        rows = rows.filter(Exists(items.filter(pk=OuterRef("pk"))))
    return rows.values("item_id", "created", "words")


def _sight(user):
    """The marks of what `user` may see, as `Item.objects.visible_to`; None for who sees everything."""
    if user.is_admin:
        return None
    marks = [group_mark(pk) for pk in user.access.visible_group_ids]
    marks += [team_mark(pk) for pk in user.access.team_roles]
    return Marks(marks or [group_mark(user.pk)])


class Marks(SearchQueryCombinable, Value):
    """A query for one of these marks, which are no words of any language."""

    def __init__(self, marks):
        super().__init__(" | ".join(f"'{mark}'" for mark in marks), output_field=SearchQueryField())

    def as_sql(self, compiler, connection) -> tuple[str, list]:
        return "%s::tsquery", [self.value]


def _slices() -> list[tuple[int, int]]:
    """The newest and the oldest period of each part of time before the rest; none in a small installation."""
    kept = cache.get("finding-slices")
    if kept is None:
        kept = _cut()
        cache.set("finding-slices", kept, SLICES_KEPT)
    return kept


def _cut() -> list[tuple[int, int]]:
    moments = Item.objects.order_by("-created", "-id").values_list("created", flat=True)
    newest = moments.first()
    if newest is None:
        return []
    slices, last = [], max(period_of(newest), period_of(timezone.now()) + 1)
    for size in SLICES:
        edge = moments[size : size + 1].first()
        if edge is None:
            break
        oldest = period_of(edge)
        if last - oldest >= MOST_PERIODS:
            break
        if oldest <= last:
            slices.append((last, oldest))
            last = oldest - 1
    return slices


def _in_time(read: Callable):
    """Read within `TIME_LIMIT`, by the indexes: passing over a table costs more than the planner thinks."""
    within = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LIMITS, [str(TIME_LIMIT), "off"])
        before = cursor.fetchone()[:2]
        found = read()
        if within:
            cursor.execute(LIMITS, before)
        return found
