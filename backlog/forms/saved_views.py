"""Saving a filter under a name, and sharing it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backlog.models import SavedView
from backlog.subscriptions import checked_query
from teams.models import ProductGroup, Team

NOBODY = ""


class SavedViewForm(forms.Form):
    """Name and whom it is shared with; a new view brings its filter along in `query` and `board`."""

    name = forms.CharField(label=_("Name"), max_length=80)
    shared = forms.ChoiceField(
        label=_("Who sees it"),
        required=False,
        help_text=_("Whoever opens it sees only the items that they may see."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    query = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    board = forms.BooleanField(required=False, widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(self, user, data=None, *, view: SavedView | None = None, **options):
        super().__init__(data, **options)
        self.user, self.view = user, view
        self.fields["shared"].needed = True
        self.fields["shared"].choices = [(NOBODY, _("Only me")), *self._places()]

    def _places(self):
        """One's own teams, the groups in which one has a role, and what it is shared with now."""
        teams = Team.objects.of_member(self.user).active().order_by("name")
        groups = ProductGroup.objects.with_ids(self.user.access.own_group_ids).order_by("name")
        places = {f"team-{team.pk}": gettext("Team %s") % team for team in teams}
        places |= {f"group-{group.pk}": gettext("Everybody who sees %s") % group for group in groups}
        if self.view and self.view.team:
            places.setdefault(f"team-{self.view.team_id}", gettext("Team %s") % self.view.team)
        if self.view and self.view.product_group:
            words = gettext("Everybody who sees %s") % self.view.product_group
            places.setdefault(f"group-{self.view.product_group_id}", words)
        return places.items()

    def clean_query(self) -> str:
        if self.view:
            return self.view.query
        try:
            return checked_query(self.cleaned_data["query"], self.user)
        except ValidationError as error:
            raise ValidationError(error.message_dict["query"]) from error

    def values(self) -> dict:
        """What is to be written."""
        kind, _dash, pk = self.cleaned_data["shared"].partition("-")
        shared = {
            "team": Team.objects.get(pk=pk) if kind == "team" else None,
            "product_group": ProductGroup.objects.get(pk=pk) if kind == "group" else None,
        }
        values = {"name": self.cleaned_data["name"], **shared}
        if self.view:
            return values
        return values | {"query": self.cleaned_data["query"], "board": self.cleaned_data["board"]}

    def run(self, verb) -> bool:
        """Call the verb with the values. False where one was refused; why stands at the field."""
        try:
            self.result = verb(**self.values())
        except ValidationError as error:
            for field, messages in error.update_error_dict({}).items():
                self.add_error(field if field in self.fields else None, messages)
            return False
        return True
