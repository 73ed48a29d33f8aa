"""The filter as people see it: fields with their choices, shortcuts, and what is in force."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from backlog.filter_choices import owners_of, teams_of
from backlog.filters import ItemFilter, canonical
from backlog.models import UNDONE, FlagName, Kind, SavedView, State
from teams import permissions
from teams.current import groups_of
from teams.models import User

SORT_WORDS = (
    ("-created", gettext_lazy("Newest first")),
    ("created", gettext_lazy("Oldest first")),
    ("-silent", gettext_lazy("Longest silence first")),
    ("position", gettext_lazy("Order of the backlog")),
    ("due", gettext_lazy("Due date")),
    ("number", gettext_lazy("Number")),
)
HEADS = (
    (gettext_lazy("Item"), "number"),
    (gettext_lazy("State"),),
    (gettext_lazy("Team"),),
    (gettext_lazy("Who has it"),),
    (gettext_lazy("By when"), "due"),
    (gettext_lazy("Raised"), "-created", "created"),
    (gettext_lazy("Silence"), "-silent"),
)
"""The columns of the table: words, and the orders it can be sorted in."""
UNDONE_STATES = [state for state in State.values if state in UNDONE]
WITHOUT_FIELD = ("raised_by", "age_min", "age_max", "silent_min", "page_size")
LEAVE_NOTHING_OUT = {"sort", "cursor", "page_size", "view"}


@dataclass
class Choice:
    value: str
    words: str
    chosen: bool = False


@dataclass
class Select:
    """A field with one choice; further values that the address holds are kept beside it."""

    name: str
    label: str
    choices: list[Choice]
    further: list[str]


@dataclass
class Head:
    """The head of a column: the address that sorts by it, and how it is sorted now ("" if it is not)."""

    words: str
    address: str = ""
    sorted: str = ""


class FilterBar:
    """One request's filter, read for the page. A fragment that shows no fields asks for no choices."""

    def __init__(self, request: HttpRequest, *, default_sort: str):
        self.request = request
        self.default_sort = default_sort
        asked = request.GET.copy()
        self.view_id = (asked.pop("view", None) or [""])[-1]
        self.wanted = ItemFilter(asked, request.user)
        self.sort = request.GET.get("sort") or default_sort
        self.query = self.wanted.address(**({"sort": None} if self.sort == default_sort else {}))
        if self.view:
            self.query = f"{self.query}&view={self.view_id}".lstrip("&")
        self.export_query = self.wanted.address(page_size=None)
        self.text = request.GET.get("q", "")

    def given(self, name: str) -> list[str]:
        return [value for value in self.request.GET.getlist(name) if value]

    @cached_property
    def active(self) -> bool:
        """Whether something is left out."""
        return any(self.given(name) for name in self.request.GET if name not in LEAVE_NOTHING_OUT)

    @cached_property
    def view(self) -> SavedView | None:
        """The saved view that was opened, if there is one of this id and the person may see it."""
        try:
            pk = UUID(self.view_id)
        except ValueError:
            return None
        return SavedView.objects.visible_to(self.request.user).for_list(self.request.user).with_id(pk).first()

    @cached_property
    def may_edit_view(self) -> bool:
        return permissions.may(self.request.user, "backlog.edit_view", self.view)

    @property
    def to_save(self) -> str:
        """The filter as a view would keep it."""
        usual = {"sort": None} if self.sort == self.default_sort else {}
        return canonical(self.wanted.address(page_size=None, **usual))

    @property
    def view_changed(self) -> bool:
        """Whether something else is asked for than what the view holds."""
        return self.to_save != self.view.query

    @cached_property
    def groups(self) -> list:
        return groups_of(self.request)

    @cached_property
    def several_groups(self) -> bool:
        return len(groups_of(self.request)) > 1 and len(self.given("product_group")) != 1

    @cached_property
    def selects(self) -> list[Select]:
        groups = [(str(group.pk), group.name) for group in groups_of(self.request)]
        fields = [
            ("team", _("Team"), self.teams),
            ("kind", _("Kind"), Kind.choices),
            ("flag", _("Flag"), FlagName.choices),
            ("owner", _("Owner"), self.owners),
        ]
        if len(groups) > 1:
            fields.insert(0, ("product_group", _("Product group"), groups))
        return [self._select(name, label, choices) for name, label, choices in fields]

    @cached_property
    def states(self) -> list[Choice]:
        chosen = set(self.given("state"))
        return [Choice(value, str(words), value in chosen) for value, words in State.choices]

    @cached_property
    def states_words(self) -> str:
        chosen = [choice.words for choice in self.states if choice.chosen]
        if not chosen:
            return _("Any state")
        if set(self.given("state")) == set(UNDONE_STATES):
            return _("Undone")
        if len(chosen) == 1:
            return chosen[0]
        return ngettext("%d state", "%d states", len(chosen)) % len(chosen)

    @cached_property
    def sorts(self) -> list[Choice]:
        return [Choice(value, str(words), value == self.sort) for value, words in SORT_WORDS]

    @cached_property
    def heads(self) -> list[Head]:
        """The columns of the table after the kind; one that can be sorted by leads there and back."""
        return [self._head(str(words), *sorts) for words, *sorts in HEADS]

    def _head(self, words: str, *sorts: str) -> Head:
        if not sorts:
            return Head(words)
        now = sorts.index(self.sort) if self.sort in sorts else -1
        direction = ("descending" if self.sort.startswith("-") else "ascending") if now >= 0 else ""
        sort = sorts[(now + 1) % len(sorts)]
        # what has ended is not silent, however long ago it was touched: it would stand before all else
        undone = {"state": UNDONE_STATES} if sort == "-silent" and not self.given("state") else {}
        return Head(words, self.wanted.address(sort=sort, **undone), direction)

    @cached_property
    def hidden(self) -> list[tuple[str, str]]:
        """Parameters that have no field of their own and must survive a change of another one."""
        further = [(select.name, value) for select in self.selects for value in select.further]
        further += [("view", self.view_id)] if self.view else []
        return further + [(name, value) for name in WITHOUT_FIELD for value in self.given(name)]

    @cached_property
    def shortcuts(self) -> list[Choice]:
        """The questions that are asked most, as addresses; `chosen` is the one being asked."""
        mine = str(self.request.user.pk)
        asked = [
            (_("All"), {}),
            (_("Undone"), {"state": UNDONE_STATES}),
            (_("Unanswered"), {"flag": [FlagName.UNANSWERED.value]}),
            (_("Undecided"), {"flag": [FlagName.UNDECIDED.value]}),
            (_("Stale"), {"flag": [FlagName.STALE.value]}),
            (_("Overdue"), {"flag": [FlagName.OVERDUE.value]}),
            (_("Owned by me"), {"owner": [mine], "state": UNDONE_STATES}),
        ]
        now = {name: sorted(self.given(name)) for name in ("state", "flag", "owner")}
        return [
            Choice(
                self.wanted.address(**{"state": None, "flag": None, "owner": None, **wanted}),
                words,
                all(now[name] == sorted(wanted.get(name, [])) for name in now),
            )
            for words, wanted in asked
        ]

    @cached_property
    def in_force(self) -> list[Choice]:
        """What the fields don't show, each with the address that takes it out."""
        told = []
        for name, sentence in (
            ("age_min", _("raised at least %s days ago")),
            ("age_max", _("raised at most %s days ago")),
            ("silent_min", _("silent for at least %s days")),
        ):
            told += [
                Choice(self.wanted.address(**{name: None}), sentence % value) for value in self.given(name)
            ]
        if self.given("raised_by"):
            people = User.objects.visible_to(self.request.user).filter(pk__in=self.wanted.values["raised_by"])
            names = ", ".join(person.name for person in people) or _("somebody else")
            told.append(Choice(self.wanted.address(raised_by=None), _("raised by %s") % names))
        return told

    def _select(self, name: str, label: str, choices) -> Select:
        given = self.given(name)
        first = given[0] if given else ""
        return Select(
            name,
            label,
            [Choice(str(value), str(words), str(value) == first) for value, words in choices],
            given[1:],
        )

    @cached_property
    def teams(self) -> list[tuple[str, str]]:
        """Teams of the chosen groups, else all that are visible, with their group where that helps."""
        chosen = self.wanted.values["product_group"] if not self.wanted.errors else []
        rows = [row for row in teams_of(self.request.user) if not chosen or row[2] in chosen]
        several = self.several_groups
        return [(str(pk), f"{name} · {group}" if several else name) for pk, name, _id, group in rows]

    @cached_property
    def owners(self) -> list[tuple[str, str]]:
        return owners_of(self.request.user)
