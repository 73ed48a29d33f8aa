"""The built-in Product Backlog: features and offered items in one order."""

from django import forms
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from activity.keyset import Order
from activity.listing import Listing, Several
from backlog.api.bodies import OrderBody, TeamBody
from backlog.models import ProductBacklogEntry, State
from teams import permissions
from teams.bodies import Body, Nothing, Reference, example
from teams.models import ProductGroup
from teams.resources import Resource


class EntryOut(serializers.Serializer):
    """One place in the order: a feature, or an item that was offered to the teams."""

    id = serializers.UUIDField()
    product_group = serializers.UUIDField()
    product_group_name = serializers.CharField()
    item = serializers.UUIDField(allow_null=True, help_text="Null for a feature.")
    item_number = serializers.IntegerField(allow_null=True)
    title = serializers.CharField(help_text="Of an item, the item's.")
    description = serializers.CharField(help_text="Of a feature; an item's stands with the item.")
    state = serializers.ChoiceField(
        choices=sorted({*ProductBacklogEntry.State.values, *State.values}),
        help_text="Of a feature: open, taken, done. Of an item: the item's.",
    )
    team = serializers.UUIDField(allow_null=True, help_text="The team that took it.")
    team_name = serializers.CharField(allow_null=True)
    position = serializers.CharField(help_text="Its place: compare as text, byte by byte.")
    created = serializers.DateTimeField()
    done_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


@example(title="Pay by invoice", description="For companies.")
class FeatureTexts(Body):
    title = serializers.CharField(max_length=200)
    description = serializers.CharField(required=False, allow_blank=True, max_length=20_000)


@example(product_group="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e11", title="Pay by invoice")
class FeatureBody(FeatureTexts):
    product_group = Reference(ProductGroup)


class EntryListing(Listing):
    product_group = Several(forms.UUIDField())
    item = Several(forms.UUIDField())

    lookups = {"product_group": "product_group__in", "item": "item__in"}


OF_ITEM = {
    "title": "item__title",
    "state": "item__state",
    "team": "item__taken_by_id",
    "team_name": "item__taken_by__name",
}


class EntryResource(Resource):
    """Features and offered improvement items, group by group, each in its order."""

    model = ProductBacklogEntry
    columns = {
        "id": "id",
        "product_group": "product_group_id",
        "product_group_name": "product_group__name",
        "item": "item_id",
        "item_number": "item__number",
        "title": "title",
        "description": "description",
        "state": "state",
        "team": "team_id",
        "team_name": "team__name",
        "position": "position",
        "created": "created",
        "done_at": "done_at",
        "version": "version",
    }
    order = Order.by("product_group_id", "position", "id")
    listing = EntryListing
    serializer_class = EntryOut

    def rows(self, found):
        return found.values(*self.columns.values(), *OF_ITEM.values())

    def represent(self, row: dict) -> dict:
        shown = super().represent(row)
        if row["item_id"]:
            shown |= {name: row[column] for name, column in OF_ITEM.items()}
        return shown

    @extend_schema(request=FeatureBody, responses={201: EntryOut}, summary="Write a feature entry")
    def create(self, request, **kwargs):
        permissions.require_somewhere(request.user, "backlog.edit_entry")
        group = self.named(FeatureBody, "product_group")
        if group is not None:
            permissions.require(request.user, "backlog.edit_entry", group)
        entry = ProductBacklogEntry.add_feature(by=request.user, **self.read(FeatureBody))
        return self.answer_created(entry.pk)

    @extend_schema(request=FeatureTexts, responses={200: EntryOut}, summary="Change a feature")
    def update(self, request, **kwargs):
        return self._edit(partial=False)

    @extend_schema(request=FeatureTexts, responses={200: EntryOut}, summary="Change some of a feature")
    def partial_update(self, request, **kwargs):
        return self._edit(partial=True)

    def _edit(self, *, partial: bool):
        return self.edit(
            "backlog.edit_entry",
            FeatureTexts,
            lambda found, by, **changes: found.edit(by=by, **changes),
            partial=partial,
            require=ProductBacklogEntry.require_feature,
        )

    @extend_schema(
        operation_id="product_backlog_order",
        request=OrderBody,
        responses={200: EntryOut},
        summary="Move an entry",
    )
    @action(detail=True, methods=["post"], url_path="order", url_name="order")
    def order_entry(self, request, **kwargs):
        return self.act(
            "backlog.order_product_backlog", OrderBody, lambda found, by, **said: found.order(by=by, **said)
        )

    @extend_schema(
        operation_id="product_backlog_take",
        request=TeamBody,
        responses={200: EntryOut},
        summary="A team pulls a feature",
    )
    @action(detail=True, methods=["post"], url_path="take", url_name="take")
    def take_entry(self, request, **kwargs):
        return self.act(
            "backlog.take_entry",
            TeamBody,
            lambda found, by, team: found.take(team, by=by),
            require=lambda found: found.require_feature(found.State.OPEN),
        )

    @extend_schema(
        operation_id="product_backlog_complete",
        request=Nothing,
        responses={200: EntryOut},
        summary="The team says that a feature is done",
    )
    @action(detail=True, methods=["post"], url_path="complete", url_name="complete")
    def complete_entry(self, request, **kwargs):
        return self.act(
            "backlog.take_entry",
            Nothing,
            lambda found, by: found.complete(by=by),
            require=lambda found: found.require_feature(found.State.TAKEN),
        )
