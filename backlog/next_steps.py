"""What may be done next with an item: the step in words, whose it is, and one person's buttons."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backlog.models import Item, State
from backlog.models.life import VERBS
from teams.kept import kept_for_all
from teams.models import User

MOST_NAMES = 6
ELSEWHERE = {"order", "perspective"}
"""Verbs that have a place of their own: the list, the section of the five questions."""
OWN_VERBS = tuple(name for name in VERBS if name not in ELSEWHERE)
MANAGERS = ("manager", "sponsor")


@dataclass(frozen=True)
class Step:
    """The next step: what happens, who does it (`whose`), the verbs that do it, in which item it goes on."""

    sentence: str
    whose: str = ""
    verbs: tuple[str, ...] = ()
    goes_on_in: Item | None = None


def next_step(item: Item, user) -> Step:
    """The step in words, with the names of people and teams whose it is; no item that `user` may not see.

    `user` tells since when the names have been known (`teams.kept`).
    """
    return STEPS[item.state](item, user)


def buttons(item: Item, user) -> list[str]:
    """The verbs that `user` may do now and that would change something, in the order of an item's life."""
    return [verb for verb in OWN_VERBS if item.may(verb, user) and _is_of_use(item, verb, user)]


def own_teams(item: Item, verb: str, user) -> list:
    """Ids of the person's teams for which the verb can still be said."""
    teams = user.access.teams_in(item.product_group_id)
    rule = TEAM_RULES.get(verb)
    return rule(item, teams) if rule and teams else teams


def _is_of_use(item: Item, verb: str, user) -> bool:
    if verb == "reopen" and item.state == State.DECLINED:
        return not item.reopened_by_team
    if verb == "decide":
        return not item.needs_visit
    if verb == "ask":
        return not user.access.is_member(item.team_id)
    if verb in TEAM_VERBS:
        return bool(own_teams(item, verb, user))
    return True


def _not_answered(item, teams) -> list:
    if item.is_past_lapse():
        return []
    answered = set(item.consents.values_list("team", flat=True))
    owing = [team for team in teams if team not in answered]
    return list(item.product_group.teams.active().with_ids(owing).values_list("pk", flat=True))


def _agreed(item, teams) -> list:
    open_to_it = item.from_outside and not item.decisions.exists()
    agreed = set(item.consents.filter(agree=True).values_list("team", flat=True)) if open_to_it else ()
    return [team for team in teams if team in agreed]


def _not_passed(item, teams) -> list:
    passed = set(item.passes.filter(offer__ended_at=None).values_list("team", flat=True))
    return [team for team in teams if team not in passed]


def _not_affected(item, teams) -> list:
    teams = [team for team in teams if team != item.team_id]
    known = set(item.affected.values_list("team", flat=True)) if teams else ()
    return [team for team in teams if team not in known]


def _that_took_it(item, teams) -> list:
    return [team for team in teams if team == item.taken_by_id]


TEAM_RULES: dict[str, Callable] = {
    "consent": _not_answered,
    "retract": _agreed,
    "pass": _not_passed,
    "release": _that_took_it,
    "affects": _not_affected,
}
TEAM_VERBS = frozenset(TEAM_RULES) | {"take"}


def named(people) -> str:
    """Names in a row, the first few of many."""
    names = [str(person) for person in people]
    more = len(names) - MOST_NAMES
    if more > 1:
        rest = ngettext("%(count)s more", "%(count)s more", more) % {"count": more}
        names = [*names[:MOST_NAMES], rest]
    return ", ".join(names)


def _serving(item, user, *roles: str) -> list:
    place = ("serving", item.product_group_id, roles)
    return kept_for_all(user, place, lambda: list(User.objects.serving(item.product_group_id, *roles)))


def managers_of(item, user) -> list[User]:
    """Managers and sponsors of the item's group, by name. Kept: never alter them."""
    return _serving(item, user, *MANAGERS)


def _members(team_id, user) -> list:
    people = User.objects.active().in_team(team_id).order_by("name", "id")
    return kept_for_all(user, ("members", team_id), lambda: list(people))


def _origin_people(item, user) -> list:
    """Members of the originating team who don't manage the group as well."""
    managers = {person.pk for person in managers_of(item, user)}
    return [person for person in _members(item.team_id, user) if person.pk not in managers]


def _teams(item, user, *, without=()) -> str:
    teams = item.product_group.teams.active().order_by("name", "id")
    rows = kept_for_all(user, ("teams", item.product_group_id), lambda: list(teams))
    return named(team for team in rows if team.pk not in without)


def _workers(item, user) -> str:
    """Who may start and complete: the team that took it, and the owner."""
    workers = list(_members(item.taken_by_id, user)) if item.taken_by_id else []
    if item.owner and item.owner not in workers:
        workers.insert(0, item.owner)
    return named(workers)


def _day(value) -> str:
    return date_format(value)


def proposed(item, user) -> Step:
    left = _teams(item, user, without=set(item.consents.values_list("team", flat=True)))
    sentence = _(
        "The teams say whether they stand behind it, the affected one among them. "
        "Without their consent it lapses on %(day)s."
    )
    return Step(
        sentence % {"day": _day(item.lapses_on)},
        _("These teams can still answer: %(teams)s") % {"teams": left} if left else "",
        ("consent",),
    )


def new(item, user) -> Step:
    return Step(
        _("Somebody of the group says what it does to the whole system. Then it lies before the managers."),
        _("Everyone with a role in %(group)s can assess it, support functions excepted.")
        % {"group": item.product_group},
        ("assess",),
    )


def ready(item, user) -> Step:
    managers = named(managers_of(item, user))
    if item.needs_visit:
        return Step(
            _("Somebody promised to go and see. The next verdict waits for the visit note."),
            _("Managers and change agents write it: %(people)s")
            % {"people": named(_serving(item, user, *MANAGERS, "change_agent"))},
            ("visit",),
        )
    whose = _("Managers decide: %(people)s") % {"people": managers}
    if not managers:
        whose = _("%(group)s has no managers yet: an administrator names them.") % {
            "group": item.product_group
        }
    return Step(_("The managers decide what becomes of it, and answer the team."), whose, ("decide",))


def accepted(item, user) -> Step:
    if item.owner is None:
        return Step(
            _("The managers act on it themselves, but nobody owns it. Name an owner under “Edit”."),
            _("Managers name the owner: %(people)s") % {"people": named(managers_of(item, user))},
        )
    return Step(
        _("The managers act on it themselves. %(owner)s starts the work.") % {"owner": item.owner},
        _("It is started by: %(people)s") % {"people": _workers(item, user)},
        ("start",),
    )


def offered(item, user) -> Step:
    left = _teams(item, user)
    return Step(
        _("It stands on the Product Backlog. A team takes it, or passes and says why."),
        _("Members of these teams can take it: %(teams)s") % {"teams": left} if left else "",
        ("take", "pass"),
    )


def taken(item, user) -> Step:
    return Step(
        _("The team “%(team)s” has taken it and starts the work.") % {"team": item.taken_by},
        _("It is started by: %(people)s") % {"people": _workers(item, user)},
        ("start",),
    )


def doing(item, user) -> Step:
    whose = _workers(item, user)
    return Step(
        _("The work goes on. Whoever does it says when it is done."),
        _("It is completed by: %(people)s") % {"people": whose} if whose else "",
        ("complete",),
    )


def done(item, user) -> Step:
    people = named(_origin_people(item, user))
    return Step(
        _("It is said to be done. The team “%(team)s”, which raised it, says whether it worked.")
        % {"team": item.team or ""},
        _("Members of the team confirm: %(people)s") % {"people": people} if people else "",
        ("confirm", "reopen"),
    )


def deferred(item, user) -> Step:
    return Step(
        _("It waits until %(day)s and then comes back to the improvement backlog by itself.")
        % {"day": _day(item.wake)}
    )


def confirmed(item, user) -> Step:
    if item.check_due is None:
        return Step(_("The team that raised it says that it worked, and that it still holds."))
    people = named(_origin_people(item, user))
    whose = _("Members of the team answer: %(people)s") % {"people": people} if people else ""
    if item.check_due <= item.product_group.today():
        return Step(_("The team that raised it says whether it still holds."), whose, ("check",))
    sentence = _("The team says that it worked. On %(day)s it is asked whether it still holds.")
    return Step(sentence % {"day": _day(item.check_due)}, whose)


def declined(item, user) -> Step:
    if item.reopened_by_team:
        return Step(_("The managers declined it. The team has opened it again once already."))
    people = named(_origin_people(item, user))
    return Step(
        _("The managers declined it. The team that raised it may open it again, once."),
        _("Members of the team can open it again: %(people)s") % {"people": people} if people else "",
    )


def learning(item, user) -> Step:
    return Step(
        _("It has ended as a local optimization, kept for what it teaches: say what was learned."),
        _("The team that raised it and the managers write it down."),
        ("learn",),
    )


def merged(item, user) -> Step:
    other = item.goes_on_in(user)
    words = {"item": other or _("an item of another product group")}
    return Step(_("It goes on as part of %(item)s.") % words, goes_on_in=other)


STEPS: dict[str, Callable[[Item, User], Step]] = {
    State.PROPOSED: proposed,
    State.NEW: new,
    State.READY: ready,
    State.ACCEPTED: accepted,
    State.OFFERED: offered,
    State.TAKEN: taken,
    State.DOING: doing,
    State.DONE: done,
    State.DEFERRED: deferred,
    State.CONFIRMED: confirmed,
    State.DECLINED: declined,
    State.MERGED: merged,
    State.LEARNING: learning,
    State.WITHDRAWN: lambda *_item: Step(_("It has ended: those who raised it took it back.")),
    State.LAPSED: lambda *_item: Step(_("It has ended: the teams did not agree to the proposal in time.")),
}
