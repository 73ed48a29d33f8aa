"""Meetings for the tests, made by their real verbs."""

from datetime import timedelta

from django.utils import timezone

from reviews.models import Review


def make_review(cast, state: str = "planned", **fields) -> Review:
    """A meeting of the cast's group, led to `state`."""
    planned = {"planned_at": timezone.now() + timedelta(hours=1), **fields}
    review = Review.plan(product_group=cast.group, by=cast.change_agent, **planned)
    if state in {"running", "held"}:
        review.start(by=cast.manager)
    if state == "held":
        review.end(by=cast.manager)
    if state == "cancelled":
        review.cancel(reason="Nobody can come.", by=cast.manager)
    if state == "missed":
        review.miss(timezone.now() + timedelta(days=3))
    return review


def keys(review) -> list[str]:
    return [line.key for line in review.lines()]


def key(thing) -> str:
    return f"{type(thing).__name__.lower()}-{thing.pk}"
