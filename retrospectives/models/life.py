"""The life of a retrospective: its kinds and states, and which verb is possible in which state."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    TEAM = "team", _("Team retrospective")
    OVERALL = "overall", _("Overall retrospective")
    WORKSHOP = "workshop", _("Starting workshop")


class State(models.TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


@dataclass(frozen=True)
class Verb:
    """A verb's permission in the policy table, the states in which it is possible, and its words."""

    permission: str
    states: frozenset[str]
    label: str


WRITE = "retrospectives.write_notes"
EDIT = "retrospectives.edit_retrospective"
WHILE_OPEN = frozenset({State.OPEN})
ALWAYS = frozenset(State.values)

VERBS: dict[str, Verb] = {
    "edit": Verb(EDIT, WHILE_OPEN, _("Change")),
    "let_in": Verb(EDIT, WHILE_OPEN, _("Let a guest in")),
    "close": Verb(EDIT, WHILE_OPEN, _("Close")),
    "reopen": Verb(EDIT, frozenset({State.CLOSED}), _("Reopen")),
    "column": Verb(EDIT, WHILE_OPEN, _("Change the columns")),
    "note": Verb(WRITE, WHILE_OPEN, _("Write notes")),
    "group": Verb(WRITE, WHILE_OPEN, _("Group into a topic")),
    "vote": Verb(WRITE, WHILE_OPEN, _("Vote")),
    "paste": Verb(EDIT, WHILE_OPEN, _("Paste notes")),
    "agree": Verb(EDIT, WHILE_OPEN, _("Agree")),
    "keep_agreement": Verb(EDIT, ALWAYS, _("Say that an agreement is kept")),
    "file_item": Verb("retrospectives.file_note", ALWAYS, _("Make an item")),
}
