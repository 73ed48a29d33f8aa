"""The life of a review meeting, and what stands on its agenda."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")
    MISSED = "missed", _("Missed")


class Part(models.TextChoices):
    """The parts of an agenda, in the order of the meeting: what was promised comes first."""

    ACTION = "action", _("Overdue actions")
    PROMISE = "promise", _("Overdue items")
    DECISION = "decision", _("Decided between the meetings")
    FLAGGED = "flagged", _("Flagged items")
    READY = "ready", _("Ready for a verdict")
    NEW = "new", _("New, to be discussed")
    ADDED = "added", _("Added by hand")


class Outcome(models.TextChoices):
    OPEN = "", _("Open")
    DECIDED = "decided", _("Decided")
    HEARD = "heard", _("Gone through")
    POSTPONED = "postponed", _("Postponed")


@dataclass(frozen=True)
class Verb:
    """A verb's permission in the policy table, the states in which it is possible, and its button."""

    permission: str
    states: frozenset[str]
    label: str


PREPARE, RUN = "reviews.prepare_review", "reviews.run_review"
VERBS: dict[str, Verb] = {
    "move": Verb(PREPARE, frozenset({State.PLANNED}), _("Change")),
    "cancel": Verb(PREPARE, frozenset({State.PLANNED}), _("Cancel the meeting")),
    "prepare": Verb(PREPARE, frozenset({State.PLANNED, State.RUNNING}), _("Prepare the agenda")),
    "start": Verb(RUN, frozenset({State.PLANNED}), _("Start the meeting")),
    "run": Verb(RUN, frozenset({State.RUNNING}), _("Run the meeting")),
    "end": Verb(RUN, frozenset({State.RUNNING}), _("End the meeting")),
}
