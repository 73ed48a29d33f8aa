"""Raising an item: one field is enough."""

from django import forms
from django.utils.translation import gettext_lazy as _

from backlog.models import Kind
from teams.models import Team

LONG = forms.Textarea(attrs={"rows": 3, "maxlength": 20_000})


class CaptureForm(forms.Form):
    """Title, team, and what else somebody wants to say at once.

    `token` is drawn when the form is shown and becomes the item's id, so that the same form
    sent twice makes one item.
    """

    token = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("What is in the way, or could be better?"),
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "enterkeyhint": "done"}),
    )
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"), empty_label=None)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.IMPEDIMENT, required=False)
    description = forms.CharField(label=_("Problem"), required=False, max_length=20_000, widget=LONG)
    idea = forms.CharField(label=_("Idea"), required=False, max_length=20_000, widget=LONG)
    effect = forms.CharField(label=_("Expected effect"), required=False, max_length=20_000, widget=LONG)

    def __init__(self, *args, teams, shown: list[Team], **kwargs):
        """`teams` are accepted (policy decides about each), `shown` are offered."""
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams
        groups = {team.product_group_id for team in shown}
        self.fields["team"].choices = [
            (team.pk, f"{team.name} · {team.product_group.name}" if len(groups) > 1 else team.name)
            for team in shown
        ]

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Kind.IMPEDIMENT

    def item_fields(self) -> dict:
        """What `Item.file` and `Item.propose` take beside team and person."""
        names = ("title", "kind", "description", "idea", "effect")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def folded(self) -> list:
        """Fields below the fold, as bound fields."""
        names = ["kind", "description", "idea", "effect"]
        return [self[name] for name in names]

    @property
    def opened(self) -> bool:
        """Whether the fold must be open: something in it was typed or refused."""
        return any(field.errors or field.value() not in ("", None, Kind.IMPEDIMENT) for field in self.folded)
