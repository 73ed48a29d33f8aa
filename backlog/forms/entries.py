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
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    use_required_attribute = False

    def add(self, group, user) -> ProductBacklogEntry | None:
        """Put a new feature at the end. None where a value was refused; why stands at the field."""
        said = {name: self.cleaned_data[name] for name in ("title", "description")}
        return self._run(lambda: ProductBacklogEntry.add_feature(product_group=group, by=user, **said))

    def change(self, entry: ProductBacklogEntry, user) -> ProductBacklogEntry | None:
        """Change what differs; as `add`. Raises `Stale` where somebody else was faster."""
        changes = {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}
        version = self.cleaned_data["version"]
        return self._run(lambda: entry.edit(by=user, version=version, **changes)) if changes else entry

    def on_top(self, entry: ProductBacklogEntry) -> None:
        """Keep what was typed; sent once more, it goes over what stands there now."""
        self.data = self.data.copy()
        self.data["version"] = entry.version

    def _run(self, verb) -> ProductBacklogEntry | None:
        try:
            return verb()
        except ValidationError as error:
            for field, messages in error.update_error_dict({}).items():
                self.add_error(field if field in self.fields else None, messages)
            return None
