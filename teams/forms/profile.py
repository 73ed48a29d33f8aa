"""A person's own choices, and tokens for programs."""

from datetime import datetime, time, timedelta

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teams.models import ApiToken, User


class ProfileForm(forms.ModelForm):
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        help_text=_("Of the pages and of your mail."),
    )

    class Meta:
        model = User
        fields = ("name", "language", "theme", "mail")
        help_texts = {"mail": _("About what concerns you. Everything is in your inbox in any case.")}
        widgets = {"theme": forms.RadioSelect, "mail": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("As the browser asks for")), *settings.LANGUAGES]
        self.fields["theme"].choices = User.Theme.choices


class TokenForm(forms.ModelForm):
    """A name that says which program it is for; a day after which it is worthless."""

    expires = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The token works through this day. Left empty, it works until it is revoked."),
    )

    class Meta:
        model = ApiToken
        fields = ("name", "scope")
        help_texts = {"name": _("The program that gets the token: you will know later which one to revoke.")}
        widgets = {"scope": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scope"].initial = ApiToken.Scope.READ

    def clean_expires(self):
        day = self.cleaned_data["expires"]
        if day is None:
            return None
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed."))
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
