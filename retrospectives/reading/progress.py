"""How far a text is read, told now and then to whoever waits."""

from collections.abc import Callable
from dataclasses import dataclass

EVERY = 500  # lines between two tellings

Tell = Callable[[int, int], None]


@dataclass
class Progress:
    """Counts lines as they are gone through and tells how many are done, of how many.

    Lines of plain text are gone through in two `rounds`: for their marks, then for what they say.
    """

    tell: Tell = lambda _done, _lines: None
    lines: int = 0
    rounds: int = 1
    gone: int = 0

    def begin(self, lines: int, rounds: int = 1) -> None:
        self.lines, self.rounds, self.gone = lines, rounds, 0

    def add(self, lines: int = 1) -> None:
        before, self.gone = self.gone, self.gone + lines
        if self.gone // EVERY > before // EVERY:
            self.tell(min(self.gone // self.rounds, self.lines), self.lines)
