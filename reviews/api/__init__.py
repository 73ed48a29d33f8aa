"""Review meetings for programs, and what a meeting adds to items and decisions."""

from reviews.api.decisions import MeetingDecisionResource
from reviews.api.items import MeetingItemResource
from reviews.api.reviews import ReviewResource

__all__ = ["MeetingDecisionResource", "MeetingItemResource", "ReviewResource"]
