"""What becomes of items: each life is a generator that yields when it wants to go on."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from backlog.models import UNDONE, Item
from demo.meetings import Meetings
from demo.organization import Cast
from demo.story import SEED, Story

Life = Iterator[datetime]
ASKED = {"whole_system": 0.05}
OFTEN_ASKED = 0.4
"""Share of items about which people answer the five questions, by what was found in the end."""


class Lives:
    """The lives that the items of one product group can lead."""

    def __init__(self, story: Story, cast: Cast, meetings: Meetings, says: dict):
        self.story = story
        self.cast = cast
        self.meetings = meetings
        self.says = says
        self.dice = random.Random(SEED)  # apart from the story's, which tells the same year without these

    def say(self, what: str) -> str:
        return self.story.one(self.says[what])

    def soon(self, fewest: int, most: int) -> datetime:
        return self.story.later(timezone.now(), fewest, most)

    def manager(self):
        return self.story.one(self.cast.managers)

    def member(self, team):
        return self.story.one(self.cast.members[team.pk])

    def other_team(self, item: Item):
        return self.story.one([team for team in self.cast.teams if team.pk != item.team_id])

    # --- steps that many lives share --------------------------------------------------------

    def talk(self, item: Item) -> Life:
        """A few comments, now and then a manager's first answer, and other teams that join."""
        if self.story.chance(0.75):
            yield self.soon(0, 5)
            if item_is(item, UNDONE):
                item.comment(self.say("answers"), by=self.manager())
        if self.story.chance(0.4):
            yield self.soon(0, 4)
            item.comment(self.say("comments"), by=self.member(self.other_team(item)))
        for _team in range(self.story.random.choice([0, 0, 0, 1, 2])):
            yield self.soon(1, 6)
            team = self.other_team(item)
            if item_is(item, UNDONE) and not item.affected.filter(team=team).exists():
                item.affects(team, by=self.member(team))

    def kept_alive(self, item: Item) -> Life:
        """Somebody says something every few weeks, for as long as the item is undone."""
        while self.story.chance(0.9):
            yield self.soon(18, 29)
            if not item_is(item, UNDONE) or item.product_group_id != self.cast.group.pk:
                return
            if self.story.chance(0.6):
                item.comment(self.say("answers"), by=self.manager())
            else:
                item.comment(self.say("comments"), by=self.member(self.other_team(item)))

    def assessed(self, item: Item, finding: str = "whole_system") -> Life:
        yield from self.discussed(item, finding)
        yield self.soon(1, 9)
        reasons = {
            "whole_system": "assess_whole",
            "functional": "assess_functional",
            "assumption": "assess_assumption",
            "unsure": "assess_unsure",
        }
        by = self.story.one(self.cast.roles["expert"] + self.cast.roles["change_agent"])
        if item_is(item, {"new"}):
            item.assess(finding=finding, reason=self.say(reasons[finding]), by=by)

    def discussed(self, item: Item, finding: str) -> Life:
        """Now and then a few people answer the five questions; where it is not the whole, they differ."""
        if self.dice.random() >= ASKED.get(finding, OFTEN_ASKED):
            return
        people = [*self.cast.roles["expert"], self.cast.managers[0], *self.cast.members[item.team_id][:2]]
        for person in self.dice.sample(people, 3):
            yield timezone.now() + timedelta(hours=self.dice.randint(1, 6))
            if item_is(item, {"new"}):
                item.give_perspective(by=person, **self.perspective(finding))

    def perspective(self, finding: str) -> dict:
        whole = finding == "whole_system"
        return {
            "gains": self.dice.choice(["teams", "customers"] if whole else ["function", "team", "teams"]),
            "gains_text": self.dice.choice(self.says["gainers"]),
            "loses": "nobody" if whole else self.dice.choice(["team", "function", "unknown"]),
            "loses_text": "" if whole else self.dice.choice(self.says["losers"]),
            "whole": "better" if whole else self.dice.choice(["better", "same", "worse"]),
            "figure": self.dice.choice(self.says["figures"]),
            "function": self.dice.choice(self.says["functions"]),
            "assumption": self.dice.choice(self.says["assumptions"]),
        }

    def decided(self, item: Item, verdict: str, reason: str, **details) -> Life:
        """Wait for the review meeting and be decided there."""
        yield self.meetings.next_slot(timezone.now())
        if item_is(item, {"ready"}):
            self.meetings.decide(item, verdict, reason=reason, **details)

    def worked_on(self, item: Item, upto: str) -> Life:
        """From an offer to the confirmation, or to where `upto` says that it stands today."""
        team = item.team if self.story.chance(0.6) else self.other_team(item)
        for state, verb in (("taken", "take"), ("doing", "start"), ("done", "complete")):
            yield self.soon(*{"take": (1, 8), "start": (1, 4), "complete": (3, 18)}[verb])
            by = self.member(team)
            if verb == "take":
                if self.story.chance(0.15):
                    passing = self.other_team(item)
                    if passing.pk != team.pk:
                        item.pass_(passing, reason=self.say("passes"), by=self.member(passing))
                item.take(team, by=by)
            else:
                self._measure(item, verb, by)
                getattr(item, verb)(by=by)
            if state == upto:
                return
        yield from self.confirmed(item)

    def _measure(self, item: Item, verb: str, by) -> None:
        if item.kind == "experiment" and verb == "complete" and self.story.chance(0.8):
            texts = self.meetings.texts[item.pk]
            item.edit(result=texts.get("result", ""), learning=texts.get("learning", ""), by=by)

    def confirmed(self, item: Item) -> Life:
        yield self.soon(1, 9)
        members = [person for person in self.cast.members[item.team_id] if person not in self.cast.managers]
        if self.story.chance(0.08):
            item.reopen(reason=self.say("reopen"), by=self.story.one(members))
            return
        item.confirm(note=self.say("confirm"), by=self.story.one(members))
        yield self.soon(91, 98)
        if item_is(item, {"confirmed"}):
            holds = self.story.chance(0.8)
            note = self.say("confirm" if holds else "reopen")
            item.check_holds(holds=holds, note=note, by=self.story.one(members))

    # --- whole lives ------------------------------------------------------------------------

    def new(self, item: Item) -> Life:
        yield from self.discussed(item, "unsure")
        yield from self.talk(item)

    def ready(self, item: Item) -> Life:
        yield from self.assessed(
            item, self.story.one(["whole_system", "whole_system", "unsure", "assumption"])
        )
        if self.story.chance(0.3):
            yield from self.talk(item)

    def accepted(self, item: Item, upto: str = "accepted") -> Life:
        yield from self.talk(item)
        yield from self.assessed(item)
        due = timezone.now().date() + timedelta(days=self.story.random.randint(24, 60))
        yield from self.decided(item, "act", self.say("act"), owner=self.manager(), due=due)
        if upto == "accepted" or not item_is(item, {"accepted"}):
            return
        yield self.soon(2, 12)
        item.start(note="", by=item.owner)
        if upto == "doing":
            return
        yield self.soon(6, 30)
        item.complete(by=item.owner)
        if upto != "done":
            yield from self.confirmed(item)

    def offered(self, item: Item, upto: str = "offered") -> Life:
        yield from self.talk(item)
        yield from self.assessed(item, "assumption" if item.kind == "experiment" else "whole_system")
        verdict = "experiment" if item.kind == "experiment" else "offer"
        yield from self.decided(item, verdict, self.say("try" if verdict == "experiment" else "offer"))
        if not item_is(item, {"offered"}):
            return
        if item.kind == "experiment":
            texts = self.meetings.texts[item.pk]
            by = self.member(item.team)
            item.edit(prediction=texts.get("prediction", ""), measure=texts.get("measure", ""), by=by)
        if upto != "offered":
            yield from self.worked_on(item, upto)

    def declined(self, item: Item) -> Life:
        yield from self.talk(item)
        yield from self.assessed(item, self.story.one(["functional", "unsure", "whole_system"]))
        reason = self.meetings.texts[item.pk].get("decline", "")
        yield from self.decided(item, "decline", reason)
        if self.story.chance(0.12) and item_is(item, {"declined"}):
            yield self.soon(2, 8)
            members = [one for one in self.cast.members[item.team_id] if one not in self.cast.managers]
            item.reopen(reason=self.say("reopen"), by=self.story.one(members))

    def learning(self, item: Item) -> Life:
        yield from self.assessed(item, self.story.one(["functional", "assumption"]))
        yield from self.decided(item, "learn", self.say("learn"))
        if item_is(item, {"learning"}):
            yield timezone.now() + timedelta(days=self.dice.randint(2, 9))
            item.learn(self.dice.choice(self.says["learned"]), by=self.cast.members[item.team_id][0])

    def deferred(self, item: Item) -> Life:
        yield from self.assessed(item)
        wake = timezone.now().date() + timedelta(days=self.story.random.randint(60, 120))
        yield from self.decided(item, "defer", self.say("defer"), wake=wake)

    def escalated(self, item: Item, to: Cast) -> Life:
        yield from self.assessed(item)
        yield from self.decided(item, "escalate", self.say("escalate"), product_group=to.group)

    def seen(self, item: Item, *, visited: bool) -> Life:
        yield from self.assessed(item, "unsure")
        yield from self.decided(item, "go_see", self.say("go_see"))
        if visited and item_is(item, {"ready"}):
            yield self.soon(2, 9)
            item.visit(text=self.say("visits"), by=self.story.one(self.cast.roles["change_agent"]))

    def withdrawn(self, item: Item) -> Life:
        yield self.soon(4, 20)
        members = [one for one in self.cast.members[item.team_id] if one not in self.cast.managers]
        item.withdraw(reason=self.say("withdraw"), by=self.story.one(members))

    def echoed(self, item: Item) -> Life:
        """Another team raises the same a few days later; somebody notices and merges the two."""
        team = self.other_team(item)
        yield self.soon(1, 3)
        title = f"With us too: {item.title[0].lower()}{item.title[1:]}"
        echo = Item.file(team=team, kind=item.kind, title=title[:200], by=self.member(team))
        yield self.soon(1, 3)
        if item_is(item, UNDONE) and item_is(echo, {"new"}):
            echo.merge(item, by=self.story.one(self.cast.roles["expert"]))

    def proposal(self, item: Item, consents: int) -> Life:
        """Teams answer a proposal; without enough consents it lapses by itself."""
        affected_first = sorted(self.cast.teams, key=lambda team: team.pk != item.team_id)
        for team in affected_first[:consents]:
            yield self.soon(1, 4)
            if item_is(item, {"proposed"}):
                item.consent(team, agree=True, by=self.member(team))
        if consents == 0 and self.story.chance(0.6):
            yield self.soon(1, 6)
            item.consent(
                affected_first[0], agree=False, reason=self.say("refuse"), by=self.member(affected_first[0])
            )
        if consents >= 2 and item_is(item, {"new"}):
            yield from self.offered(item, self.story.one(["offered", "taken", "confirmed"]))


def item_is(item: Item, states) -> bool:
    """Whether the item, as it stands in the database now, is in one of the states."""
    now = Item.objects.with_id(item.pk).values_list("state", "product_group").get()
    item.state, item.product_group_id = now
    return item.state in states
