"""Inviting one person or many, and accepting."""

import re

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from teams.models import GroupRole, Invitation, Membership, ProductGroup, Team, User
from teams.models.invitations import ADMIN, ROLES

MOST_LINES = 200
LINE = re.compile(r"(?P<name>[^<>]*?)\s*<(?P<named>[^<>\s]+)>|(?P<bare>[^<>\s,;]+@[^<>\s,;]+)")
EVERYWHERE = "installation"


class PlaceForm(forms.Form):
    """Where to, and as what. Offers only what `user` may hand out."""

    place = forms.ChoiceField(label=_("Where"))
    role = forms.ChoiceField(label=_("As"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places(user)
        self.fields["role"].choices = ROLES if user.is_admin else LEADERS_CHOICES
        self.user = user

    def clean(self):
        """`team` and `product_group` in the cleaned data: the place that was chosen, or neither."""
        values = super().clean()
        kind, _colon, pk = values.get("place", "").partition(":")
        role = values.get("role")
        values["team"] = Team.objects.led_by(self.user).get(pk=pk) if kind == "team" else None
        values["product_group"] = (
            ProductGroup.objects.visible_to(self.user).get(pk=pk) if kind == "group" else None
        )
        fitting = {"team": Membership.Role.values, "group": GroupRole.Role.values, EVERYWHERE: [ADMIN]}
        if kind and role and role not in fitting[kind]:
            self.add_error("role", WRONG_ROLE[kind])
        return values

    def invited_to(self) -> dict:
        """Role and place, as `Invitation.invite` takes them."""
        return {name: self.cleaned_data[name] for name in ("role", "team", "product_group")}


LEADERS_CHOICES = [choice for choice in Membership.Role.choices if choice[0] != Membership.Role.LEADER]
WRONG_ROLE = {
    "team": _("A team has members, facilitators and leaders. Choose one of these, or a product group."),
    "group": _("This role is held in a team, or for the whole installation. Choose such a place."),
    EVERYWHERE: _("Only administrators are invited to the whole installation."),
}


def places(user) -> list:
    """Teams, and for an administrator product groups and the installation, as a select offers them."""
    by_group: dict[str, list] = {}
    for team in Team.objects.led_by(user).for_choice():
        by_group.setdefault(team.product_group.name, []).append((f"team:{team.pk}", team.name))
    teams = [(gettext("Teams of %s") % group, members) for group, members in by_group.items()]
    if not user.is_admin:
        return teams
    groups = ProductGroup.objects.visible_to(user).order_by("name")
    return [
        *teams,
        (gettext("Product groups"), [(f"group:{group.pk}", group.name) for group in groups]),
        (gettext("Everywhere"), [(EVERYWHERE, gettext("The whole installation"))]),
    ]


class InviteForm(PlaceForm):
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail address"))
    field_order = ("email", "name", "place", "role")


class InviteManyForm(PlaceForm):
    people = forms.CharField(
        label=_("People"),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("One a line: Karin Berg &lt;karin@example.org&gt;, or the address alone."),
    )
    field_order = ("people", "place", "role")

    def clean_people(self) -> list[tuple[str, str]]:
        """Pairs of name and address. Raises one error a line."""
        lines = [
            (number, line.strip()) for number, line in enumerate(self.cleaned_data["people"].splitlines(), 1)
        ]
        lines = [(number, line) for number, line in lines if line]
        if len(lines) > MOST_LINES:
            raise ValidationError(
                gettext("These are %(count)s people; invite at most %(most)s at once.")
                % {"count": len(lines), "most": MOST_LINES}
            )
        people, errors, seen = [], [], {}
        for number, line in lines:
            try:
                name, email = read_line(line)
            except ValidationError as error:
                errors.append(at_line(number, error.messages[0]))
                continue
            if email in seen:
                errors.append(
                    at_line(number, gettext("%s stands in line %s already.") % (email, seen[email]))
                )
            seen.setdefault(email, number)
            people.append((name, email))
        if errors:
            raise ValidationError(errors)
        self.line_numbers = list(seen.values())
        return people


def read_line(line: str) -> tuple[str, str]:
    """Name and address of one line. Raises `ValidationError`."""
    found = LINE.fullmatch(line)
    email = (found["named"] or found["bare"]).lower() if found else line
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError(gettext("“%s” is not a name and an e-mail address.") % line) from error
    name = " ".join((found["name"] or "").strip("\"' ").split())
    if len(name) > Invitation._meta.get_field("name").max_length:
        raise ValidationError(gettext("This name is too long."))
    return name, email


def at_line(number: int, sentence: str) -> str:
    return gettext("Line %(n)s: %(sentence)s") % {"n": number, "sentence": sentence}


class AcceptForm(forms.Form):
    """Name and password of a new person."""

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters; a few words that nobody else would put together are good."),
    )

    def __init__(self, *args, email: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self):
        values = super().clean()
        if values.get("password"):
            try:
                validate_password(values["password"], User(email=self.email, name=values.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return values
