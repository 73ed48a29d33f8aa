"""The life of an item: states, verbs, and which verb leads out of which state."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from teams.wrong_state import WrongState

__all__ = ["Finding", "Kind", "State", "Verb", "VERBS", "Verdict", "WrongState"]


class State(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    NEW = "new", _("New")
    READY = "ready", _("Ready")
    ACCEPTED = "accepted", _("Accepted")
    OFFERED = "offered", _("Offered")
    TAKEN = "taken", _("Taken")
    DOING = "doing", _("Doing")
    DONE = "done", _("Done")
    DEFERRED = "deferred", _("Deferred")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    LEARNING = "learning", _("Learning")
    MERGED = "merged", _("Merged")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")


class Kind(models.TextChoices):
    IMPEDIMENT = "impediment", _("Impediment")
    IMPROVEMENT = "improvement", _("Improvement")
    EXPERIMENT = "experiment", _("Experiment")


class Finding(models.TextChoices):
    WHOLE_SYSTEM = "whole_system", _("Improves the whole system")
    FUNCTIONAL = "functional", _("Functional local optimization")
    ASSUMPTION = "assumption", _("Assumption-based local optimization")
    UNSURE = "unsure", _("Unsure")


class Verdict(models.TextChoices):
    ACT = "act", _("Act on it ourselves")
    OFFER = "offer", _("Offer to the teams")
    EXPERIMENT = "experiment", _("Offer as an experiment")
    GO_SEE = "go_see", _("Go and see")
    LEARN = "learn", _("Keep as learning")
    ESCALATE = "escalate", _("Hand to another product group")
    DEFER = "defer", _("Defer to a date")
    DECLINE = "decline", _("Decline")


UNDONE = frozenset(
    {
        State.NEW,
        State.READY,
        State.ACCEPTED,
        State.OFFERED,
        State.TAKEN,
        State.DOING,
        State.DONE,
        State.DEFERRED,
    }
)
BEFORE_TAKEN = frozenset(
    {State.PROPOSED, State.NEW, State.READY, State.ACCEPTED, State.OFFERED, State.DEFERRED}
)
ANSWER_EXPECTED = frozenset({State.NEW, State.READY})
CAN_BE_STALE = frozenset({State.READY, State.ACCEPTED, State.OFFERED, State.TAKEN, State.DOING, State.DONE})
CAN_BE_OVERDUE = UNDONE - {State.DONE}

MOST_DEFERRALS = 2


@dataclass(frozen=True)
class Verb:
    """A verb's permission in the policy table, the states it leads out of, and its button."""

    permission: str
    states: frozenset[str]
    label: str


def _verb(name: str, label: str, *states: str, permission: str | None = None) -> tuple[str, Verb]:
    return name, Verb(permission or f"backlog.{name}_item", frozenset(states), label)


VERBS: dict[str, Verb] = dict(
    [
        _verb("consent", _("Answer the proposal"), State.PROPOSED),
        _verb("retract", _("Take the consent back"), State.PROPOSED, State.NEW, State.READY),
        _verb("assess", _("Assess"), State.NEW),
        _verb("perspective", _("Answer the five questions"), State.PROPOSED, *UNDONE),
        _verb("ask", _("Ask the team"), State.PROPOSED, *UNDONE),
        _verb("decide", _("Decide"), State.READY),
        _verb("visit", _("Write a visit note"), State.NEW, State.READY, State.ACCEPTED),
        _verb("order", _("Move on the backlog"), State.READY, permission="backlog.order_items"),
        _verb("take", _("Take"), State.OFFERED),
        _verb("pass", _("Pass"), State.OFFERED),
        _verb("release", _("Release"), State.TAKEN),
        _verb("start", _("Start"), State.ACCEPTED, State.TAKEN),
        _verb("complete", _("Say it is done"), State.DOING),
        _verb("confirm", _("Confirm that it worked"), State.DONE),
        _verb("check", _("Answer whether it still holds"), State.CONFIRMED),
        _verb("reopen", _("Reopen"), State.DONE, State.CONFIRMED, State.DECLINED),
        _verb("withdraw", _("Withdraw"), *BEFORE_TAKEN),
        _verb("merge", _("Merge into another item"), State.NEW, State.READY),
        _verb("unmerge", _("Undo the merge"), State.MERGED),
        _verb("affects", _("Affects us too"), *UNDONE),
        _verb("learn", _("Write down what was learned"), State.LEARNING),
    ]
)
