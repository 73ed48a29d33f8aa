"""What an empty installation needs to begin."""

from django import forms
from django.utils.translation import gettext_lazy as _

from teams.forms.groups import team_names
from teams.forms.invitations import AcceptForm
from teams.models import ProductGroup


class WelcomeForm(AcceptForm):
    """The administrator, the first product group and its teams."""

    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        help_text=_("You sign in with it."),
    )
    group = forms.CharField(
        label=_("First product group"),
        max_length=ProductGroup._meta.get_field("name").max_length,
        help_text=_("The teams that work on one product, and the managers who serve them."),
    )
    teams = forms.CharField(
        label=_("Its teams"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One name a line. More can be added later."),
    )
    field_order = ("name", "email", "password", "group", "teams")
    PARTS = (
        (_("You, the administrator"), ("name", "email", "password")),
        (_("Your first product group"), ("group", "teams")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, email="", **kwargs)

    def parts(self):
        """The fields as the page shows them: heading and bound fields."""
        return [(heading, [self[name] for name in names]) for heading, names in self.PARTS]

    def clean_teams(self) -> list[str]:
        return team_names(self.cleaned_data["teams"])

    def clean(self):
        self.email = self.cleaned_data.get("email", "")
        return super().clean()
