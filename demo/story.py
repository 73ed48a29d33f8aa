"""A year that is told in order: what happens when, and the clock that is set to it."""

import heapq
import itertools
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import time_machine

SEED = 1973


class Story:
    """Steps by moment. Each runs once with the clock at its moment; steps may add later ones.

    What would lie in the future is dropped: it hasn't happened yet. The same seed tells the
    same story on every machine; only the dates move with today.
    """

    def __init__(self, now: datetime):
        self.now = now
        self.random = random.Random(SEED)
        self._steps: list = []
        self._order = itertools.count()

    def at(self, moment: datetime, step: Callable[[], None]) -> None:
        """Plan a step, unless it lies in the future."""
        if moment < self.now:
            heapq.heappush(self._steps, (moment, next(self._order), step))

    def days_ago(self, days: float, hour: int = 10) -> datetime:
        """A moment so many days before today, at an hour of the working day (UTC)."""
        day = self.now - timedelta(days=days)
        return day.replace(hour=hour, minute=self.random.randrange(60), second=0, microsecond=0)

    def later(self, moment: datetime, fewest: int, most: int) -> datetime:
        """A working day between `fewest` and `most` days later, at some hour of it."""
        day = moment + timedelta(days=self.random.randint(fewest, most))
        day += timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
        return day.replace(hour=self.random.randint(7, 15), minute=self.random.randrange(60))

    def play(self, life) -> None:
        """Let a life go on: a generator that yields the moment at which it wants to be resumed."""
        moment = next(life, None)
        if moment is not None:
            self.at(moment, lambda: self.play(life))

    def one(self, choices):
        return self.random.choice(choices)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def tell(self, on_progress: Callable[[datetime], None]) -> None:
        """Run all steps in the order of their moments."""
        with time_machine.travel(datetime(2020, 1, 1, tzinfo=UTC), tick=False) as clock:
            while self._steps:
                moment, _order, step = heapq.heappop(self._steps)
                clock.move_to(moment)
                on_progress(moment)
                step()
