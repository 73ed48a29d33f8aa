"""What a row of a list shows beside its columns: ages, flags with their age, addresses, moves.

Everything is computed here once per row, from the values that `for_list()` read, so that a
template only prints. Days are whole days by the calendar of the item's own product group.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from backlog.models import UNDONE, VERBS, FlagName, State
from teams import permissions

SINCE = {
    FlagName.UNANSWERED: "unanswered_since",
    FlagName.UNDECIDED: "ready_since",
    FlagName.OVERDUE: "due",
    FlagName.SEVERELY_OVERDUE: "due",
}
"""From which moment a flag counts its days; the others have the silence beside them, or no age."""

MOVES = {
    State.PROPOSED: ("consent", "withdraw"),
    State.NEW: ("assess", "merge", "withdraw"),
    State.READY: ("decide", "merge", "withdraw"),
    State.ACCEPTED: ("start", "withdraw"),
    State.OFFERED: ("take", "pass", "withdraw"),
    State.TAKEN: ("start", "release"),
    State.DOING: ("complete",),
    State.DONE: ("confirm", "reopen"),
    State.DEFERRED: ("withdraw",),
    State.CONFIRMED: ("check", "reopen"),
    State.DECLINED: ("reopen",),
}
"""State → the verbs that lead out of it, in the order in which a menu offers them."""


def decorate(rows: Iterable[dict], now: datetime | None = None) -> list[dict]:
    """Add what is shown beside the columns of `for_list()`.

    Adds `url`, `age_days`, `silent_days`, `stale_days`, `flag_badges`, `doer`, `promise`.
    `silent_days` is None where silence means nothing: the item has ended, is a mere proposal,
    or waits for its date. `promise` says in words by when it is due or comes back, `doer` who
    has taken it on.
    """
    now = now or timezone.now()
    base, language, days = reverse("backlog:item-list"), get_language(), {}
    rows = list(rows)
    for row in rows:
        zone_name = row["product_group__time_zone"]
        if zone_name not in days:
            zone = ZoneInfo(zone_name)
            days[zone_name] = (zone, now.astimezone(zone).date())
        zone, today = days[zone_name]
        row["url"] = f"{base}{row['id']}/"
        row["age_days"] = _days(row["created"], zone, today)
        silent = row["state"] in UNDONE and row["state"] != State.DEFERRED
        row["silent_days"] = _days(row["silent_since"], zone, today) if silent else None
        row["stale_days"] = row["product_group__stale_days"]
        row["flag_badges"] = ""
        if row["flags"]:
            ages = ((name, _days(row.get(SINCE.get(name)), zone, today)) for name in row["flags"])
            row["flag_badges"] = _badges(tuple(ages), language)
        row["promise"] = _promise(row)
        row["doer"] = _doer(row)
    return rows


def moves(row: dict, user) -> list[tuple[str, str]]:
    """The verbs that `user` may do with this row now: (address of the form, words)."""
    item = SimpleNamespace(**row)
    return [
        (f"{row['url']}{name}/", VERBS[name].label)
        for name in MOVES.get(row["state"], ())
        if permissions.may(user, VERBS[name].permission, item)
    ]


def first_move(row: dict, user, *names: str) -> tuple[str, str] | None:
    """The first of the verbs `names` that `user` may do with this row now: (address, words)."""
    item = SimpleNamespace(**row)
    for name in names:
        if row["state"] in VERBS[name].states and permissions.may(user, VERBS[name].permission, item):
            return f"{row['url']}{name}/", VERBS[name].label
    return None


def decorate_actions(rows: Iterable[dict], user, now: datetime | None = None) -> list[dict]:
    """Add to each row of `Action.for_rows()` its addresses, words, and whether `user` may change it."""
    now = now or timezone.now()
    items, actions = reverse("backlog:item-list"), reverse("backlog:action-list")
    rows = list(rows)
    for row in rows:
        today = now.astimezone(ZoneInfo(row["product_group__time_zone"])).date()
        row["url"] = f"{actions}{row['id']}/"
        row["item_url"] = f"{items}{row['item_id']}/" if row["item_id"] else ""
        late = 0 if row["done_at"] else (today - row["due"]).days
        row["overdue_words"] = _flag_words(FlagName.OVERDUE, late) if late > 0 else ""
        row["due_label"] = _due_label(row)
        verb, words = ("resume", _("Open again")) if row["done_at"] else ("complete", _("Done"))
        row |= {"verb_url": f"{row['url']}{verb}/", "verb_words": words, "change_words": _("Change")}
        row["may_change"] = permissions.may(user, "backlog.complete_action", SimpleNamespace(**row))
    return rows


def _due_label(row: dict) -> str:
    if row["done_at"]:
        return _("done on %s") % date_format(timezone.localtime(row["done_at"]), "j M Y")
    due = _("due %s") % date_format(row["due"], "j M Y")
    if row["first_due"] == row["due"]:
        return due
    return _("%(due)s, first promised for %(first)s") % {
        "due": due,
        "first": date_format(row["first_due"], "j M Y"),
    }


def _days(moment, zone: ZoneInfo, today) -> int | None:
    if moment is None:
        return None
    day = moment.astimezone(zone).date() if isinstance(moment, datetime) else moment
    return max(0, (today - day).days)


def _doer(row: dict) -> str:
    owner = row["owner__name"] or row["owner_text"]
    if row["taken_by__name"]:
        return _("taken by %s") % row["taken_by__name"]
    return _("owner %s") % owner if owner else ""


def _promise(row: dict) -> str:
    if row["state"] == State.DEFERRED and row["wake"]:
        return _("comes back on %s") % date_format(row["wake"], "j M Y")
    if row["due"] and row["state"] in UNDONE:
        return _("due %s") % date_format(row["due"], "j M Y")
    return ""


@lru_cache(maxsize=4096)
def _badges(flags: tuple[tuple[str, int | None], ...], language: str) -> SafeString:
    names = [name for name, _age in flags]
    shown = [
        (name, _flag_words(name, age))
        for name, age in flags
        if not (name == FlagName.OVERDUE and FlagName.SEVERELY_OVERDUE in names)
    ]
    badges = format_html_join("", '<span class="badge-flag" data-flag="{}">{}</span>', shown)
    return format_html('<span class="flags">{}</span>', badges)


def _flag_words(name: str, days: int | None) -> str:
    if not days:
        return str(dict(FlagName.choices).get(name, name))
    if name == FlagName.UNANSWERED:
        words = ngettext("unanswered for %d day", "unanswered for %d days", days)
    elif name == FlagName.UNDECIDED:
        words = ngettext("undecided for %d day", "undecided for %d days", days)
    elif name == FlagName.OVERDUE:
        words = ngettext("overdue by %d day", "overdue by %d days", days)
    else:
        words = ngettext("severely overdue by %d day", "severely overdue by %d days", days)
    return words % days
