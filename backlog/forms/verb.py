"""What every form of a verb has: the item, the person, the words around it, and how it is done."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backlog.models import Item
from backlog.models.life import VERBS
from backlog.models.records import REASON
from backlog.next_steps import own_teams


class VerbForm(forms.Form):
    """One verb of one item, as `user` does it.

    A subclass names its `verb`, the `lead` (what follows from it), the words on the button
    (`do`, by default the verb's label), the sentence said afterwards (`done`), and calls the
    verb in `perform`. `undo` names the verb that takes it back, where that needs no words
    (`undo_values` of that verb's form gives them). `template` draws the form.

    Policy and state are not asked here: the view asks `item.require` first.
    """

    verb: str
    lead = ""
    do = ""
    done = ""
    undo = ""
    template = "item_verb"
    required_css_class = "required"

    def __init__(self, item: Item, user, data=None, **options):
        self.item = item
        self.user = user
        self.result = None
        super().__init__(data, **options)
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the item and the person."""

    def perform(self):
        """Call the verb with what was typed."""
        raise NotImplementedError

    def run(self) -> bool:
        """Do it. False where the verb refused a value; its sentences then stand at the fields."""
        try:
            self.result = self.perform()
        except ValidationError as error:
            show_refusal(self, error)
            return False
        return True

    @property
    def title(self) -> str:
        return VERBS[self.verb].label

    @property
    def button(self) -> str:
        return self.do or VERBS[self.verb].label

    def typed(self) -> list[tuple[str, str]]:
        """Label and text of what a person wrote at length, to be kept when the verb came too late."""
        long = ((field.label, field.data) for field in self if isinstance(field.field.widget, forms.Textarea))
        return [(label, text) for label, text in long if self.is_bound and text]

    @classmethod
    def undo_values(cls, item: Item) -> dict:
        """What is filled in when this verb undoes another one at a press."""
        return {}


class TeamVerbForm(VerbForm):
    """A verb that a person says for one of their teams; the only one is chosen already.

    Another team of the group is not a wrong value: the verb refuses it (403).
    """

    team = forms.ModelChoiceField(
        queryset=None,
        label=_("Team"),
        empty_label=None,
        error_messages={"required": _("Say for which team.")},
    )

    def prepare(self):
        teams = self.item.product_group.teams.active()
        own = own_teams(self.item, self.verb, self.user)
        field = self.fields["team"]
        field.queryset = teams
        offered = [(team.pk, team.name) for team in teams if team.pk in own]
        if len(offered) == 1:
            field.initial = offered[0][0]
        else:
            offered.insert(0, ("", _("Choose a team")))
        field.widget.choices = offered


def show_refusal(form: forms.Form, error: ValidationError) -> None:
    """What a verb refused, at the field it is about; at the form where the form has no such field."""
    for field, messages in error.update_error_dict({}).items():
        form.add_error(field if field in form.fields else None, messages)


def in_words(field: forms.BoundField) -> str:
    """What was sent in a field, as the person saw it: the words of a choice, not its code."""
    words = dict(field.field.choices) if isinstance(field.field, forms.ChoiceField) else {}
    return str(words.get(field.data, field.data or ""))


def text_field(label, *, hint="", required: bool = True, rows: int = 3) -> forms.CharField:
    """A few sentences; as long as the records hold."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=REASON["max_length"],
        error_messages={"required": _("Say it in a sentence.")},
    )


def date_field(label, *, hint="", required: bool = False) -> forms.DateField:
    """A day, picked by the browser's own calendar."""
    return forms.DateField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
    )


def yes_or_no(label, yes, no) -> forms.TypedChoiceField:
    """Two buttons; True or False, and nothing chosen at first."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("true", yes), ("false", no)],
        coerce=lambda value: value == "true",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
