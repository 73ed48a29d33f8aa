"""The managers' review meetings of one product group over the year."""

from datetime import datetime, timedelta

from django.utils import timezone

from backlog.models import Action, Item
from demo.organization import Cast
from demo.story import Story
from reviews.models import Review
from reviews.models.life import State as ReviewState

MEETING = timedelta(minutes=75)


class Meetings:
    """Planned at the group's rhythm from a year ago until the last one before today.

    `texts` keeps for each item what its later steps need to say.
    """

    def __init__(self, story: Story, cast: Cast, says: dict):
        self.story = story
        self.cast = cast
        self.says = says
        self.texts: dict = {}
        self.dates = self._dates()
        self.dropped = [self.dates[len(self.dates) // 3].date(), self.dates[len(self.dates) // 2].date()]
        self.review: Review | None = None
        for date in self.dates:
            story.at(date - timedelta(days=5), self.plan)
            story.at(date, self.open)
            story.at(date + MEETING, self.end)

    def _dates(self) -> list[datetime]:
        group = self.cast.group
        day = self.story.now - timedelta(days=1)
        while day.weekday() != group.review_weekday:
            day -= timedelta(days=1)
        day = day.astimezone(group.zone)
        day = day.replace(
            hour=group.review_time.hour, minute=group.review_time.minute, second=0, microsecond=0
        )
        return sorted(
            day - timedelta(days=group.review_cycle_days * n) for n in range(365 // group.review_cycle_days)
        )

    def next_slot(self, moment: datetime) -> datetime:
        """A minute within the next meeting after `moment`."""
        for date in self.dates:
            if date > moment:
                return date + timedelta(minutes=self.story.random.randint(5, 65))
        return self.story.now + timedelta(days=1)

    def plan(self) -> None:
        """Put the next meeting into the calendar; one a year is cancelled, one forgotten."""
        self.review = Review.plan_next(self.cast.group, timezone.now())

    def open(self) -> None:
        """Begin the meeting with whoever could come."""
        if self.review.planned_at.date() in self.dropped:
            return
        self.review.start(by=self.cast.managers[0])
        for person in self.cast.managers[1:] + self.cast.roles["sponsor"] + self.cast.roles["change_agent"]:
            self.review.attend(person, present=self.story.chance(0.8), by=self.cast.managers[0])

    def decide(self, item: Item, verdict: str, **details) -> None:
        """Decide an item in the meeting that is going on; after its end, between the meetings."""
        by = self.story.one(self.cast.managers)
        if self.review and self.review.state == ReviewState.RUNNING:
            self.review.decide(item, verdict=verdict, by=by, **details)
        else:
            item.decide(verdict, by=by, **details)

    def end(self) -> None:
        """Promise something and end the meeting."""
        if self.review.state != ReviewState.RUNNING:
            self._drop()
            return
        if self.story.chance(0.7):
            owner = self.story.one(self.cast.managers + self.cast.roles["change_agent"])
            due = timezone.now().date() + timedelta(days=self.story.random.randint(7, 28))
            text = self.story.one(self.says["promises"])
            action = self.review.act(text=text, owner=owner, due=due, by=self.cast.managers[0])
            self.story.play(self._kept(action))
        self.review.end(by=self.cast.managers[0])

    def _drop(self) -> None:
        if self.review.planned_at.date() == self.dropped[0]:
            self.review.cancel(reason=self.says["cancelled"], by=self.cast.managers[0])
        else:
            self.review.miss(timezone.now() + timedelta(days=3))

    def _kept(self, action: Action):
        """Most promises are kept, not all of them in time."""
        if self.story.chance(0.85):
            yield self.story.later(timezone.now(), 4, 34)
            action.complete(by=action.owner)
