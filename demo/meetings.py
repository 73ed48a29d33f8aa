"""The managers' review meetings of one product group over the year."""

from datetime import datetime, timedelta

from django.utils import timezone

from backlog.models import Action, Item
from demo.organization import Cast
from demo.story import Story

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
        for date in self.dates:
            story.at(date, self.open)
            story.at(date + MEETING, self.end)

    def _dates(self) -> list[datetime]:
        group = self.cast.group
        day = self.story.now - timedelta(days=1)
        while day.weekday() != group.review_weekday:
            day -= timedelta(days=1)
        day = day.replace(hour=group.review_time.hour - 1, minute=0, second=0, microsecond=0)
        return sorted(
            day - timedelta(days=group.review_cycle_days * n) for n in range(365 // group.review_cycle_days)
        )

    def next_slot(self, moment: datetime) -> datetime:
        """A minute within the next meeting after `moment`."""
        for date in self.dates:
            if date > moment:
                return date + timedelta(minutes=self.story.random.randint(5, 65))
        return self.story.now + timedelta(days=1)

    def open(self) -> None:
        """Begin a meeting."""

    def decide(self, item: Item, verdict: str, **details) -> None:
        """Decide an item in the meeting that is going on."""
        item.decide(verdict, by=self.story.one(self.cast.managers), **details)

    def end(self) -> None:
        """Promise something and end the meeting."""
        if self.story.chance(0.7):
            owner = self.story.one(self.cast.managers + self.cast.roles["change_agent"])
            due = timezone.now().date() + timedelta(days=self.story.random.randint(7, 28))
            text = self.story.one(self.says["promises"])
            action = Action.add(
                product_group=self.cast.group, text=text, owner=owner, due=due, by=self.cast.managers[0]
            )
            self.story.play(self._kept(action))

    def _kept(self, action: Action):
        """Most promises are kept, not all of them in time."""
        if self.story.chance(0.85):
            yield self.story.later(timezone.now(), 4, 34)
            action.complete(by=action.owner)
