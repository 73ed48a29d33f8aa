"""Features on the Product Backlog."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backlog.models import ProductBacklogEntry


class EntryForm(forms.Form):
    """What the product owner says about a feature."""

    title = forms.CharField(label=_("Title"), max_length=200)
    description = forms.CharField(
        label=_("Description"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    use_required_attribute = False

    def add(self, group, user) -> ProductBacklogEntry | None:
        """Put a new feature at the end. None where a value was refused; why stands at the field."""
        return self._run(
            lambda: ProductBacklogEntry.add_feature(product_group=group, by=user, **self.cleaned_data)
        )

    def change(self, entry: ProductBacklogEntry, user) -> ProductBacklogEntry | None:
        """Change what differs; as `add`."""
        changes = {name: self.cleaned_data[name] for name in self.changed_data}
        return self._run(lambda: entry.edit(by=user, **changes)) if changes else entry

    def _run(self, verb) -> ProductBacklogEntry | None:
        try:
            return verb()
        except ValidationError as error:
            for field, messages in error.update_error_dict({}).items():
                self.add_error(field if field in self.fields else None, messages)
            return None
