"""Saved views: filters under a name, for programs."""

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from activity.keyset import Order
from backlog import subscriptions
from backlog.models import SavedView
from backlog.models.saved_views import LONGEST_QUERY
from teams.bodies import Body, Nothing, Reference, example
from teams.models import ProductGroup, Team
from teams.resources import Resource

MOVES = "Shares it there, and no longer elsewhere; null takes this sharing away."


class ViewOut(serializers.Serializer):
    """A filter of items under a name. Whoever asks with it is answered with what they may see."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    query = serializers.CharField(help_text="A query string of `items`.")
    board = serializers.BooleanField(help_text="Whether it opens as the board.")
    owner = serializers.UUIDField()
    owner_name = serializers.CharField()
    team = serializers.UUIDField(allow_null=True, help_text="The team with which it is shared.")
    team_name = serializers.CharField(allow_null=True)
    product_group = serializers.UUIDField(allow_null=True, help_text="The group with which it is shared.")
    product_group_name = serializers.CharField(allow_null=True)
    created = serializers.DateTimeField()
    version = serializers.IntegerField()


@example(name="Old and ready", query="state=ready&silent_min=30&sort=-silent")
class ViewBody(Body):
    name = serializers.CharField(max_length=80)
    query = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_QUERY)
    board = serializers.BooleanField(required=False)
    team = Reference(Team, required=False, allow_null=True, help_text=MOVES)
    product_group = Reference(ProductGroup, required=False, allow_null=True, help_text=MOVES)

    def validate_query(self, value: str) -> str:
        try:
            return subscriptions.checked_query(value, self.context["request"].user)
        except ValidationError as error:
            raise serializers.ValidationError(error.message_dict["query"]) from error


class ViewResource(Resource):
    """Saved views: one's own, and those that are shared with one."""

    model = SavedView
    columns = {
        "id": "id",
        "name": "name",
        "query": "query",
        "board": "board",
        "owner": "owner_id",
        "owner_name": "owner__name",
        "team": "team_id",
        "team_name": "team__name",
        "product_group": "product_group_id",
        "product_group_name": "product_group__name",
        "created": "created",
        "version": "version",
    }
    order = Order.by("name", "id")
    serializer_class = ViewOut

    @extend_schema(request=ViewBody, responses={201: ViewOut}, summary="Save a filter under a name")
    def create(self, request, **kwargs):
        return self.answer_created(SavedView.save_as(by=request.user, **self.read(ViewBody)).pk)

    @extend_schema(request=ViewBody, responses={200: ViewOut}, summary="Change a view; its name is needed")
    def update(self, request, **kwargs):
        return self._edit(partial=False)

    @extend_schema(request=ViewBody, responses={200: ViewOut}, summary="Change some of a view")
    def partial_update(self, request, **kwargs):
        return self._edit(partial=True)

    def _edit(self, *, partial: bool):
        return self.edit(
            "backlog.edit_view",
            ViewBody,
            lambda found, by, **changes: found.edit(by=by, **changes),
            partial=partial,
        )

    @extend_schema(responses={204: None}, summary="Remove a view; it can be brought back on its page")
    def destroy(self, request, **kwargs):
        self.get_object().remove(by=request.user)
        return Response(status=204)

    @extend_schema(operation_id="views_pin", request=Nothing, responses={200: ViewOut}, summary="Pin a view")
    @action(detail=True, methods=["post"], url_path="pin", url_name="pin")
    def pin(self, request, **kwargs):
        return self._choose(lambda view: view.pin(by=request.user))

    @extend_schema(
        operation_id="views_unpin", request=Nothing, responses={200: ViewOut}, summary="Take the pin away"
    )
    @action(detail=True, methods=["post"], url_path="unpin", url_name="unpin")
    def unpin(self, request, **kwargs):
        return self._choose(lambda view: view.unpin(by=request.user))

    @extend_schema(
        operation_id="views_subscribe",
        request=Nothing,
        responses={200: ViewOut},
        summary="Hear of what newly matches a view",
    )
    @action(detail=True, methods=["post"], url_path="subscribe", url_name="subscribe")
    def subscribe(self, request, **kwargs):
        return self._choose(lambda view: subscriptions.subscribe(view, by=request.user))

    @extend_schema(
        operation_id="views_unsubscribe",
        request=Nothing,
        responses={200: ViewOut},
        summary="Hear no more of it",
    )
    @action(detail=True, methods=["post"], url_path="unsubscribe", url_name="unsubscribe")
    def unsubscribe(self, request, **kwargs):
        return self._choose(lambda view: view.unsubscribe(by=request.user))

    def _choose(self, choose) -> Response:
        """What a person chooses for themselves with a view that they may see."""
        view = self.get_object()
        self.read(Nothing)
        choose(view)
        return self.answer_changed(view.pk)
