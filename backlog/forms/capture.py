"""Raising an item: one field is enough."""

from uuid import UUID

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from backlog.forms.answering import add_questions, answers_of, asked_of, shape
from backlog.models import ItemTemplate, Kind
from backlog.raising import token_of
from teams.models import Team

NO_TEAM = {"invalid_choice": _("Choose one of your teams.")}
ALIKE = {
    "hx-get": reverse_lazy("backlog:items-alike"),
    "hx-trigger": "input changed delay:400ms",
    "hx-target": "next .alike",
    "hx-include": "closest form",
    "hx-params": "title,team",
    "hx-sync": "this:replace",
}
"""What was said before is shown below the title while it is typed."""
QUESTIONS = {
    "hx-post": reverse_lazy("backlog:item-questions"),
    "hx-trigger": "change",
    "hx-swap": "innerHTML",
}
"""What is asked depends on the kind and the team's product group."""
LONG = forms.Textarea(attrs={"rows": 3, "maxlength": 20_000})


class CaptureForm(forms.Form):
    """Title, team, and what else somebody wants to say at once.

    `token` is drawn when the form is shown and becomes the item's id, so that the same form
    sent twice makes one item.
    """

    token = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("What is in the way, or could be better?"),
        max_length=200,
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "off", "enterkeyhint": "done"} | ALIKE
        ),
    )
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label=_("Team"),
        empty_label=None,
        required=False,
        error_messages=NO_TEAM,
        widget=forms.Select(attrs=QUESTIONS | {"hx-target": "next .capture-more"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Kind.choices,
        initial=Kind.IMPEDIMENT,
        required=False,
        widget=forms.Select(attrs=QUESTIONS | {"hx-target": "closest .capture-more"}),
    )
    description = forms.CharField(label=_("Problem"), required=False, max_length=20_000, widget=LONG)
    idea = forms.CharField(label=_("Idea"), required=False, max_length=20_000, widget=LONG)
    effect = forms.CharField(label=_("Expected effect"), required=False, max_length=20_000, widget=LONG)

    def __init__(self, data=None, *, teams, shown: list[Team], usual_team: Team | None, given=None):
        """`teams` are accepted (policy decides about each), `shown` are offered, `usual_team` is meant.

        `given` is what stands in the fields already, unchecked. What else is asked depends on the
        kind and the team's product group; nothing of it is needed to capture.
        """
        given = {name: value for name, value in (given or {}).items() if name != "token"}
        super().__init__(data, initial={"token": uuid7(), "team": usual_team} | given)
        self._ask(data or given, shown, usual_team)
        self.usual_team = usual_team
        self.fields["team"].queryset = teams
        self.fields["team"].needed = True  # one is meant in any case; so it is never called optional
        groups = {team.product_group_id for team in shown}
        self.fields["team"].choices = [
            (team.pk, f"{team.name} · {team.product_group.name}" if len(groups) > 1 else team.name)
            for team in shown
        ]

    def _ask(self, data, shown: list[Team], usual_team: Team | None) -> None:
        team = next((team for team in shown if str(team.pk) == data.get("team")), usual_team)
        kind = data.get("kind") if data.get("kind") in Kind.values else Kind.IMPEDIMENT
        template = ItemTemplate.of(team.product_group_id, kind) if team else ItemTemplate(kind=kind)
        shape(self, template, data.get)
        add_questions(self, asked_of(template, {}, data), mark=False)
        for one in self.asked:
            self.initial.setdefault(one.name, "")

    def clean_token(self) -> UUID:
        return token_of(self.cleaned_data["token"])

    def clean_team(self) -> Team:
        team = self.cleaned_data["team"] or self.usual_team
        if team is None:
            raise forms.ValidationError(NO_TEAM["invalid_choice"])
        return team

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Kind.IMPEDIMENT

    def item_fields(self) -> dict:
        """What `Item.file` and `Item.propose` take beside team and person."""
        names = ("title", "kind", "description", "idea", "effect")
        fields = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return fields | {"answers": answers_of(self)}

    @property
    def folded(self) -> list:
        """Fields below the fold, as bound fields."""
        names = ["kind", "description", "idea", "effect", *(one.name for one in self.asked)]
        return [self[name] for name in names if name in self.fields]

    @property
    def opened(self) -> bool:
        """Whether the fold must be open: something in it was typed or refused."""
        return any(field.errors or field.value() not in ("", None, Kind.IMPEDIMENT) for field in self.folded)
