"""What lies on the table of a running meeting: the agenda, and one line with everything about it."""

from django.utils.functional import cached_property

from backlog.dossier import Dossier
from backlog.forms.deciding import AssessForm
from backlog.models import Item
from reviews.forms import AttendForm, MeetingDecideForm, PromiseForm
from reviews.lines import Line, agenda_lines
from reviews.models import Review

HISTORY_SHOWN = 6


class Table:
    """The running meeting as `user` sees it, at the line named by `key`.

    Without a key: the first open line behind the one named by `behind`, else the first open one
    at all. `form` is a verdict or assessment that came back with errors; `sentence` says why
    something came too late.
    """

    def __init__(self, review: Review, user, key: str, *, behind: str = "", form=None, sentence: str = ""):
        self.review = review
        self.user = user
        self.sentence = sentence
        self.url = review.get_absolute_url()
        self._key = key
        self._behind = behind
        self._form = form

    @cached_property
    def lines(self) -> list[Line]:
        return agenda_lines(self.review, self.user)

    @cached_property
    def line(self) -> Line | None:
        """The line in front of the meeting; None when nothing is left."""
        named = next((line for line in self.lines if line.key == self._key), None)
        if named:
            return named
        before = [line.key for line in self.lines].index(self._behind) if self._is_line(self._behind) else -1
        later = [line for line in self.lines[before + 1 :] if line.open]
        return next(iter(later), None) or next((line for line in self.lines if line.open), None)

    def _is_line(self, key: str) -> bool:
        return any(line.key == key for line in self.lines)

    @cached_property
    def place(self) -> int:
        """Which line of the agenda this is, counted from 0; -1 without one."""
        return self.lines.index(self.line) if self.line else -1

    @property
    def number(self) -> int:
        return self.place + 1

    @property
    def previous(self) -> Line | None:
        return self.lines[self.place - 1] if self.place > 0 else None

    @property
    def next(self) -> Line | None:
        return self.lines[self.place + 1] if 0 <= self.place < len(self.lines) - 1 else None

    @property
    def gone_through(self) -> int:
        return sum(not line.open for line in self.lines)

    @property
    def left(self) -> int:
        return len(self.lines) - self.gone_through

    # the line's subject

    @cached_property
    def item(self) -> Item | None:
        if self.line is None or self.line.item_id is None:
            return None
        return Item.objects.visible_to(self.user).for_page().with_id(self.line.item_id).first()

    @cached_property
    def about(self) -> Dossier | None:
        return Dossier(self.item, self.user) if self.item else None

    @property
    def history(self) -> list:
        """What people did last; what machines wrote stands on the item's page."""
        rows = self.about.history if self.about else []
        return [row for row in rows if row.look != "by-machine"][:HISTORY_SHOWN]

    @cached_property
    def form(self):
        """The form that the item's state asks for, None where there is nothing to decide."""
        if self._form is not None:
            return self._form
        if self.item is None or self.line.about is None or not self.line.row:
            return None
        if self.item.may("decide", self.user) and not self.item.needs_visit:
            return MeetingDecideForm(self.review, self.item, self.user)
        if self.item.may("assess", self.user):
            return AssessForm(self.item, self.user)
        return None

    @property
    def form_url(self) -> str:
        return f"{self.url}{self.form.verb}/{self.item.pk}/"

    # who is there, what was promised

    @cached_property
    def promise_form(self) -> PromiseForm:
        return PromiseForm(self.review.product_group)

    @cached_property
    def attendances(self) -> list:
        return list(self.review.attendances.select_related("person").order_by("person__name", "person"))

    @property
    def present(self) -> int:
        return sum(row.present for row in self.attendances)

    @cached_property
    def attend_form(self) -> AttendForm:
        form = AttendForm(self.review.product_group)
        listed = [row.person_id for row in self.attendances]
        form.fields["also"].queryset = form.fields["also"].queryset.exclude(pk__in=listed)
        return form

    @cached_property
    def actions(self) -> list:
        """What was promised in this meeting so far."""
        return [tie.action for tie in self.review.actions.select_related("action__owner")]
