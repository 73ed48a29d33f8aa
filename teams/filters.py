"""The one filter of people: from a query string to rows, for page and interface."""

from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from activity.keyset import Order, Page, read_page
from teams.models import User
from teams.models.invitations import ROLES

PAGE_SIZE = 50
LARGEST_PAGE = 200
BY_NAME = Order.by("name", "id")


class PeopleForm(forms.Form):
    """Checks each parameter by itself; holds no rule about people."""

    product_group = forms.UUIDField(required=False)
    team = forms.UUIDField(required=False)
    role = forms.ChoiceField(required=False, choices=ROLES)
    q = forms.CharField(required=False, max_length=100)
    inactive = forms.TypedChoiceField(
        required=False,
        choices=[("true", "true"), ("on", "on"), ("false", "false")],
        coerce=lambda value: value != "false",
        empty_value=False,
    )
    cursor = forms.CharField(required=False, max_length=500)
    page_size = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_PAGE)


class PeopleFilter:
    """What somebody asked to see of the people that they may see.

    Ask `errors` (field → sentences) first. People who may no longer sign in are shown to
    administrators who ask for them with `inactive`, to nobody else. Text finds the beginning
    of any word of a name; for administrators also the beginning of an e-mail address.
    """

    def __init__(self, data: QueryDict, user):
        self.data = data
        self.user = user
        self.form = PeopleForm(data)

    @cached_property
    def errors(self) -> dict[str, list[str]]:
        unknown = {
            name: [_("There is no filter of this name.")]
            for name in self.data
            if name not in PeopleForm.base_fields
        }
        return unknown | {name: list(messages) for name, messages in self.form.errors.items()}

    @property
    def values(self) -> dict:
        """Parameter → checked value; only after `errors` was found empty."""
        if self.errors:
            raise ValidationError(self.errors)
        return self.form.cleaned_data

    @cached_property
    def people(self) -> QuerySet:
        """Everybody asked for, in no order."""
        values = self.values
        few = any(values[name] for name in ("product_group", "team", "role"))
        people = User.objects.visible_to(self.user, few=few)
        people = people.inactive() if values["inactive"] and self.user.is_admin else people.active()
        group = values["product_group"]
        if group:
            people = people.of_groups([group])
        if values["team"]:
            people = people.in_team(values["team"])
        if values["role"]:
            people = people.holding(values["role"], group_ids=self._groups_for_role(group))
        return self._search(people, values["q"]) if values["q"] else people

    def page(self) -> Page:
        rows = self.people.for_list()
        size = self.values["page_size"] or PAGE_SIZE
        return read_page(rows, BY_NAME, cursor=self.values["cursor"], size=size)

    def address(self, **changes) -> str:
        """The query string of this filter without its cursor, with changes (None takes one out)."""
        pairs = {name: self.data.get(name) for name in self.data if name != "cursor"} | changes
        return urlencode([(name, value) for name, value in pairs.items() if value not in (None, "")])

    def _groups_for_role(self, group):
        """A role in a product group that the reader doesn't see must not show by finding its holder."""
        if group:
            return [group] if self.user.access.sees_group(group) else []
        return None if self.user.is_admin else self.user.access.visible_group_ids

    def _search(self, people: QuerySet, text: str) -> QuerySet:
        if "@" in text:
            return people.addressed(text) if self.user.is_admin else people.none()
        return people.named(text)
