"""Changing an action."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backlog.forms.verb import date_field
from backlog.models import Action
from teams.models import User


class ActionEditForm(forms.Form):
    """What, who, by when."""

    text = forms.CharField(label=_("What"), max_length=300)
    owner = forms.ModelChoiceField(label=_("Who"), queryset=None, empty_label=None)
    due = date_field(_("By when"), required=True)
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(self, action: Action, data=None):
        names = {"text": action.text, "owner": action.owner_id, "due": action.due, "version": action.version}
        super().__init__(data, initial=names)
        self.action = action
        self.fields["owner"].queryset = User.objects.of_group(action.product_group)

    def run(self, user) -> bool:
        """Change what differs. False where a value was refused; why stands at the field.

        Raises `Stale` where somebody else was faster.
        """
        changes = {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}
        try:
            if changes:
                self.action.edit(by=user, version=self.cleaned_data["version"], **changes)
        except ValidationError as error:
            for field, messages in error.update_error_dict({}).items():
                self.add_error(field if field in self.fields else None, messages)
            return False
        return True

    def on_top(self, action: Action) -> None:
        """Keep what was typed; sent once more, it goes over what stands there now."""
        self.data = self.data.copy()
        self.data["version"] = action.version
