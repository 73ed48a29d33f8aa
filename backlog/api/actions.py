"""Actions: dated promises, each owned by one person."""

from django import forms
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from activity.keyset import Order
from activity.listing import Listing, Several
from backlog.models import Action, Item
from teams import permissions
from teams.bodies import Body, Nothing, Reference, example
from teams.models import ProductGroup, User
from teams.resources import Resource


class ActionOut(serializers.Serializer):
    """A dated promise. `first_due` never changes: a promise is kept when done by its first date."""

    id = serializers.UUIDField()
    product_group = serializers.UUIDField()
    product_group_name = serializers.CharField()
    item = serializers.UUIDField(allow_null=True)
    item_number = serializers.IntegerField(allow_null=True)
    item_title = serializers.CharField(allow_null=True)
    text = serializers.CharField()
    owner = serializers.UUIDField()
    owner_name = serializers.CharField()
    due = serializers.DateField()
    first_due = serializers.DateField()
    done_at = serializers.DateTimeField(allow_null=True)
    created = serializers.DateTimeField()
    by = serializers.UUIDField()
    by_name = serializers.CharField()
    version = serializers.IntegerField()


@example(
    product_group="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e11",
    item="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e77",
    text="Buy two build machines",
    owner="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e42",
    due="2027-06-01",
)
class ActionBody(Body):
    product_group = Reference(ProductGroup)
    item = Reference(Item, required=False, allow_null=True)
    text = serializers.CharField(max_length=300)
    owner = Reference(User)
    due = serializers.DateField()


@example(text="Buy two build machines", owner="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e42", due="2027-06-15")
class ActionEditBody(Body):
    text = serializers.CharField(max_length=300)
    owner = Reference(User)
    due = serializers.DateField()


class ActionListing(Listing):
    product_group = Several(forms.UUIDField())
    item = Several(forms.UUIDField())
    owner = Several(forms.UUIDField())
    open = forms.ChoiceField(
        required=False,
        choices=[("true", "true"), ("false", "false")],
        help_text="Whether it is still to be done.",
    )

    lookups = {"product_group": "product_group__in", "item": "item__in", "owner": "owner__in"}

    def narrow(self, rows):
        rows = super().narrow(rows)
        match self.cleaned_data["open"]:
            case "true":
                return rows.open()
            case "false":
                return rows.done()
        return rows


class ActionResource(Resource):
    """What somebody promised to do by a date, for an item or for the group."""

    model = Action
    columns = {
        "id": "id",
        "product_group": "product_group_id",
        "product_group_name": "product_group__name",
        "item": "item_id",
        "item_number": "item__number",
        "item_title": "item__title",
        "text": "text",
        "owner": "owner_id",
        "owner_name": "owner__name",
        "due": "due",
        "first_due": "first_due",
        "done_at": "done_at",
        "created": "created",
        "by": "by_id",
        "by_name": "by__name",
        "version": "version",
    }
    order = Order.by("due", "id")
    listing = ActionListing
    serializer_class = ActionOut

    @extend_schema(request=ActionBody, responses={201: ActionOut}, summary="Promise something")
    def create(self, request, **kwargs):
        permissions.require_somewhere(request.user, "backlog.add_action")
        group = self.named(ActionBody, "product_group")
        if group is not None:
            permissions.require(request.user, "backlog.add_action", group)
        return self.answer_created(Action.add(by=request.user, **self.read(ActionBody)).pk)

    @extend_schema(request=ActionEditBody, responses={200: ActionOut}, summary="Change a promise")
    def update(self, request, **kwargs):
        return self._edit(partial=False)

    @extend_schema(request=ActionEditBody, responses={200: ActionOut}, summary="Change some of a promise")
    def partial_update(self, request, **kwargs):
        return self._edit(partial=True)

    def _edit(self, *, partial: bool):
        return self.edit(
            "backlog.edit_action",
            ActionEditBody,
            lambda found, by, **changes: found.edit(by=by, **changes),
            partial=partial,
            require=Action.require_open,
        )

    @extend_schema(
        operation_id="actions_complete",
        request=Nothing,
        responses={200: ActionOut},
        summary="Say that it is done",
    )
    @action(detail=True, methods=["post"], url_path="complete", url_name="complete")
    def complete_action(self, request, **kwargs):
        return self.act(
            "backlog.complete_action",
            Nothing,
            lambda found, by: found.complete(by=by),
            require=Action.require_open,
        )

    @extend_schema(
        operation_id="actions_resume",
        request=Nothing,
        responses={200: ActionOut},
        summary="Take back that it is done",
    )
    @action(detail=True, methods=["post"], url_path="resume", url_name="resume")
    def resume_action(self, request, **kwargs):
        return self.act("backlog.complete_action", Nothing, lambda found, by: found.undo_complete(by=by))
