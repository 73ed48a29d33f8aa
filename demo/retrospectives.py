"""The teams' retrospectives of the year, and the items that come from their notes."""

from datetime import datetime, timedelta

from django.utils import timezone
from fractional_indexing import generate_n_keys_between

from demo.organization import Cast
from demo.story import Story
from retrospectives.models import Note, Retrospective, Vote

EVERY = 28
FORMATS = ("went_well", "start_stop_continue", "mad_sad_glad", "four_ls", "sailboat")


class Rounds:
    """One team's retrospectives, every fourth week on its own weekday."""

    def __init__(self, story: Story, cast: Cast, team, says: dict, raise_items):
        self.story = story
        self.cast = cast
        self.team = team
        self.says = says
        self.raise_items = raise_items
        self.people = cast.members[team.pk]
        self.last: Retrospective | None = None
        weekday = cast.teams.index(team)
        day = story.days_ago(1, hour=12)
        while day.weekday() != weekday:
            day -= timedelta(days=1)
        self.dates = sorted(day - timedelta(days=EVERY * n) for n in range(365 // EVERY))
        for date in self.dates:
            story.at(date, self.hold)

    def date_near(self, days_ago: int) -> datetime:
        """The retrospective closest to so many days ago."""
        wanted = self.story.now - timedelta(days=days_ago)
        return min(self.dates, key=lambda date: abs(date - wanted))

    def hold(self) -> None:
        """Hold one: notes, votes, an agreement, items, and the promises of last time."""
        facilitator = self.people[1]
        retrospective = Retrospective.hold(
            team=self.team,
            people=self.people,
            by=facilitator,
            date=timezone.now().date(),
            format=self.story.one(FORMATS),
            facilitator=facilitator,
        )
        planned = self.raise_items(self.team, timezone.now())
        notes = self._write_notes(retrospective, [words["title"] for words, _life in planned])
        self._vote(retrospective, notes)
        if self.last and self.story.chance(0.7):
            for agreement in self.last.agreements.open():
                self.last.keep_agreement(agreement.pk, by=facilitator)
        retrospective.agree(
            self.story.one(self.says["agreements"]), owner=self.story.one(self.people), by=facilitator
        )
        for note, (words, life) in zip(notes, planned, strict=False):
            item = retrospective.file_item([note], by=note.author, **words)
            life(item)
        retrospective.close(by=facilitator)
        self.last = retrospective

    def _write_notes(self, retrospective: Retrospective, titles: list[str]) -> list[Note]:
        columns = list(retrospective.columns.order_by("position"))
        hindering = [column for column in columns if column.leaning in {"hindering", "open"}] or columns
        said = [(self.story.one(hindering), title) for title in titles]
        for kind, wanted in (("good", 3), ("hard", 2), ("wonder", 1)):
            place = (
                columns
                if kind == "wonder"
                else [c for c in columns if (c.leaning == "good") == (kind == "good")]
            )
            texts = self.story.random.sample(self.says[kind], wanted)
            said += [(self.story.one(place or columns), text) for text in texts]
        keys = generate_n_keys_between(None, None, len(said))
        return Note.objects.bulk_create(
            [
                Note(
                    retrospective=retrospective,
                    column=column,
                    text=text,
                    position=key,
                    author=self.story.one(self.people),
                )
                for (column, text), key in zip(said, keys, strict=True)
            ]
        )

    def _vote(self, retrospective: Retrospective, notes: list[Note]) -> None:
        Vote.objects.bulk_create(
            [
                Vote(retrospective=retrospective, user=person, note=note)
                for person in self.people
                for note in self.story.random.sample(notes, 2)
            ]
        )
