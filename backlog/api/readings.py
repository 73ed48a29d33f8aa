"""What is only read: decisions, flags, events."""

from django import forms
from rest_framework import serializers

from activity.keyset import Order, Page
from activity.listing import Listing, Several
from activity.models import Event
from backlog.api.representations import HAPPENED, HappenedOut, happened_by_sight
from backlog.models import Decision, Flag, FlagName, Verdict
from backlog.models.sight import events_visible_to
from teams.resources import Resource


class OfItem(serializers.Serializer):
    """Which item it is about."""

    item = serializers.UUIDField()
    item_number = serializers.IntegerField()
    item_title = serializers.CharField()


class DecisionOut(OfItem):
    """A verdict on one item, with its reason and the reply to the originating team."""

    id = serializers.UUIDField()
    product_group = serializers.UUIDField(help_text="Whose managers decided.")
    product_group_name = serializers.CharField()
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    reason = serializers.CharField()
    reply = serializers.CharField()
    owner = serializers.UUIDField(allow_null=True)
    owner_name = serializers.CharField(allow_null=True)
    due = serializers.DateField(allow_null=True)
    wake = serializers.DateField(allow_null=True)
    to_group = serializers.UUIDField(allow_null=True, help_text="Where it was escalated to.")
    to_group_name = serializers.CharField(allow_null=True)
    by = serializers.UUIDField(allow_null=True)
    by_name = serializers.CharField(allow_null=True)
    at = serializers.DateTimeField()


class DecisionListing(Listing):
    product_group = Several(forms.UUIDField())
    item = Several(forms.UUIDField())
    verdict = Several(forms.ChoiceField(choices=Verdict.choices))

    lookups = {"product_group": "product_group__in", "item": "item__in", "verdict": "verdict__in"}


class DecisionResource(Resource):
    """What the managers decided, newest first."""

    model = Decision
    columns = {
        "id": "id",
        "item": "item_id",
        "item_number": "item__number",
        "item_title": "item__title",
        "product_group": "product_group_id",
        "product_group_name": "product_group__name",
        "verdict": "verdict",
        "reason": "reason",
        "reply": "reply",
        "owner": "owner_id",
        "owner_name": "owner__name",
        "due": "due",
        "wake": "wake",
        "to_group": "to_group_id",
        "to_group_name": "to_group__name",
        "by": "by_id",
        "by_name": "by__name",
        "at": "at",
    }
    order = Order.by("-at", "-id")
    listing = DecisionListing
    serializer_class = DecisionOut


class FlagOut(OfItem):
    """A flag raised on an item in one period. It clears when its cause ends, never by hand."""

    id = serializers.UUIDField()
    product_group = serializers.UUIDField()
    product_group_name = serializers.CharField()
    name = serializers.ChoiceField(choices=FlagName.choices)
    period = serializers.DateField(help_text="The first day of the review cycle it was raised in.")
    raised_at = serializers.DateTimeField()
    cleared_at = serializers.DateTimeField(allow_null=True)


class FlagListing(Listing):
    product_group = Several(forms.UUIDField())
    item = Several(forms.UUIDField())
    name = Several(forms.ChoiceField(choices=FlagName.choices))
    current = forms.ChoiceField(
        required=False,
        choices=[("true", "true"), ("false", "false")],
        help_text="Whether its cause still holds.",
    )

    lookups = {"product_group": "item__product_group__in", "item": "item__in", "name": "name__in"}

    def narrow(self, rows):
        rows = super().narrow(rows)
        match self.cleaned_data["current"]:
            case "true":
                return rows.current()
            case "false":
                return rows.cleared()
        return rows


class FlagResource(Resource):
    """Flags that were raised, newest first."""

    model = Flag
    columns = {
        "id": "id",
        "item": "item_id",
        "item_number": "item__number",
        "item_title": "item__title",
        "product_group": "item__product_group_id",
        "product_group_name": "item__product_group__name",
        "name": "name",
        "period": "period",
        "raised_at": "raised_at",
        "cleared_at": "cleared_at",
    }
    order = Order.by("-raised_at", "-id")
    listing = FlagListing
    serializer_class = FlagOut


class EventOut(HappenedOut):
    """One thing that happened to something that one may see."""

    product_group = serializers.UUIDField(allow_null=True)
    subject_type = serializers.CharField(help_text="`item`, `action`, `entry`, `team`, `product_group`.")
    subject = serializers.UUIDField(help_text="Its id.")


class EventListing(Listing):
    product_group = Several(forms.UUIDField())
    item = Several(forms.UUIDField())
    name = Several(forms.CharField(max_length=40))
    actor = Several(forms.UUIDField())

    lookups = {"product_group": "product_group_id__in", "name": "name__in", "actor": "actor__in"}

    def narrow(self, rows):
        items = self.cleaned_data["item"]
        rows = rows.about_any("item", items) if items else rows
        return super().narrow(rows)


class EventResource(Resource):
    """What happened, newest first, to what one may see: not what was said in retrospectives."""

    model = Event
    columns = HAPPENED | {
        "product_group": "product_group_id",
        "subject_type": "subject_type",
        "subject": "subject_id",
    }
    order = Order.by("-id")
    listing = EventListing
    serializer_class = EventOut
    lookup_value_converter = "int"

    def visible(self):
        return events_visible_to(self.request.user)

    def page(self):
        return happened_by_sight(super().page(), self.request.user)

    def get_row(self, found):
        return happened_by_sight(Page([super().get_row(found)], None, None), self.request.user).rows[0]
