"""The year as a whole: who raises what when, and which life it leads."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from activity.models import Notification
from backlog.models import Item, ProductBacklogEntry, SavedView, spend_night
from demo import organization, texts
from demo.lives import Lives
from demo.meetings import Meetings
from demo.retrospectives import Rounds
from demo.story import Story
from reviews.models import Review
from teams.models import ProductGroup

DECK = [
    # life, its arguments, how many in each product group, youngest and oldest in days
    ("offered", {"upto": "confirmed"}, 37, 75, 355),
    ("accepted", {"upto": "confirmed"}, 14, 95, 350),
    ("declined", {}, 11, 25, 340),
    ("learning", {}, 8, 30, 340),
    ("echoed", {}, 7, 10, 320),
    ("withdrawn", {}, 4, 25, 300),
    ("new", {}, 9, 1, 26),
    ("ready", {}, 12, 12, 110),
    ("accepted", {}, 6, 30, 130),
    ("accepted", {"upto": "doing"}, 3, 50, 110),
    ("offered", {}, 7, 28, 90),
    ("offered", {"upto": "taken"}, 4, 40, 85),
    ("offered", {"upto": "doing"}, 4, 45, 110),
    ("offered", {"upto": "done"}, 4, 60, 110),
    ("deferred", {}, 2, 25, 50),
    ("seen", {"visited": False}, 1, 25, 45),
    ("seen", {"visited": True}, 1, 25, 60),
]
ANSWERED = 0.75
"""Share of items that people go on talking about; the others fall silent."""
PROPOSALS = [(0, 60), (0, 120), (0, 200), (3, 150), (3, 70), (2, 40), (1, 6), (0, 3)]
"""Consents that a proposal gets, and how many days ago it was made."""


def tell_the_year(on_progress: Callable[[datetime], None]) -> None:
    """Store the organization and everything that happened in its year until now."""
    now = timezone.now()
    story = Story(now)
    casts = organization.build()
    says = texts.read("notes")
    raised = texts.read("items")["item"]
    for cast in casts:
        GroupYear(story, cast, casts, says, raised)
    for days in range(63, 0, -7):
        story.at(story.days_ago(days, hour=1), lambda: spend_nights(timezone.now()))
    story.tell(on_progress)
    spend_nights(now)
    for cast in casts:
        Review.plan_next(cast.group, now)
        share_a_view(cast)
    settle(now)


def share_a_view(cast: organization.Cast) -> None:
    """What a manager looks at each week, for everybody of the group."""
    manager = cast.managers[0]
    query = f"product_group={cast.group.pk}&silent_min=30&sort=-silent&state=ready"
    values = {"name": "Ready and silent for a month", "query": query, "product_group": cast.group}
    SavedView.save_as(by=manager, **values).pin(by=manager)


def spend_nights(now: datetime) -> None:
    for group in ProductGroup.objects.all():
        spend_night(group, now)


def settle(now: datetime) -> None:
    """What is older than a week was read and mailed long ago."""
    Notification.objects.all().mailed(now)
    week_ago = now.timestamp() - 7 * 86400
    old = Notification.objects.filter(event__at__lt=datetime.fromtimestamp(week_ago, tz=now.tzinfo))
    old.update(read_at=now)


class GroupYear:
    """One product group's year."""

    def __init__(self, story: Story, cast, casts, says: dict, raised: list[dict]):
        self.story = story
        self.cast = cast
        self.casts = casts
        self.meetings = Meetings(story, cast, says)
        self.lives = Lives(story, cast, self.meetings, says)
        self.words = self._shuffled(raised)
        self.planned = defaultdict(list)
        rounds = [Rounds(story, cast, team, says, self.due_items) for team in cast.teams]
        for name, arguments, count, youngest, oldest in DECK:
            for _turn in range(count):
                turn = story.one(rounds)
                date = turn.date_near(story.random.randint(youngest, oldest))
                self.planned[turn.team.pk, date.date()].append((name, arguments))
        self._plan_escalation(rounds)
        self._plan_proposals(says)
        self._plan_features()

    def _shuffled(self, raised: list[dict]) -> list[dict]:
        """Every text with every system of the group once, in the story's order."""
        words = self.cast.words
        filled = []
        for text in raised:
            for system in words["systems"]:
                gaps = {
                    "system": system,
                    "partner": self.story.one(words["partners"]),
                    "place": self.story.one(words["places"]),
                    "moment": self.story.one(words["moments"]),
                }
                filled.append({name: _sentence(value.format(**gaps)) for name, value in text.items()})
        unique = {entry["title"]: entry for entry in filled}
        entries = list(unique.values())
        self.story.random.shuffle(entries)
        return entries

    def due_items(self, team, moment: datetime) -> list:
        """What a team raises in the retrospective of this day: words, and the life that follows."""
        return [self._raise(name, arguments) for name, arguments in self.planned[team.pk, moment.date()]]

    def _raise(self, name: str, arguments: dict):
        texts_of_item = self.words.pop()
        fields = {key: texts_of_item[key] for key in ("kind", "title", "problem", "idea", "effect")}
        fields["description"] = fields.pop("problem")

        def begin(item: Item) -> None:
            self.meetings.texts[item.pk] = texts_of_item
            self.story.play(getattr(self.lives, name)(item, **arguments))
            if self.story.chance(ANSWERED):
                self.story.play(self.lives.kept_alive(item))

        return fields, begin

    def _plan_escalation(self, rounds: list[Rounds]) -> None:
        target = self.casts[(self.casts.index(self.cast) + 1) % len(self.casts)]
        date = rounds[0].date_near(45)
        self.planned[rounds[0].team.pk, date.date()].append(("escalated", {"to": target}))

    def _plan_proposals(self, says: dict) -> None:
        titles = iter(self.story.random.sample(says["proposals"], len(PROPOSALS)))
        for consents, days in PROPOSALS:
            title = next(titles)
            self.story.at(self.story.days_ago(days), lambda title=title, n=consents: self._propose(title, n))

    def _propose(self, title: str, consents: int) -> None:
        by = self.story.one(self.cast.outsiders)
        item = Item.propose(team=self.story.one(self.cast.teams), kind="improvement", title=title, by=by)
        self.story.play(self.lives.proposal(item, consents))

    def _plan_features(self) -> None:
        for position, title in enumerate(self.cast.words["features"]):
            self.story.play(self._feature(title, 330 - 38 * position))

    def _feature(self, title: str, days: int):
        yield self.story.days_ago(days)
        owner = self.cast.roles["product_owner"][0]
        entry = ProductBacklogEntry.add_feature(product_group=self.cast.group, title=title, by=owner)
        entry.order(by=owner)
        team = self.story.one(self.cast.teams)
        yield self.story.later(timezone.now(), 10, 30)
        entry.take(team, by=self.lives.member(team))
        yield self.story.later(timezone.now(), 20, 60)
        entry.complete(by=self.lives.member(team))


def _sentence(text: str) -> str:
    """The text with a capital in front, since a gap may have been first."""
    return text[:1].upper() + text[1:] if " " in text else text
