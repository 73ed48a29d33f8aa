"""Items, whose verdicts may be passed in a review meeting."""

from backlog.api import ItemResource
from backlog.api.bodies import DecideBody as Deciding
from backlog.api.verbs import verb
from reviews.models import Review
from teams.bodies import Reference, example


@example(
    verdict="act",
    reason="The machines are ours to buy.",
    reply="Two more by June.",
    owner="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e42",
    due="2027-06-01",
    review="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e77",
)
class DecideBody(Deciding):
    review = Reference(
        Review, required=False, allow_null=True, help_text="The running meeting in which it is decided."
    )


def decide(item, *, by, review=None, **said) -> None:
    """In the meeting, or between the meetings."""
    if review is None:
        item.decide(by=by, **said)
    else:
        review.decide(item, by=by, **said)


class MeetingItemResource(ItemResource):
    """Improvement items and everything that is done with one."""

    decide_verb = verb("decide", DecideBody, decide, "Pass a verdict, with reason and reply")
