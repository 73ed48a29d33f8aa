"""What a list is asked for in its query string: filters, and a page of them.

The list of items has a filter object of its own (`backlog.filters`); every other list is described by a
subclass of `Listing`: a field for each filter, and what it looks up.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from activity.keyset import Order, Page, read_page

PAGE_SIZE = 50
LARGEST_PAGE = 200


class Several(forms.Field):
    """A parameter that may be repeated; empty values count as not given."""

    widget = forms.MultipleHiddenInput

    def __init__(self, field: forms.Field):
        super().__init__(required=False)
        self.field = field

    def clean(self, value) -> list:
        given = [single for single in value or [] if single.strip()]
        return list(dict.fromkeys(self.field.clean(single) for single in given))


class Listing(forms.Form):
    """Checks a query string; unknown parameters and values are errors, never ignored."""

    lookups: dict[str, str] = {}  # filter → what it looks up; `Several` with `__in`

    cursor = forms.CharField(required=False, max_length=500)
    page_size = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_PAGE)

    @classmethod
    def of(cls, data: QueryDict) -> "Listing":
        """Raises `ValidationError` (parameter → sentences)."""
        unknown = {
            name: [_("There is no filter of this name.")] for name in data if name not in cls.base_fields
        }
        fields = cls.base_fields.items()
        listing = cls(
            {
                name: data.getlist(name) if isinstance(field, Several) else data.get(name)
                for name, field in fields
            }
        )
        errors = unknown | {name: list(messages) for name, messages in listing.errors.items()}
        if errors:
            raise ValidationError(errors)
        return listing

    def narrow(self, rows: QuerySet) -> QuerySet:
        """The rows that were asked for."""
        chosen = {lookup: self.cleaned_data[name] for name, lookup in self.lookups.items()}
        return rows.filter(
            **{lookup: value for lookup, value in chosen.items() if value not in (None, "", [])}
        )

    def page(self, rows: QuerySet, order: Order) -> Page:
        return read_page(
            self.narrow(rows),
            order,
            cursor=self.cleaned_data["cursor"],
            size=self.cleaned_data["page_size"] or PAGE_SIZE,
        )
