"""How a search that is being typed may go on: filters and their values, and the items it finds so far."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backlog.asking import FILTERS, LONGEST, ME, plain, quoted, unquoted
from backlog.finding import find
from backlog.models import FlagName, Item, Kind, State
from teams.models import ProductGroup, Team, User

MOST = 8
MOST_ITEMS = 5
LAST = re.compile(r'(?:^|\s)(?:([a-z]+):(?:"((?:[^"]|"")*)|([^\s"]\S*)?)|(\S+))$', re.IGNORECASE)
HINTS = {
    "team": gettext_lazy("raised by a team"),
    "kind": gettext_lazy("impediment, improvement, experiment"),
    "state": gettext_lazy("where it stands in its life"),
    "flag": gettext_lazy("unanswered, stale, overdue …"),
    "owner": gettext_lazy("who has it; “me” for myself"),
    "group": gettext_lazy("of a product group"),
    "age": gettext_lazy("days since it was raised"),
    "silent": gettext_lazy("days since anybody acted"),
}
DAYS = (">7", ">30", ">90", ">365")


@dataclass(frozen=True)
class Completion:
    """One way to go on: `text` is the whole search then, `url` where it leads instead."""

    words: str
    hint: str = ""
    text: str = ""
    url: str = ""


def complete(user, text: str) -> list[Completion]:
    """At most a dozen ways to go on, of what `user` may see. Never raises, whatever the text holds."""
    text = text.replace("\x00", " ")[:LONGEST]
    match = LAST.search(text)
    if match and match[1] and match[1].lower() in FILTERS:
        before = text[: match.start(1)]
        begun = unquoted(match[2]) if match[2] is not None else match[3] or ""
        return list(_values(user, match[1].lower(), begun.strip(), before))
    ways = list(_names(text, match[4] or "")) if match else []
    return ways + _items(user, text)


def _names(text: str, begun: str) -> Iterable[Completion]:
    """Filters whose names begin so."""
    for name, hint in HINTS.items():
        if begun and name.startswith(begun.lower()):
            yield Completion(f"{name}:", str(hint), f"{text[: len(text) - len(begun)]}{name}:")


def _values(user, name: str, begun: str, before: str) -> Iterable[Completion]:
    for value, hint in VALUES[name](user, begun):
        way = f"{name}:{quoted(value)}"
        yield Completion(way, hint, f"{before}{way} ")


def _items(user, text: str) -> list[Completion]:
    """The best items so far, by title."""
    if len(text.strip()) < 2:
        return []
    ids = find(user, text, size=MOST_ITEMS).ids
    rows = Item.objects.visible_to(user).with_ids(ids).values("id", "number", "title", "state")
    shown = {row["id"]: row for row in rows}
    return [
        Completion(shown[pk]["title"], f"#{shown[pk]['number']}", url=f"/items/{pk}/")
        for pk in ids
        if pk in shown
    ]


def _chosen(choices) -> Callable:
    def values(user, begun: str) -> Iterable[tuple[str, str]]:
        wanted = plain(begun)
        for value, words in choices:
            if plain(value).startswith(wanted) or plain(str(words)).startswith(wanted):
                yield value, str(words)

    return values


def _teams(user, begun: str) -> Iterable[tuple[str, str]]:
    rows = Team.objects.visible_to(user).active().filter(name__icontains=begun).order_by("name", "id")
    return rows.values_list("name", "product_group__name")[:MOST]


def _groups(user, begun: str) -> Iterable[tuple[str, str]]:
    rows = ProductGroup.objects.visible_to(user).filter(name__icontains=begun).order_by("name", "id")
    return ((name, "") for name in rows.values_list("name", flat=True)[:MOST])


def _owners(user, begun: str) -> Iterable[tuple[str, str]]:
    if ME.startswith(begun.lower()):
        yield ME, _("myself")
    people = User.objects.visible_to(user).active().named(begun).order_by("name", "id")
    for name in people.values_list("name", flat=True)[:MOST]:
        yield name, ""


def _days(user, begun: str) -> Iterable[tuple[str, str]]:
    return ((days, _("more than %s days") % days[1:]) for days in DAYS if days.startswith(begun))


VALUES: dict[str, Callable] = {
    "team": _teams,
    "kind": _chosen(Kind.choices),
    "state": _chosen(State.choices),
    "flag": _chosen(FlagName.choices),
    "owner": _owners,
    "group": _groups,
    "age": _days,
    "silent": _days,
}
