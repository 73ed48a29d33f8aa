"""The answers to the five questions as one person may read them now: side by side, differences named."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import cached_property

from backlog.models import Item, Perspective
from teams import permissions

CHOSEN = (("gains", "gains_text"), ("loses", "loses_text"), ("whole", ""))
"""Questions with a choice, each with the words beside it; differing choices are a disagreement."""
NAMED = ("figure", "function", "assumption")
"""What is named in a few words: differing words are different things. Who gains may be told in many words."""
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """What some people answered alike: the words of the choice, who, and what they added (who, text)."""

    label: str
    people: list[str]
    texts: list[tuple[str, str]]


@dataclass(frozen=True)
class Question:
    """One of the five. People `disagree` who chose differently; their answers `differ` where they name
    different things.
    """

    label: str
    answers: list[Answer]
    disagree: bool = False
    differ: bool = False


class Round:
    """The perspectives on one item; `empty` tells that there are none. `open`: `user` reads all of them."""

    def __init__(self, item: Item, user, *, empty: bool = False):
        self.item = item
        self.user = user
        self.empty = empty

    @cached_property
    def all(self) -> list[Perspective]:
        return [] if self.empty else list(self.item.perspectives.select_related("by"))

    @cached_property
    def own(self) -> Perspective | None:
        return next((one for one in self.all if one.by_id == self.user.pk), None)

    @property
    def open(self) -> bool:
        return self.own is not None or not self.item.hides_perspectives

    @property
    def count(self) -> int:
        return len(self.all)

    @property
    def may_answer(self) -> bool:
        return self.item.may("perspective", self.user)

    @property
    def worth_showing(self) -> bool:
        return bool(self.all) or self.may_answer

    @cached_property
    def questions(self) -> list[Question]:
        """The five questions with their answers; empty while they are hidden."""
        if not self.open or not self.all:
            return []
        chosen = [self._chosen(name, text) for name, text in CHOSEN]
        return chosen + [question for name in NAMED if (question := self._named(name)).answers]

    @property
    def disagreements(self) -> list[Question]:
        return [question for question in self.questions if question.disagree]

    @property
    def differences(self) -> list[Question]:
        return [question for question in self.questions if question.differ]

    @property
    def changed(self) -> list[Perspective]:
        """Whose answer was changed after they had seen the others'."""
        return [one for one in self.all if one.changed_at]

    def _chosen(self, name: str, text: str) -> Question:
        field = Perspective._meta.get_field(name)
        answers = []
        for value, label in field.choices:
            same = [one for one in self.all if getattr(one, name) == value]
            if same:
                answers.append(Answer(str(label), _names(same), _texts(same, text)))
        known = {getattr(one, name) for one in self.all} - {UNKNOWN}
        return Question(str(field.verbose_name), answers, disagree=len(known) > 1)

    def _named(self, name: str) -> Question:
        field = Perspective._meta.get_field(name)
        texts = _texts(self.all, name)
        answers = [Answer("", [], texts)] if texts else []
        told = {" ".join(text.casefold().split()) for _who, text in texts}  # case and spaces left aside
        return Question(str(field.verbose_name), answers, differ=len(told) > 1)


def _names(rows: Iterable[Perspective]) -> list[str]:
    return [str(row.by) for row in rows]


def _texts(rows: Iterable[Perspective], name: str) -> list[tuple[str, str]]:
    return [(str(row.by), getattr(row, name)) for row in rows if name and getattr(row, name)]


def advice(item: Item) -> str:
    """The last finding about an item; "" where nobody has assessed it."""
    return item.assessments.order_by("-at", "-id").values_list("finding", flat=True).first() or ""


def assumption_of(item: Item, user) -> str:
    """What must be true for the item to help, in the last words on it that `user` may read."""
    said = Perspective.objects.open_to(item, user).exclude(assumption="").order_by("-at")
    found = said.values_list("assumption", flat=True).first()
    return found or item.assessments.order_by("-at", "-id").values_list("reason", flat=True).first() or ""


def may_suggest_experiment(item: Item, user) -> bool:
    """Whether the person can raise an experiment in the item's group, as a team or as a proposal."""
    teams = user.access.teams_in(item.product_group_id)
    return bool(teams) or permissions.may(user, "backlog.propose_item", item)
