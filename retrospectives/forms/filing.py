"""From notes to an item: what the managers will read."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from backlog.models import Item, Kind
from retrospectives.models import KIND_BY_LEANING, Leaning, Retrospective
from teams.models import Team

LONGEST_TITLE = Item._meta.get_field("title").max_length


class FileForm(forms.ModelForm):
    """An item from some notes. Kind, title and problem are suggested from them."""

    team = forms.ModelChoiceField(label=_("For the team"), queryset=None, empty_label=None)
    again = forms.BooleanField(label=_("Make one more item from these notes"), required=False)
    use_required_attribute = False

    class Meta:
        model = Item
        fields = ("kind", "title", "description", "idea", "effect")
        widgets = {
            "kind": forms.RadioSelect,
            "description": forms.Textarea(attrs={"rows": 5}),
            "idea": forms.Textarea(attrs={"rows": 3}),
            "effect": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "description": _("What happens, how often, and what it costs you."),
            "idea": _("What you would try."),
            "effect": _("How you would notice that it worked."),
        }

    field_order = ("team", "kind", "title", "description", "idea", "effect", "again")

    def __init__(self, retrospective: Retrospective, user, notes, topic=None, data=None):
        self.retrospective, self.user, self.notes = retrospective, user, notes
        column = notes[0].column
        kind = KIND_BY_LEANING[column.leaning]
        super().__init__(data, initial=self._suggested(notes, topic, kind))
        self.fields["kind"].choices = Kind.choices
        self.fields["kind"].help_text = self._reason(column, kind)
        self._offer_teams()
        if not any(note.note_items.all() for note in notes):
            del self.fields["again"]

    @staticmethod
    def _suggested(notes, topic, kind: str) -> dict:
        first, _line, rest = notes[0].text.partition("\n")
        title = Truncator(topic.title if topic else first).chars(LONGEST_TITLE)
        alone = len(notes) == 1 and not topic and not rest and title == first
        texts = [note.text for note in notes]
        description = "" if alone else texts[0] if len(texts) == 1 else "\n\n".join(texts)
        field = "idea" if kind == Kind.IMPROVEMENT else "description"
        return {"kind": kind, "title": title, field: description}

    @staticmethod
    def _reason(column, kind: str) -> str:
        return _("Suggested: %(kind)s, because the column “%(column)s” gathers %(leaning)s.") % {
            "kind": Kind(kind).label.lower(),
            "column": column.title,
            "leaning": Leaning(column.leaning).label,
        }

    def _offer_teams(self) -> None:
        """A team's own needs no choice; else one's own teams, or for who has none, all of the group."""
        if self.retrospective.team_id:
            del self.fields["team"]
            return
        teams = Team.objects.filter(product_group=self.retrospective.product_group_id).active()
        own = teams.with_member(self.user)
        field = self.fields["team"]
        field.queryset = own if own.exists() else teams
        if not own.exists():
            field.label = _("Which team it affects")
            field.help_text = _(
                "You are in none of the teams: it becomes a proposal, and teams agree to it first."
            )

    def run(self) -> Item | None:
        """File it. None where a value was refused; why stands at the field."""
        try:
            return self.retrospective.file_item(self.notes, by=self.user, **self.cleaned_data)
        except ValidationError as error:
            for field, sentences in error.update_error_dict({}).items():
                self.add_error(field if field in self.fields else None, sentences)
            return None
