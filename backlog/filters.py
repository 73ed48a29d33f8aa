"""The one filter of items: from a query string to rows, for page, fragment, export and API."""

from dataclasses import replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.keyset import Key, Order, Page, read_cursor, read_page
from activity.listing import LARGEST_PAGE, PAGE_SIZE, Several
from backlog.asking import LONGEST, MOST_DAYS, Question, understand
from backlog.finding import in_time, matching, newest_hits
from backlog.models import FlagName, Item, Kind, State
from backlog.models.item import DUE_OR_LAST, POSITION_OR_LAST
from backlog.narrowing import narrow, span

ID = Key("id")

SORTS = {
    "-created": Order("-created", (Key("created"), ID), descending=True),
    "created": Order("created", (Key("created"), ID)),
    "-silent": Order("-silent", (Key("silent_since"), ID)),
    "position": Order("position", (Key("position", POSITION_OR_LAST, "~"), ID)),
    "number": Order("number", (Key("number"), ID)),
    "due": Order("due", (Key("due", DUE_OR_LAST, date.max), ID)),
}
DEFAULT_SORT = "-created"


class FilterForm(forms.Form):
    """Checks each parameter by itself; holds no rule about items."""

    product_group = Several(forms.UUIDField())
    team = Several(forms.UUIDField())
    kind = Several(forms.ChoiceField(choices=Kind.choices))
    state = Several(forms.ChoiceField(choices=State.choices))
    flag = Several(forms.ChoiceField(choices=FlagName.choices))
    owner = Several(forms.UUIDField())
    raised_by = Several(forms.UUIDField())
    q = forms.CharField(required=False, max_length=LONGEST)
    age_min = forms.IntegerField(required=False, min_value=0, max_value=MOST_DAYS)
    age_max = forms.IntegerField(required=False, min_value=0, max_value=MOST_DAYS)
    silent_min = forms.IntegerField(required=False, min_value=0, max_value=MOST_DAYS)
    sort = forms.ChoiceField(required=False, choices=[(name, name) for name in SORTS])
    cursor = forms.CharField(required=False, max_length=500)
    page_size = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_PAGE)


PARAMETERS = tuple(FilterForm.base_fields)
NARROWING = ("team", "owner", "raised_by", "kind", "state", "flag", "age_min", "age_max", "silent_min")


class ItemFilter:
    """What somebody asked to see of the items that they may see.

    `data` is a `QueryDict`. Ask `errors` (field → sentences) first: an unknown parameter or
    value is an error, never ignored. An id that is nobody's gives no rows.
    """

    def __init__(self, data: QueryDict, user, *, now=None):
        self.data = data
        self.user = user
        self.now = now or timezone.now()
        self.form = FilterForm({name: self._given(name) for name in PARAMETERS})

    def _given(self, name: str):
        several = isinstance(FilterForm.base_fields[name], Several)
        return self.data.getlist(name) if several else self.data.get(name)

    @cached_property
    def errors(self) -> dict[str, list[str]]:
        unknown = {
            name: [_("There is no filter of this name.")] for name in self.data if name not in PARAMETERS
        }
        errors = unknown | {name: list(messages) for name, messages in self.form.errors.items()}
        return errors or self._cursor_errors()

    def _cursor_errors(self) -> dict[str, list[str]]:
        values = self.form.cleaned_data
        try:
            if values["cursor"]:
                read_cursor(values["cursor"], SORTS[values["sort"] or DEFAULT_SORT])
        except ValidationError as error:
            return error.message_dict
        return {}

    @property
    def values(self) -> dict:
        """Parameter → checked value; only after `errors` was found empty."""
        if self.errors:
            raise ValidationError(self.errors)
        return self.form.cleaned_data

    @property
    def order(self) -> Order:
        return SORTS[self.values["sort"] or DEFAULT_SORT]

    @property
    def page_size(self) -> int:
        return self.values["page_size"] or PAGE_SIZE

    @cached_property
    def items(self) -> QuerySet:
        """Every item asked for, not in any order. Raises `ValidationError` when there are `errors`."""
        values = self.values
        rows = self._visible(values["product_group"])
        rows = narrow(rows, {name: values[name] for name in NARROWING}, self.now)
        return matching(rows, self.user, self.asked) if values["q"] else rows

    @cached_property
    def asked(self) -> Question:
        """What `q` asks for."""
        return understand(self.values["q"], self.user)

    def _visible(self, groups: list) -> QuerySet:
        return Item.objects.visible_in(self.user, groups) if groups else Item.objects.visible_to(self.user)

    def ordered(self) -> QuerySet:
        """Every item asked for, in the order asked for: for exports."""
        return self.order.sort(self.items)

    def page(self, rows: QuerySet | None = None) -> Page:
        """The page asked for, of `rows` (by default the list's) made from `items`."""
        rows = self.items.for_list() if rows is None else rows
        return read_page(rows, self.order, cursor=self.values["cursor"], size=self.page_size)

    def newest(self, most: int) -> list:
        """The ids of the newest `most` that were asked for, the newest first.

        Words are looked for together with everything else that is asked for: of a common word that
        meets a rare state, most of the table would be passed over otherwise.
        """
        values = self.values
        if values["q"] and self.asked.words and not (self.asked.numbers or self.asked.unknown):
            whole = _whole(self.asked, values)
            hits = in_time(lambda: newest_hits(self.user, whole, most)) if whole else []
            rows = narrow(Item.objects.among(hits), {"flag": values["flag"]})
        else:
            rows = self.items
            _first, last, _is_exact = span(values, self.now)
            rows = rows.filter(created__lt=last) if last else rows  # what is silent was raised before
        return list(rows.order_by("-created", "-id").values_list("pk", flat=True)[:most])

    def address(self, **changes) -> str:
        """The query string of this filter without its cursor, with changes (None takes one out)."""
        pairs = {name: self.data.getlist(name) for name in self.data if name != "cursor"} | {
            name: value if isinstance(value, list) else [value] for name, value in changes.items()
        }
        return urlencode(
            [(name, one) for name, many in pairs.items() for one in many if one not in (None, "")]
        )


def _whole(asked: Question, values: dict) -> Question | None:
    """What was typed and the parameters as one question; None where nothing can meet both.

    Of two sets of flags that of the typed ones: an item may have one of each.
    """
    filters = dict(asked.filters)
    for name in ("product_group", *NARROWING):
        typed, value = filters.get(name), values[name]
        if value in (None, []) or (typed and name == "flag"):
            continue
        if typed is None:
            filters[name] = value
        elif isinstance(typed, list):
            filters[name] = [one for one in typed if one in value]
        else:
            filters[name] = min(typed, value) if name == "age_max" else max(typed, value)
    return replace(asked, filters=filters) if all(each != [] for each in filters.values()) else None


def canonical(query: str) -> str:
    """The same query string in one order, so that two that ask the same are equal."""
    return "&".join(sorted(query.split("&")))
