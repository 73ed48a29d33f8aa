"""Review meetings, their agenda, who was there, and what was decided and promised."""

from reviews.models.life import Outcome, Part, State
from reviews.models.parts import AgendaEntry, Attendance, ReviewAction, ReviewDecision
from reviews.models.review import Review

__all__ = [
    "AgendaEntry",
    "Attendance",
    "Outcome",
    "Part",
    "Review",
    "ReviewAction",
    "ReviewDecision",
    "State",
]
