"""What concerns one person now, most pressing first, each with what to do next.

A fixed number of small questions by role; every one is answered from an index and cut off
after a few rows, so the page costs the same in the first week and after years.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from activity import subjects
from activity.models import Notification
from backlog.models import Action, Item, State
from backlog.rows import decorate, decorate_actions, first_move

MOST_ROWS = 8
REPLIES = ("decided", "commented")


@dataclass
class Concern:
    """One kind of thing that waits: rows with their next step, and where the rest is."""

    name: str
    heading: str
    hint: str
    rows: list[dict]
    more: str = ""


class MyWork:
    """The page of one person."""

    def __init__(self, user):
        self.user = user
        access = user.access
        self.teams = list(access.team_roles)
        self.team_groups = set(access.team_groups.values())
        self.served = [pk for pk in access.group_roles if access.has_role(pk, "manager", "sponsor")]
        self.owned_backlogs = [pk for pk in access.group_roles if access.has_role(pk, "product_owner")]
        self.items = Item.objects.visible_to(user)
        self.list_url = reverse("backlog:item-list")

    @cached_property
    def concerns(self) -> list[Concern]:
        """What waits, without the kinds of which there is nothing."""
        return [concern for concern in self._ask() if concern.rows]

    @property
    def may_raise(self) -> bool:
        """Whether the person has a team, or a group to propose in."""
        return bool(self.user.access.own_group_ids)

    @cached_property
    def actions(self) -> list[dict]:
        """Own open promises, the earliest date first."""
        rows = Action.objects.visible_to(self.user).open().owned_by(self.user).for_rows()[:MOST_ROWS]
        return decorate_actions(rows, self.user)

    @cached_property
    def replies(self) -> list[tuple[str, subjects.Told]]:
        """Answers that were not read yet, newest first: the address that marks it as read, and the words."""
        news = Notification.objects.of(self.user).unread().of_events(*REPLIES).for_list().newest_first()
        inbox = reverse("activity:inbox")
        return [(f"{inbox}{one.pk}/", subjects.tell(one.event)) for one in news[:MOST_ROWS]]

    def _ask(self) -> Iterator[Concern]:
        yield self._owned()
        if self.teams:
            yield self._to_confirm()
            yield self._to_check()
            yield self._to_consent()
        if self.served:
            yield self._to_decide()
            yield self._to_assess()
        if self.teams:
            yield self._under_way()
            yield self._offered()
        if self.owned_backlogs:
            yield self._new_offers()
        yield self._own_proposals()

    def _owned(self) -> Concern:
        states = (State.ACCEPTED, State.TAKEN, State.DOING)
        return self._concern(
            "owned",
            _("Items you own"),
            _("You said that you would see to these."),
            self.items.owned_by(self.user).in_state(*states).longest_silent_first(),
            verbs=("start", "complete"),
            more={"owner": self.user.pk, "state": states},
        )

    def _to_confirm(self) -> Concern:
        return self._concern(
            "confirm",
            _("Said to be done: did it work?"),
            _("Your team raised these and has the last word."),
            self.items.of_teams(self.teams).in_state(State.DONE).longest_silent_first(),
            verbs=("confirm",),
            more={"team": self.teams, "state": State.DONE},
            only_with_step=True,
        )

    def _to_check(self) -> Concern:
        return self._concern(
            "check",
            _("Confirmed a while ago: does it still hold?"),
            _("An improvement that fades is raised again, its age kept."),
            self.items.of_teams(self.teams).check_due_on(timezone.localdate()).longest_silent_first(),
            verbs=("check",),
            more={"team": self.teams, "state": State.CONFIRMED},
            only_with_step=True,
        )

    def _to_consent(self) -> Concern:
        proposals = self.items.in_groups(self.team_groups).in_state(State.PROPOSED)
        return self._concern(
            "consent",
            _("Proposals that wait for your team"),
            _("They come from outside the teams. Without consent they lapse."),
            proposals.awaiting(self.teams).longest_silent_first(),
            verbs=("consent",),
            more={"state": State.PROPOSED},
        )

    def _to_decide(self) -> Concern:
        return self._concern(
            "decide",
            _("Ready for a verdict"),
            _("The longest silence first. Every verdict is an answer to a team."),
            self.items.in_groups(self.served).in_state(State.READY).longest_silent_first(),
            verbs=("visit", "decide"),
            more={"product_group": self.served, "state": State.READY, "sort": "-silent"},
        )

    def _to_assess(self) -> Concern:
        return self._concern(
            "assess",
            _("New: to be discussed"),
            _("What does it do to the whole system? After the assessment it is ready for a verdict."),
            self.items.in_groups(self.served).in_state(State.NEW).longest_silent_first(),
            verbs=("assess",),
            more={"product_group": self.served, "state": State.NEW, "sort": "-silent"},
        )

    def _under_way(self) -> Concern:
        states = (State.TAKEN, State.DOING)
        return self._concern(
            "under-way",
            _("Your team has taken these"),
            _("Start what lies, and say when it is done."),
            self.items.taken_by_teams(self.teams).in_state(*states).longest_silent_first(),
            verbs=("start", "complete"),
        )

    def _offered(self) -> Concern:
        offers = self.items.in_groups(self.team_groups).in_state(State.OFFERED)
        return self._concern(
            "offers",
            _("Offered to the teams"),
            _("Take one, or pass and say why."),
            offers.not_passed_by(self.teams).longest_silent_first(),
            verbs=("take",),
            more={"state": State.OFFERED, "sort": "-silent"},
        )

    def _new_offers(self) -> Concern:
        return self._concern(
            "new-offers",
            _("Improvement items on your Product Backlog"),
            _("Give them a place beside the features."),
            self.items.in_groups(self.owned_backlogs).in_state(State.OFFERED).latest_state_first(),
            more={"product_group": self.owned_backlogs, "state": State.OFFERED},
        )

    def _own_proposals(self) -> Concern:
        return self._concern(
            "own-proposals",
            _("Your proposals"),
            _("They wait for the consent of the teams."),
            self.items.raised_by_person(self.user).in_state(State.PROPOSED).longest_silent_first(),
            more={"raised_by": self.user.pk, "state": State.PROPOSED},
        )

    def _concern(
        self,
        name: str,
        heading: str,
        hint: str,
        rows: QuerySet,
        *,
        verbs: tuple[str, ...] = (),
        more: dict | None = None,
        only_with_step: bool = False,
    ) -> Concern:
        found = decorate(rows.for_list()[: MOST_ROWS + 1])
        further = len(found) > MOST_ROWS
        shown = found[:MOST_ROWS]
        for row in shown:
            needed = tuple(verb for verb in verbs if verb != "visit" or row["needs_visit"])
            row["step"] = first_move(row, self.user, *needed)
        if only_with_step:
            shown = [row for row in shown if row["step"]]
        address = f"{self.list_url}?{urlencode(more, doseq=True)}" if further and more else ""
        return Concern(name, heading, hint, shown, address)
