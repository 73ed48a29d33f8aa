"""A person as an administrator corrects them."""

from django import forms

from teams.models import User


class PersonForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name", "email")
