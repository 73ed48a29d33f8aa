"""Retrospectives and their boards, for programs."""

from retrospectives.api.brought import BroughtNotesResource
from retrospectives.api.retrospectives import RetrospectiveResource

__all__ = ["BroughtNotesResource", "RetrospectiveResource"]
