"""Finding items by what is said in them, ranked among the newest thousand that match.

Words that others begin with are looked for only where the word itself is not common. How the newest
hits are found: `backlog.newest`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import QuerySet

from backlog.asking import Question, understand
from backlog.forms_of_words import all_of, forms_of
from backlog.models import Item
from backlog.narrowing import narrow, span
from backlog.newest import Newest

NEWEST = 1_000
"""Among so many hits the best are looked for."""
FEW = 2_000
"""A list names so many hits by their ids; for more it walks along its order."""
FEW_EARLY = 1_000
"""Where fewer of the newest items are left by the rest of what is asked for, few are left in all."""
TIME_LIMIT = 2_000  # milliseconds
LIMITS = """
SELECT current_setting('statement_timeout'), current_setting('enable_seqscan'),
    current_setting('max_parallel_workers_per_gather'),
    set_config('statement_timeout', %s, true), set_config('enable_seqscan', %s, true),
    set_config('max_parallel_workers_per_gather', %s, true)
"""
RANKED = """
WITH hits AS MATERIALIZED ({}), number AS (SELECT count(*) AS hits FROM hits)
SELECT item_id, number.hits FROM number LEFT JOIN hits ON number.hits >= %s
ORDER BY ts_rank(%s::real[], words, %s::tsquery, 1) DESC, created DESC, item_id DESC LIMIT %s
"""
"""The best of the hits and how many there are; where these are too few, only that."""
WEIGHTS = [0.2, 0.4, 0.6, 1.0]
"""What a word counts for in each place: comment, decision, text, title."""


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
        ids = in_time(lambda: _ranked(user, asked, start, most))
    else:
        rows = matching(Item.objects.visible_to(user), user, asked).order_by("-created", "-id")
        _first, last, _is_exact = span(asked.filters)
        rows = rows.filter(created__lt=last) if last else rows  # what is silent was raised before
        ids = in_time(lambda: list(rows.values_list("pk", flat=True)[start : start + most]))
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
    hits = in_time(lambda: newest_hits(user, asked, FEW + 1))
    if len(hits) <= FEW:
        return rows.among(hits)
    return rows.matching(all_of(asked.forms.unfinished))


def newest_hits(user, asked: Question, most: int) -> list:
    """Ids of the newest items in sight with these words, in any state; at most so many."""

    def read(sql: str, params: list, _words: list[str], _least: int = 0) -> list:
        return _rows(f"SELECT item_id FROM ({sql}) hits", params)

    return [row[0] for row in _read(user, asked, most, read, len)]


def _ranked(user, asked: Question, start: int, size: int) -> list:
    """The best of the newest hits."""

    def read(sql: str, params: list, words: list[str], least: int = 0) -> list:
        return _rows(RANKED.format(sql), [*params, least, WEIGHTS, all_of(words), start + size])

    found = _read(user, asked, NEWEST, read, lambda rows: rows[0][1])
    return [pk for pk, _hits in found[start:] if pk]


def _read(user, asked: Question, most: int, read: Callable, count: Callable) -> list:
    """Read the newest `most` hits. Words that begin with the last one count only where it is not common.

    `read` may leave out everything but the `count` where there are fewer than its last argument says.
    """
    exact, unfinished = asked.forms.exact, asked.forms.unfinished
    newest = Newest(user, asked)
    if newest.time.is_empty or not unfinished:
        return []
    is_all = newest.time.is_small and not asked.beginning
    words, found = exact, read(*newest.early(exact, most), exact, 0 if is_all else most)
    hits = count(found)
    if is_all or hits >= most:
        return found
    if asked.beginning and not _is_common(user, asked):
        words, hits = unfinished, 0
        if not newest.time.is_small and not _leaves_few(newest, asked):
            found = read(*newest.early(unfinished, most, at_once=True), unfinished, most)
            hits = count(found)
            if hits >= most:
                return found
    return read(*newest.all(words, most, hits), words)


def _is_common(user, asked: Question) -> bool:
    """Whether the last word is found a thousand times among the newest items, whatever else is asked for."""
    if asked.is_one_word:
        return False  # it would have been enough
    words = [asked.beginning]
    return _are_among(Newest(user, Question(words=words)), forms_of(words).exact, NEWEST)


def _leaves_few(newest: Newest, asked: Question) -> bool:
    """Whether filters and other words leave so few items that it is best to look at all time at once.

    What begins with some letters is gathered from all time for each look, and that is what it costs.
    """
    if asked.is_one_word:
        return False
    return not _are_among(newest, forms_of(asked.words[:-1]).exact, FEW_EARLY)


def _are_among(newest: Newest, words: list[str], number: int) -> bool:
    """Whether so many of the newest items are hits."""
    sql, params = newest.any(words, number)
    return len(_rows(f"SELECT 1 FROM ({sql}) hits", params)) >= number


def _rows(sql: str, params: list) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def in_time(read: Callable):
    """Read within `TIME_LIMIT`, by the indexes: passing over a table costs more than the planner thinks.

    In one process: a second one costs more than it brings.
    """
    within = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LIMITS, [str(TIME_LIMIT), "off", "0"])
        before = cursor.fetchone()[:3]
        found = read()
        if within:
            cursor.execute(LIMITS, before)
        return found
