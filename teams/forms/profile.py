"""A person's own choices, and tokens for programs."""

from datetime import datetime, time, timedelta

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teams.models import ApiToken, User

AUTO = "auto"  # on the page; stored as ""


def chosen(value: str) -> str:
    return "" if value == AUTO else value


class ProfileForm(forms.ModelForm):
    language = forms.TypedChoiceField(
        label=_("Language"), coerce=chosen, help_text=_("Of the pages and of your mail.")
    )
    theme = forms.TypedChoiceField(label=_("Theme"), coerce=chosen, widget=forms.RadioSelect)

    class Meta:
        model = User
        fields = ("name", "language", "theme", "mail", "shortcuts")
        help_texts = {"mail": _("About what concerns you. Everything is in your inbox in any case.")}
        widgets = {"mail": forms.RadioSelect}

    def __init__(self, *args, instance: User, **kwargs):
        unset = {name: AUTO for name in ("language", "theme") if not getattr(instance, name)}
        super().__init__(*args, instance=instance, initial=unset, **kwargs)
        self.fields["language"].choices = [(AUTO, _("As the browser asks for")), *settings.LANGUAGES]
        themes = [(value or AUTO, word) for value, word in User.Theme.choices]
        self.fields["theme"].choices = themes


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
