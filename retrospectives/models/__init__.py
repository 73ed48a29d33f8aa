"""Retrospectives, their boards, and what came of the notes."""

from retrospectives.models.agreeing import Agreement
from retrospectives.models.brought import BroughtLine
from retrospectives.models.filing import NoteItem
from retrospectives.models.formats import FORMATS, KIND_BY_LEANING, Leaning
from retrospectives.models.guesting import GuestLink
from retrospectives.models.life import Kind, State
from retrospectives.models.parts import Column, Note, Participant, Topic, Vote
from retrospectives.models.pasting import PastedNotes, PastedPart
from retrospectives.models.retrospective import Retrospective
from retrospectives.models.storing import Choice

__all__ = [
    "FORMATS",
    "KIND_BY_LEANING",
    "Agreement",
    "BroughtLine",
    "Choice",
    "Column",
    "GuestLink",
    "Kind",
    "Leaning",
    "Note",
    "NoteItem",
    "Participant",
    "PastedNotes",
    "PastedPart",
    "Retrospective",
    "State",
    "Topic",
    "Vote",
]
