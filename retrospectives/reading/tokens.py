"""A line as its marks show it, and what its words tell: asked by many rules, found out once."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrospectives.reading.cleaning import clean_heading
from retrospectives.reading.dates import find_date, is_only_date
from retrospectives.reading.structure import Reason
from retrospectives.reading.words import kind_of, names_retrospective


@dataclass(eq=False, slots=True)
class Token:
    """A line as its marks show it. `kind`: blank, heading, point, row, prose, aside.

    `level` is the depth of a heading (7: only bold), `indent` the column at which a point's mark
    or a line of prose begins, `body` the column at which a point's words begin, `mark` the number
    of a numbered point, `raw` the words with their marks, `author` who said it in a chat,
    `label` the title of a column that stands before the words.
    """

    number: int
    kind: str
    text: str = ""
    level: int = 0
    indent: int = 0
    body: int = 0
    done: bool | None = None
    cells: Sequence[str] = ()
    reason: str = Reason.NONE
    mark: str = ""
    raw: str = ""
    author: str = ""
    label: str = ""

    _told: tuple[str, str] | None = None
    _names: bool | None = None
    _is_day: bool | None = None
    _day: str | None = None
    _american_day: str | None = None

    @property
    def told(self) -> tuple[str, str]:
        """What its words tell as a heading: see `words.kind_of`."""
        if self._told is None:
            self._told = kind_of(self.text)
        return self._told

    @property
    def names_retrospective(self) -> bool:
        if self._names is None:
            self._names = names_retrospective(self.text)
        return self._names

    @property
    def is_day(self) -> bool:
        """Whether it says nothing but a day."""
        if self._is_day is None:
            self._is_day = is_only_date(self.text)
        return self._is_day

    def day(self, month_first: bool = False) -> str:
        """The first day named in it with its year, ISO, or "": see `dates.find_date`."""
        name = "_american_day" if month_first else "_day"
        if getattr(self, name) is None:
            setattr(self, name, find_date(self.text, month_first))
        return getattr(self, name)

    def become_heading(self, level: int) -> None:
        self.kind, self.level = "heading", level
        self._say(clean_heading(self.text))

    def become_labelled(self, label: str, text: str) -> None:
        """A heading and a point in one."""
        self.kind, self.label = "point", label
        self._say(text)

    def _say(self, text: str) -> None:
        """Other words, of which nothing is known yet."""
        if text != self.text:
            self.text = text
            self._told = self._names = self._is_day = self._day = self._american_day = None
