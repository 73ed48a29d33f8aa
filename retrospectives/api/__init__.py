"""Retrospectives and their boards, for programs."""

from retrospectives.api.retrospectives import RetrospectiveResource

__all__ = ["RetrospectiveResource"]
