"""An item that follows another: it raises it again, or tests its assumption."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from uuid_utils.compat import uuid7

from backlog.forms.verb import show_refusal
from backlog.models import Item, Kind
from backlog.perspectives import assumption_of
from backlog.raising import raise_once, token_of
from teams import permissions
from teams.models import Team

LONG = 20_000


class SuccessorForm(forms.Form):
    """Filed for one's own team, or proposed by who has none in the group. Once, as `CaptureForm`."""

    tie: str
    lead = ""
    do = ""
    kind: str | None = None
    use_required_attribute = False
    token = forms.CharField(required=False, widget=forms.HiddenInput)
    team = forms.ModelChoiceField(Team.objects.none(), label=gettext_lazy("Team"), empty_label=None)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    description = forms.CharField(
        label=gettext_lazy("Problem"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, item: Item, user, data=None):
        self.item = item
        self.user = user
        super().__init__(data, initial={"token": uuid7()} | self.suggested(item))
        teams = item.product_group.teams.active()
        own = [team for team in teams if team.pk in user.access.team_roles]
        self.proposes = permissions.may(user, "backlog.propose_item", item.product_group)
        self.fields["team"].queryset = teams
        self.fields["team"].widget.choices = [
            (team.pk, team.name) for team in (teams if self.proposes else own)
        ]

    def suggested(self, item: Item) -> dict:
        """What stands in the fields at first."""
        return {"title": item.title}

    def typed(self) -> list[tuple[str, str]]:
        """What was written, to be kept when it came too late."""
        written = (field for field in self.visible_fields() if self.is_bound and field.name != "team")
        return [(field.label, field.data) for field in written]

    def clean_token(self) -> UUID:
        return token_of(self.cleaned_data["token"])

    def run(self) -> Item | None:
        """The new item, or the one that this very form has raised already.

        None where a value was refused; then the sentence stands at its field.
        """
        said = {"kind": self.kind or self.item.kind} | self.cleaned_data
        raise_it = Item.propose if self.proposes else Item.file
        try:
            return raise_once(raise_it, by=self.user, **{self.tie: self.item}, **said)
        except ValidationError as error:
            show_refusal(self, error)
            return None


class AgainForm(SuccessorForm):
    tie = "again"
    lead = gettext_lazy("It is over, and it is back: the new item leads to the old one, and says how often.")
    do = gettext_lazy("Raise it again")


class TestForm(SuccessorForm):
    """An experiment that tests what somebody only assumed, filled in as far as it is known."""

    tie = "tests"
    kind = Kind.EXPERIMENT
    lead = gettext_lazy(
        "Nobody has checked it yet: say what will happen if it is true, and how you will see it."
    )
    do = gettext_lazy("Suggest the experiment")
    prediction = forms.CharField(
        label=gettext_lazy("Prediction"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 3})
    )
    measure = forms.CharField(
        label=gettext_lazy("Measure"),
        help_text=gettext_lazy("How and when you will look."),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def suggested(self, item: Item) -> dict:
        title = _("Test: %s") % item.title
        return {
            "title": title[:200],
            "description": _("The assumption: %s") % assumption_of(item, self.user),
            "prediction": item.prediction,
            "measure": item.measure,
        }


SUCCESSORS: dict[str, type[SuccessorForm]] = {form.tie: form for form in (AgainForm, TestForm)}
