"""The step from chosen notes to items: kind, title, and whether there is such an item already."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from backlog.likeness import alike_many
from backlog.models import Item, Kind
from retrospectives.models import Choice, PastedNotes
from retrospectives.models.storing import MOST_ITEMS, description_of, suggested_kind, suggested_title
from retrospectives.preview import told_reason
from teams.models import Team

FILE, SKIP = "file", "skip"
LONGEST_TITLE = Item._meta.get_field("title").max_length


class ItemForm(forms.Form):
    """One row that is to become an item."""

    become = forms.CharField(initial=FILE)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    use_required_attribute = False

    def clean(self):
        """Of what does not become an item of its own, kind and title don't matter."""
        said = super().clean()
        if said.get("become") != FILE:
            for name in {"title", "kind"} & self.errors.keys():
                del self.errors[name]
        return said


@dataclass
class Line:
    """A chosen row: its form, where it stands in the text, why that kind, and what is alike."""

    name: str
    text: str
    line: int
    reason: str
    form: ItemForm
    alike: list

    @property
    def become(self) -> str:
        return self.form["become"].value() or FILE


class ItemsForm:
    """Every chosen row of a draft, and one press for all of them."""

    def __init__(self, draft: PastedNotes, user, data=None):
        self.draft, self.user, self.data = draft, user, data
        self.teams = list(self._teams())
        self.lines = self._lines()
        self.errors: list[str] = []

    def _teams(self):
        """Whose the items are, where the retrospective is not one team's: the own teams, else any."""
        if self.draft.team_id or (self.draft.retrospective and self.draft.retrospective.team_id):
            return []
        teams = Team.objects.filter(product_group=self.draft.group).active()
        own = teams.with_member(self.user)
        return own if own.exists() else teams

    def _lines(self) -> list[Line]:
        rows = []
        for part in self.draft.parts.all():
            if part.left_out:
                continue
            reading = part.reading
            columns = {row.key: column for column in reading.columns for row in column.notes}
            rows += [
                (f"{part.number}:{row.key}", row, columns.get(row.key)) for row in reading.rows if row.item
            ]
        rows = rows[: MOST_ITEMS + 1]
        texts = [(suggested_title(row.text), description_of(row.text)) for _name, row, _column in rows]
        found = alike_many(texts, product_group=self.draft.group, user=self.user) if rows else []
        return [self._line(*row, similar) for row, similar in zip(rows, found, strict=True)]

    def _line(self, name: str, row, column, similar) -> Line:
        kind = suggested_kind(row, column)
        initial = {"become": FILE, "kind": kind, "title": suggested_title(row.text)}
        form = ItemForm(self.data, prefix=name, initial=initial)
        return Line(name, row.text, row.line, told_reason(row, column, kind), form, similar)

    @property
    def team(self) -> Team | None:
        """The team that was chosen; the only one, without a choice."""
        asked = self.data.get("team", "") if self.data else ""
        return next((team for team in self.teams if str(team.pk) == asked), next(iter(self.teams), None))

    def choices(self) -> dict[str, Choice] | None:
        """What becomes of each row; None where something is missing, which is said at its field."""
        valid = [line.form.is_valid() for line in self.lines]  # each, so that each tells what is missing
        if not all(valid):
            return None
        same = self._same_items()
        unknown = [line for line in self.lines if line.become not in {FILE, SKIP, *same}]
        for line in unknown:
            line.form.add_error("title", _("That item is not there any more. Choose again."))
        if unknown:
            return None
        return {line.name: self._choice(line, same) for line in self.lines}

    @staticmethod
    def _choice(line: Line, same: dict[str, Item]) -> Choice:
        said = line.form.cleaned_data
        become = said["become"]
        if become in same:
            return Choice(same=same[become])
        if become == SKIP:
            return Choice(skip=True)
        return Choice(kind=said["kind"], title=said["title"])

    def _same_items(self) -> dict[str, Item]:
        """The items that were chosen, by id; each is one that this person sees."""
        offered = {str(similar.id) for line in self.lines for similar in line.alike}
        chosen = {line.form.cleaned_data["become"] for line in self.lines} & offered
        return {str(item.pk): item for item in Item.objects.visible_to(self.user).filter(pk__in=chosen)}
