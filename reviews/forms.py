"""Forms of review meetings: plan, prepare, decide, promise, end."""

import re
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backlog.forms.deciding import DecideForm
from backlog.forms.verb import date_field, text_field
from backlog.models import Item
from reviews.models import Review
from teams.models import User

NUMBER = re.compile(r"\s*#?(\d{1,9})\b")


class RefusableForm(forms.Form):
    """A form whose verb may refuse a value; the sentence then stands at the field."""

    use_required_attribute = False

    def attempt(self, verb, **values) -> bool:
        """Call the verb; False where it refused a value."""
        try:
            self.result = verb(**values)
        except ValidationError as error:
            for field, messages in error.update_error_dict({}).items():
                self.add_error(self.places.get(field, field if field in self.fields else None), messages)
            return False
        return True

    places: dict[str, str] = {}


class ReviewForm(RefusableForm):
    """When (by the group's clock), where, and who leads through it."""

    day = date_field(_("Day"), required=True)
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    place = forms.CharField(
        label=_("Where"), required=False, max_length=300, help_text=_("A room, or the link to a call.")
    )
    facilitator = forms.ModelChoiceField(
        label=_("Who leads through it"), queryset=None, required=False, empty_label=_("Whoever starts it")
    )
    places = {"planned_at": "day"}

    def __init__(self, group, data=None, **options):
        super().__init__(data, **options)
        self.group = group
        self.fields["facilitator"].queryset = User.objects.of_group(group)

    @classmethod
    def of(cls, review: Review, data=None) -> "ReviewForm":
        when = review.planned_at.astimezone(review.product_group.zone)
        initial = {
            "day": when.date(),
            "time": when.time(),
            "place": review.place,
            "facilitator": review.facilitator_id,
        }
        return cls(review.product_group, data, initial=initial)

    def values(self) -> dict:
        """What `plan` and `move` take."""
        given = self.cleaned_data
        when = datetime.combine(given["day"], given["time"], tzinfo=self.group.zone)
        return {"planned_at": when, "place": given["place"], "facilitator": given["facilitator"]}


class CancelForm(RefusableForm):
    reason = text_field(_("Reason"))


class AddLineForm(RefusableForm):
    """An item to be put on the agenda, named by its number."""

    item = forms.CharField(
        label=_("Item"),
        max_length=250,
        help_text=_("Its number, or a word of its title to choose from."),
        widget=forms.TextInput(attrs={"list": "agenda-suggestions", "autocomplete": "off"}),
    )

    def __init__(self, group, user, data=None):
        super().__init__(data, auto_id="id_add_%s")
        self.group, self.user = group, user

    def clean_item(self) -> Item:
        number = NUMBER.match(self.cleaned_data["item"])
        mine = Item.objects.visible_to(self.user).filter(product_group=self.group)
        item = mine.with_number(int(number[1])).first() if number else None
        if item is None:
            raise ValidationError(_("No item of this group has that number."))
        return item


class MeetingDecideForm(DecideForm):
    """A verdict that is passed in a meeting."""

    def __init__(self, review: Review, item: Item, user, data=None):
        self.review = review
        super().__init__(item, user, data)

    def perform(self):
        return self.review.decide(self.item, **self.cleaned_data, by=self.user)


class PromiseForm(RefusableForm):
    """An action that somebody promises in the meeting."""

    text = forms.CharField(label=_("What"), max_length=300)
    owner = forms.ModelChoiceField(label=_("Who"), queryset=None, empty_label=_("Choose a person"))
    due = date_field(_("By when"), required=True)

    def __init__(self, group, data=None):
        super().__init__(data, auto_id="id_promise_%s")
        self.fields["owner"].queryset = User.objects.of_group(group)
        self.fields["due"].widget.attrs["min"] = group.today().isoformat()


class AttendForm(forms.Form):
    """Who is there: those on the list, and one more of the group."""

    present = forms.ModelMultipleChoiceField(queryset=None, required=False)
    also = forms.ModelChoiceField(
        label=_("Also here"), queryset=None, required=False, empty_label=_("Choose a person")
    )

    def __init__(self, group, data=None):
        super().__init__(data, auto_id="id_attend_%s")
        people = User.objects.of_group(group)
        self.fields["present"].queryset = self.fields["also"].queryset = people


class EndForm(forms.Form):
    remarks = text_field(
        _("Remarks for the minutes"), hint=_("What was said besides the items."), required=False, rows=5
    )
