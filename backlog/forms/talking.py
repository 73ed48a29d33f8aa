"""Commenting, and promising an action."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backlog.forms.verb import date_field
from backlog.models import Action, Item
from backlog.models.comments import LONGEST
from teams.models import User


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Your comment"),
        help_text=_("Markdown: *emphasis*, - lists, [words](address)."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    use_required_attribute = False

    def __init__(self, data=None):
        super().__init__(data, auto_id="id_comment_%s")

    def run(self, item: Item, user) -> bool:
        """Say it. False where the words were refused; why stands at the field."""
        try:
            self.comment = item.comment(self.cleaned_data["text"], by=user)
        except ValidationError as error:
            self.add_error("text", error.message_dict["text"])
            return False
        return True


class ActionForm(forms.Form):
    """What somebody promises to do for the item by a date."""

    text = forms.CharField(label=_("What"), max_length=300)
    owner = forms.ModelChoiceField(label=_("Who"), queryset=None, empty_label=_("Choose a person"))
    due = date_field(_("By when"), required=True)
    use_required_attribute = False

    def __init__(self, item: Item, data=None):
        super().__init__(data)
        self.item = item
        self.fields["owner"].queryset = User.objects.of_group(item.product_group)

    def typed(self) -> list[tuple[str, str]]:
        """What was typed, to be kept when it came too late."""
        return [(self["text"].label, self["text"].data)] if self.is_bound and self["text"].data else []

    def run(self, user) -> bool:
        """Add the action. False where a value was refused; why stands at the field."""
        try:
            Action.add(product_group=self.item.product_group, item=self.item, by=user, **self.cleaned_data)
        except ValidationError as error:
            for field, messages in error.update_error_dict({}).items():
                self.add_error(field if field in self.fields else None, messages)
            return False
        return True
