"""What somebody types into a search box, understood: words, numbers, and filters typed as words.

    builds "red team" #42 team:Red kind:impediment state:ready flag:stale owner:me age:>30 silent:>=14

One reading serves the search page, the `q` of the list and of the interface for programs, and the palette.
A value with spaces stands in quotes, and a quote within it is written twice. What names nothing that
this person may see is `unknown`: the search then finds nothing, and the page says why.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from unicodedata import normalize

from django.conf import settings
from django.utils import translation

from backlog.forms_of_words import Forms, forms_of
from backlog.models import FlagName, Kind, State
from teams.models import ProductGroup, Team, User

LONGEST = 200
MOST_WORDS = 12
SHORTEST_BEGINNING = 3
"""A last word of fewer letters is taken as it is: too many words begin with it."""
MOST_MATCHES = 50
MOST_DAYS = 36_500
ME = "me"

WORD = re.compile(r"\w{1,60}")
NUMBER = re.compile(r"(?<!\w)#([0-9]{1,9})(?!\w)")
FILTER = re.compile(r'(?<!\w)([a-z]+):(?:"((?:[^"]|"")*)"?|(\S*))', re.IGNORECASE)
DAYS = re.compile(r"(>=|<=|>|<|=)?([0-9]{1,6})")


@dataclass
class Question:
    """`filters` holds parameters of the item filter (`team`, `state`, `age_min` …) and their values."""

    text: str = ""
    words: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    filters: dict[str, list | int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Nothing was asked for."""
        return not (self.words or self.numbers or self.filters or self.unknown)

    @property
    def is_one_word(self) -> bool:
        """And nothing beside it."""
        return len(self.words) == 1 and not self.filters

    @property
    def beginning(self) -> str:
        """The last word, where more words may begin with it than are meant by it; else ""."""
        last = self.words[-1] if self.words else ""
        return last if len(last) >= SHORTEST_BEGINNING else ""

    @cached_property
    def forms(self) -> Forms:
        """The words in all their forms."""
        return forms_of(self.words, self.beginning)


def understand(text: str, user) -> Question:
    """Read what was typed, as `user` may mean it. Never raises, whatever the text holds."""
    text = normalize("NFC", text.replace("\x00", " "))[:LONGEST]
    asked = Question(text)

    def take(match: re.Match) -> str:
        name = match[1].lower()
        if name not in FILTERS:
            return f"{match[1]} {match[2] or match[3] or ''}"
        value = (unquoted(match[2]) if match[2] is not None else match[3]).strip()
        if value:
            found = FILTERS[name](asked, name, value, user)
            if not found:
                asked.unknown.append(match[0])
        return " "

    rest = FILTER.sub(take, text)
    asked.numbers = list(dict.fromkeys(int(number) for number in NUMBER.findall(rest)))
    asked.words = WORD.findall(NUMBER.sub(" ", rest).replace("_", " "))[:MOST_WORDS]
    return asked


def quoted(value: str) -> str:
    """A value as it is typed after the name of a filter, so that it reads back as the same."""
    return '"' + value.replace('"', '""') + '"' if re.search(r'[\s"]', value) else value


def unquoted(value: str) -> str:
    """What was typed between quotes, as it was meant."""
    return value.replace('""', '"')


def choices_of(choices: Iterable[tuple[str, str]]) -> Callable:
    """A filter by one of a few values, called by its value or by the word that people see.

    The words of every language are understood: a view is saved by one person, opened by another who
    has another language, and watched by the worker. What two languages mean differently is read in
    one's own.
    """
    choices = tuple(choices)

    @cache
    def called(language: str) -> dict[str, list[str]]:
        meant = defaultdict(list)
        with translation.override(language):
            for value, words in choices:
                meant[plain(str(words))].append(value)
        return dict(meant)

    def chosen(asked: Question, name: str, value: str, user) -> bool:
        wanted = plain(value)
        found = [choice for choice, _words in choices if plain(choice) == wanted]
        for language in [translation.get_language() or settings.LANGUAGE_CODE, *dict(settings.LANGUAGES)]:
            found = found or called(language).get(wanted, [])
        return _add(asked, name, found)

    return chosen


def plain(value: str) -> str:
    return value.casefold().replace("_", " ").replace("-", " ").strip()


def named(rows, value: str) -> list:
    """The ids of the rows called so; where none is, of those whose name begins so."""
    exact = list(rows.filter(name__iexact=value).values_list("pk", flat=True)[:MOST_MATCHES])
    return exact or list(rows.filter(name__istartswith=value).values_list("pk", flat=True)[:MOST_MATCHES])


def _team(asked: Question, name: str, value: str, user) -> bool:
    return _add(asked, "team", named(Team.objects.visible_to(user), value))


def _group(asked: Question, name: str, value: str, user) -> bool:
    return _add(asked, "product_group", named(ProductGroup.objects.visible_to(user), value))


def _owner(asked: Question, name: str, value: str, user) -> bool:
    if value.casefold() == ME:
        return _add(asked, "owner", [user.pk])
    return _add(asked, "owner", named(User.objects.visible_to(user), value))


def _days(least: str, most: str | None) -> Callable:
    def chosen(asked: Question, name: str, value: str, user) -> bool:
        match = DAYS.fullmatch(value)
        if not match:
            return False
        sign, days = match[1] or "=", min(int(match[2]), MOST_DAYS)
        low = {">": days + 1, ">=": days, "=": days}.get(sign)
        high = {"<": days - 1, "<=": days, "=": days}.get(sign)
        if most is None and sign != "=" and low is None:
            return False  # nobody asks for what is silent for less
        if low is not None:
            asked.filters[least] = max(low, asked.filters.get(least, 0))
        if high is not None and most is not None:
            asked.filters[most] = min(high, asked.filters.get(most, MOST_DAYS))
        return True

    return chosen


def _add(asked: Question, name: str, values: list) -> bool:
    if values:
        asked.filters.setdefault(name, []).extend(value for value in values)
    return bool(values)


FILTERS: dict[str, Callable] = {
    "team": _team,
    "kind": choices_of(Kind.choices),
    "state": choices_of(State.choices),
    "flag": choices_of(FlagName.choices),
    "owner": _owner,
    "group": _group,
    "age": _days("age_min", "age_max"),
    "silent": _days("silent_min", None),
}
"""The words that filter, each with what reads its value; False for a value that names nothing."""
