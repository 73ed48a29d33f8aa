"""The form with which a file of items is brought."""

from django import forms
from django.utils.translation import gettext_lazy as _

from backlog import item_files
from teams.models import Team


class ItemImportForm(forms.Form):
    """A CSV file and the team it is for; `teams` are those the person may import for."""

    file = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_("CSV in UTF-8 with a header: %s.") % ", ".join(item_files.COLUMNS),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    team = forms.ModelChoiceField(
        queryset=Team.objects.none(),
        label=_("Team"),
        empty_label=None,
        help_text=_(
            "A member's rows that name no team are filed for this one. Whatever else names no team of the "
            "product group becomes a proposal that affects it."
        ),
    )
    dry_run = forms.BooleanField(
        label=_("Only check, store nothing"),
        required=False,
        initial=True,
        help_text=_("Shows what would be made, and every error with its line and column."),
    )

    def __init__(self, *args, teams, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > item_files.LARGEST:
            limit = item_files.LARGEST // 1024**2
            raise forms.ValidationError(_("The file is larger than %d MB.") % limit)
        return file
