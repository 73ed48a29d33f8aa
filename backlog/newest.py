"""The newest items that say something and are what was asked for, from the index on `ItemWords` alone.

How it stays fast at a million items, for a word in one of them as for a word in all: who may see an item,
when it was raised and everything that it is filtered by are marks in the same index as the words, so only
hits are read; time is cut into parts (`backlog.parts_of_time`), and the database stops as soon as it has
enough. Each kind of mark is a condition of its own: in one query together with the words, the index would
weigh all of them at every item. Nothing is ever counted.
"""

from collections.abc import Iterable

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from backlog.asking import Question
from backlog.models import Item
from backlog.models.words import MARKED, mark, period_of, silence_mark
from backlog.narrowing import narrow, span
from backlog.parts_of_time import Part, Time

HITS = "SELECT item_id, created, words FROM backlog_itemwords WHERE {}"
NEWEST_FIRST = " ORDER BY created DESC, item_id DESC LIMIT %s"
RAISED = "item_id = ANY(ARRAY(SELECT id FROM backlog_item WHERE {}))"
BY_THE_DAY = ("age_min", "age_max", "silent_min")


class Newest:
    """What `asked` asks for, told to the index: SQL of its newest hits in sight of `user`.

    The rows hold item_id, created and words.
    """

    def __init__(self, user, asked: Question):
        first, last, is_exact = span(asked.filters)
        _first, self.silent, _is_exact = span({"silent_min": asked.filters.get("silent_min")})
        self.time = Time(first, last)
        marks = [_sight(user)]
        marks += [[mark(name, value) for value in asked.filters.get(name) or ()] for name in MARKED]
        self.marks = [tsquery(each) for each in marks if each]
        self.days = None if is_exact else _by_the_day(asked.filters)

    def early(self, words: list[str], most: int, *, at_once: bool = False) -> tuple[str, list]:
        """The newest `most` hits, if the newest items hold so many.

        `at_once`: all those items in one part, since what begins with some letters is gathered anew in each.
        """
        parts = self.time.early()
        return self._union([_together(parts)] if at_once else parts, words, most)

    def all(self, words: list[str], most: int, found: int) -> tuple[str, list]:
        """The newest `most` hits, where `early` found only so many."""
        return self._union(self.time.all(found, most), words, most)

    def any(self, words: list[str], most: int) -> tuple[str, list]:
        """So many hits among the newest items, in no order; without words, all that are left by the rest."""
        sql, params = self._part(_together(self.time.early()), words)
        return f"{sql} LIMIT %s", [*params, most]

    def _union(self, parts: Iterable[Part], words: list[str], most: int) -> tuple[str, list]:
        told = [self._part(part, words) for part in parts]
        sql = " UNION ALL ".join(f"({sql}{NEWEST_FIRST})" for sql, _params in told)
        params = [value for _sql, values in told for value in (*values, most)]
        return f"SELECT * FROM ({sql}) parts LIMIT %s", [*params, most]

    def _part(self, part: Part, words: list[str]) -> tuple[str, list]:
        conditions, params = [], []

        def ask(condition: str, *values) -> None:
            conditions.append(condition)
            params.extend(values)

        # time first: the index goes on from there with the words, rather than from the oldest item on
        for query in [tsquery(part.marks), *words, *self.marks, tsquery(self._silences(part))]:
            if query:
                ask("words @@ %s::tsquery", query)
        bounds = {"created >= %s": part.first, "created < %s": part.last}
        bounds = {condition: moment for condition, moment in bounds.items() if moment}
        for condition, moment in bounds.items():
            ask(condition, moment)
        if part.thin:
            ask(RAISED.format(" AND ".join(bounds)), *bounds.values())
        if self.silent:
            ask("silent_since < %s", self.silent)
        if self.days:
            sql, values = self.days
            ask(f"item_id = ({sql})", *values)
        return HITS.format(" AND ".join(conditions) or "true"), params

    def _silences(self, part: Part) -> list[str]:
        """The marks of periods since which its items may be silent; none is silent before it is raised."""
        if self.silent is None or self.time.is_small:
            return []
        begin = max(part.first or self.time.oldest, self.time.oldest)
        return [silence_mark(period) for period in range(period_of(begin), period_of(self.silent) + 1)]


def _together(parts: list[Part]) -> Part:
    return Part(parts[-1].first, parts[0].last)


def tsquery(marks: Iterable[str]) -> str:
    """One of these marks, which are no words of any language."""
    return " | ".join(f"'{mark}'" for mark in marks)


def _sight(user) -> list[str]:
    """The marks of what `user` may see, as `Item.objects.visible_to`; none for who sees everything."""
    if user.is_admin:
        return []
    marks = [mark("product_group", pk) for pk in user.access.visible_group_ids]
    marks += [mark("team", pk) for pk in user.access.team_roles]
    return marks or [mark("product_group", user.pk)]


def _by_the_day(filters: dict) -> tuple[str, list]:
    """SQL of the hit's item, if it is as old and as silent as was asked, where groups have different clocks.

    A query of its own for each hit, so that the database doesn't begin with everything that is as old.
    """
    own = RawSQL("backlog_item.id = backlog_itemwords.item_id", [], output_field=BooleanField())
    days = {name: filters[name] for name in BY_THE_DAY if name in filters}
    return narrow(Item.objects.filter(own), days).values("pk").query.sql_with_params()
