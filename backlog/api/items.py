"""Items: read, filed, proposed, edited; their history."""

from dataclasses import asdict

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from activity.keyset import Order, Page
from activity.listing import Listing
from activity.models import Event
from backlog.api.bodies import EditBody, FileBody, PerspectiveBody
from backlog.api.files import Files
from backlog.api.representations import (
    BEHIND,
    HAPPENED,
    ITEM,
    Calendar,
    HappenedOut,
    ItemOut,
    happened_by_sight,
    item,
)
from backlog.api.talking import Talking
from backlog.api.verbs import Verbs
from backlog.filters import FilterForm, ItemFilter
from backlog.likeness import alike
from backlog.models import Item, Perspective, State
from backlog.models.editing import EDITABLE
from backlog.models.perspectives import ANSWERS
from teams import permissions
from teams.resources import Resource

MOST_ALIKE = 10
ANSWER = {"question": "question", "answer": "text"}
CONSENT = {
    "team": "team_id",
    "team_name": "team__name",
    "agree": "agree",
    "reason": "reason",
    "by": "by_id",
    "by_name": "by__name",
    "at": "at",
}
PERSPECTIVE = {
    "id": "id",
    "by": "by_id",
    "by_name": "by__name",
    **{name: name for name in ANSWERS},
    "at": "at",
    "changed_at": "changed_at",
}


class PerspectiveOut(PerspectiveBody):
    """One person's answers to the five questions about an item."""

    id = serializers.UUIDField()
    by = serializers.UUIDField()
    by_name = serializers.CharField()
    at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField(allow_null=True)


class AnswerOut(serializers.Serializer):
    question = serializers.CharField(help_text="In the words in which it was asked.")
    answer = serializers.CharField()


class ConsentOut(serializers.Serializer):
    """One team's answer to a proposal; what was taken back stands in the history."""

    team = serializers.UUIDField()
    team_name = serializers.CharField()
    agree = serializers.BooleanField()
    reason = serializers.CharField(help_text="Why the team refuses, or what it adds.")
    by = serializers.UUIDField()
    by_name = serializers.CharField()
    at = serializers.DateTimeField()


class AlikeOut(serializers.Serializer):
    """An item that may be the same matter, and why."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=State.choices)
    url = serializers.CharField()
    reason = serializers.CharField(help_text="Why they are alike, in the language of the person.")


class ItemResource(Verbs, Talking, Files, Resource):
    """Improvement items and everything that is done with one."""

    model = Item
    columns = ITEM
    order = Order.by("-created", "-id")
    serializer_class = ItemOut

    def rows(self, found):
        return found.with_outcome().values(*ITEM.values(), *BEHIND)

    def represent(self, row: dict) -> dict:
        return item(row, self._calendar, f"{self._pages}{row['id']}/", self.request.user)

    @cached_property
    def _calendar(self) -> Calendar:
        return Calendar()

    @cached_property
    def _pages(self) -> str:
        return self.request.build_absolute_uri("/items/")

    def page(self) -> Page:
        asked = ItemFilter(self.request.query_params, self.request.user)
        return asked.page(self.rows(asked.items))

    def listing_form(self) -> type:
        return FilterForm if self.action == "list" else super().listing_form()

    @extend_schema(request=FileBody, responses={201: ItemOut}, summary="File an item for one's own team")
    def create(self, request, **kwargs):
        permissions.require_somewhere(request.user, "backlog.file_item")
        team = self.named(FileBody, "team")
        if team is not None:
            permissions.require(request.user, "backlog.file_item", team)
        return self.answer_created(Item.file(by=request.user, **self.read(FileBody)).pk)

    @extend_schema(
        operation_id="items_propose",
        request=FileBody,
        responses={201: ItemOut},
        summary="Propose an item from outside the teams",
    )
    @action(detail=False, methods=["post"], url_path="propose", url_name="propose")
    def propose_item(self, request, **kwargs):
        permissions.require_somewhere(request.user, "backlog.propose_item")
        team = self.named(FileBody, "team")
        if team is not None:
            permissions.require(request.user, "backlog.propose_item", team.product_group)
        return self.answer_created(Item.propose(by=request.user, **self.read(FileBody)).pk)

    @extend_schema(
        request=EditBody,
        responses={200: ItemOut},
        summary="Change what an item says; kind and title are needed",
    )
    def update(self, request, **kwargs):
        return self._edit(partial=False)

    @extend_schema(request=EditBody, responses={200: ItemOut}, summary="Change some of what an item says")
    def partial_update(self, request, **kwargs):
        return self._edit(partial=True)

    def _edit(self, *, partial: bool):
        found = self.get_object()
        row = self.get_row(self.visible())
        self._require_editor(found, row)
        self.require_match(row)
        found.require_open_for_edit()
        changes = self.check(self.differing(row, EditBody), EditBody, partial=partial)
        found.edit(by=self.request.user, version=row["version"], **changes)
        return self.answer_changed(found.pk)

    def _require_editor(self, found: Item, row: dict) -> None:
        """Who may change none of what was named, or not all that differs, is refused."""
        writable = EDITABLE | {"answers"}
        may = {name for name in writable if found.may_edit(self.request.user, name)}
        named = self.sent().keys() & writable
        if not may or (named and not named & may) or self.changing(row) & writable - may:
            raise PermissionDenied(_("Your roles don't allow this change."))

    @extend_schema(responses={200: HappenedOut(many=True)}, summary="What happened to an item, newest first")
    @action(detail=True, url_path="history", url_name="history")
    def history(self, request, **kwargs):
        rows = Event.objects.about("item", self.get_object().pk).values(*HAPPENED.values())

        def read() -> Page:
            page = Listing.of(request.query_params).page(rows, Order.by("-id"))
            return happened_by_sight(page, request.user)

        return self.answer_page(read, lambda row: {name: row[column] for name, column in HAPPENED.items()})

    @extend_schema(
        operation_id="items_answers",
        responses={200: AnswerOut(many=True)},
        summary="What was answered to the questions of the product group, as they were asked",
    )
    @action(detail=True, url_path="answers", url_name="answers")
    def answers(self, request, **kwargs):
        return self.answer_related(self.get_object().answers.all(), ANSWER, Order.by("id"))

    @extend_schema(
        operation_id="items_consents",
        responses={200: ConsentOut(many=True)},
        summary="What the teams answered to a proposal, each once",
    )
    @action(detail=True, url_path="consents", url_name="consents")
    def consents(self, request, **kwargs):
        return self.answer_related(self.get_object().consents.all(), CONSENT, Order.by("team_id"))

    @extend_schema(
        operation_id="items_alike",
        responses={200: AlikeOut(many=True)},
        summary="Items of the group that may be the same matter, most alike first, at most ten",
    )
    @action(detail=True, url_path="alike", url_name="alike")
    def alike(self, request, **kwargs):
        item = self.get_object()
        found = alike(
            item.title,
            item.description,
            product_group=item.product_group,
            user=request.user,
            besides=item.pk,
            most=MOST_ALIKE,
        )
        rows = [asdict(one) | {"url": request.build_absolute_uri(one.url)} for one in found]

        def read() -> Page:
            # what nobody knows is told; these few are one page, so there is no cursor that could be known
            if Listing.of(request.query_params).cleaned_data["cursor"]:
                raise ValidationError({"cursor": [_("This cursor was not given out here.")]})
            return Page(rows, None, None)

        return self.answer_page(read, dict)

    @extend_schema(
        operation_id="items_perspectives",
        responses={200: PerspectiveOut(many=True)},
        summary="What people think it does to the whole, oldest first",
        description="Until the item is assessed, only one's own answer; all once one has answered.",
    )
    @action(detail=True, url_path="perspectives", url_name="perspectives")
    def perspectives(self, request, **kwargs):
        rows = Perspective.objects.open_to(self.get_object(), request.user)
        return self.answer_related(rows, PERSPECTIVE, Order.by("at", "id"))
