"""Retrospectives, their boards, and what came of the notes."""

from retrospectives.models.agreeing import Agreement
from retrospectives.models.filing import NoteItem
from retrospectives.models.formats import FORMATS, KIND_BY_LEANING, Leaning
from retrospectives.models.guesting import GuestLink
from retrospectives.models.life import Kind, State
from retrospectives.models.parts import Column, Note, Participant, Topic, Vote
from retrospectives.models.pasting import PastedNotes
from retrospectives.models.retrospective import Retrospective

__all__ = [
    "FORMATS",
    "KIND_BY_LEANING",
    "Agreement",
    "Column",
    "GuestLink",
    "Kind",
    "Leaning",
    "Note",
    "NoteItem",
    "Participant",
    "PastedNotes",
    "Retrospective",
    "State",
    "Topic",
    "Vote",
]
