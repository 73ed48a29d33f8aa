"""Holding a retrospective, and changing what it says about itself."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backlog.forms.verb import date_field
from retrospectives.models import FORMATS, Participant, Retrospective
from retrospectives.places import Place

MOST_VOTES = 10


class FormatSelect(forms.RadioSelect):
    """Formats with the names of their columns."""

    option_template_name = "retrospectives/_format_option.html"

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["columns"] = [title for title, _leaning in FORMATS[str(value)].columns]
        return option


class AboutForm(forms.Form):
    """Title, date, facilitator, votes and participants."""

    title = forms.CharField(label=_("Title"), required=False, max_length=200)
    date = date_field(_("Date"), required=True)
    facilitator = forms.ModelChoiceField(
        label=_("Facilitator"), queryset=None, required=False, empty_label=_("Nobody in particular")
    )
    votes_each = forms.IntegerField(
        label=_("Votes for each person"), min_value=1, max_value=MOST_VOTES, initial=3
    )
    people = forms.ModelMultipleChoiceField(
        label=_("Participants"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    use_required_attribute = False

    def offer(self, candidates) -> None:
        self.fields["people"].queryset = candidates
        self.fields["facilitator"].queryset = candidates

    def take_errors(self, error: ValidationError) -> None:
        """Put what a verb refused at the fields it named."""
        for field, sentences in error.update_error_dict({}).items():
            self.add_error(field if field in self.fields else None, sentences)


class HoldForm(AboutForm):
    """A new retrospective at one place."""

    format = forms.ChoiceField(
        label=_("Format"),
        choices=[(key, format.name) for key, format in FORMATS.items()],
        initial="went_well",
        widget=FormatSelect,
    )
    field_order = ("date", "title", "format", "facilitator", "votes_each", "people")

    def __init__(self, place: Place, user, data=None):
        self.place, self.user = place, user
        draft = Retrospective(kind=place.kind, team=place.team, product_group=place.product_group)
        candidates = draft.candidates()
        super().__init__(
            data, initial={"date": place.product_group.today(), "people": self._usual(candidates)}
        )
        self.offer(candidates)

    def _usual(self, candidates) -> list:
        """A team's members take part; of a whole group only who is chosen."""
        return [person.pk for person in candidates] if self.place.team else [self.user.pk]

    def run(self) -> Retrospective | None:
        """Hold it. None where a value was refused; why stands at the field."""
        try:
            return Retrospective.hold(
                kind=self.place.kind,
                team=self.place.team,
                product_group=self.place.product_group,
                by=self.user,
                **self.cleaned_data,
            )
        except ValidationError as error:
            self.take_errors(error)
            return None


class EditForm(AboutForm):
    """What a retrospective says about itself, and who takes part."""

    field_order = ("date", "title", "facilitator", "votes_each", "people")

    def __init__(self, retrospective: Retrospective, user, data=None):
        self.retrospective, self.user = retrospective, user
        people = Participant.objects.filter(retrospective=retrospective, guest=False)
        super().__init__(
            data,
            initial={
                "title": retrospective.title,
                "date": retrospective.date,
                "facilitator": retrospective.facilitator_id,
                "votes_each": retrospective.votes_each,
                "people": list(people.values_list("user", flat=True)),
            },
        )
        self.offer(retrospective.candidates())

    def run(self) -> bool:
        """Change it. False where a value was refused; why stands at the field."""
        changes = dict(self.cleaned_data)
        people = changes.pop("people")
        try:
            self.retrospective.edit(by=self.user, people=people, **changes)
        except ValidationError as error:
            self.take_errors(error)
            return False
        return True
