"""Brought notes for programs: a text becomes a draft, is corrected, and stored all at once."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from activity.keyset import Order
from activity.listing import Listing
from backlog.models import Item
from backlog.models import Kind as ItemKind
from retrospectives.api.board import RetrospectiveOut
from retrospectives.api.bodies import LONGEST_PASTE
from retrospectives.api.paste import ReadOut, told
from retrospectives.api.retrospectives import RetrospectiveResource
from retrospectives.models import Choice, Kind, PastedNotes, Retrospective
from retrospectives.reading import Unreadable
from retrospectives.reading.correcting import FIELDS
from retrospectives.refusals import sentence_for
from teams.bodies import Body, Nothing, Reference, example
from teams.models import ProductGroup, Team
from teams.resources import Resource

STEPS = ("undo", "redo", "leave_part", "bring_part")


class DraftOut(serializers.Serializer):
    """A text that this person brought. `stored_at` is null while it is a draft."""

    id = serializers.UUIDField()
    retrospective = serializers.UUIDField(allow_null=True, help_text="The board it was brought for.")
    kind = serializers.ChoiceField(choices=Kind.choices)
    team = serializers.UUIDField(allow_null=True)
    product_group = serializers.UUIDField(allow_null=True, help_text="Where it is no team's.")
    state = serializers.ChoiceField(choices=PastedNotes.State.choices)
    refusal = serializers.CharField(allow_blank=True, help_text="Why it could not be read, as a word.")
    created = serializers.DateTimeField()
    stored_at = serializers.DateTimeField(allow_null=True)


class PartOut(ReadOut):
    """One retrospective of the text, as it will be stored."""

    part = serializers.IntegerField()
    retrospective = serializers.UUIDField(allow_null=True, help_text="The one it goes on with, or became.")
    known = serializers.IntegerField(help_text="How many rows are on the board already and left out.")
    stays_out = serializers.BooleanField(help_text="Whether the whole retrospective is left out.")


@example(text="# Good\n- Pairing\n# Bad\n- Slow builds\n", team="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e11")
class BringNotesBody(Body):
    """For the board `retrospective`, or for a `team`, or for a `product_group` with a `kind`."""

    text = serializers.CharField(max_length=LONGEST_PASTE, trim_whitespace=False)
    retrospective = Reference(Retrospective, required=False, allow_null=True)
    kind = serializers.ChoiceField(choices=Kind.choices, required=False, default=Kind.TEAM)
    team = Reference(Team, required=False, allow_null=True)
    product_group = Reference(ProductGroup, required=False, allow_null=True)


@example(part=1, do="undo")
class CorrectNotesBody(Body):
    """A correction, `do`, with the fields that it needs; the last one back is "undo", again "redo"."""

    part = serializers.IntegerField(default=1, min_value=1, max_value=100_000)
    do = serializers.ChoiceField(choices=sorted({*FIELDS, *STEPS}))

    def get_fields(self):
        names = sorted({name for fields in FIELDS.values() for name in fields})
        texts = {name: serializers.CharField(required=False, allow_blank=True) for name in names}
        return super().get_fields() | texts


class ItemChoice(Body):
    """What becomes of a row that is to become an item, where it is not what is suggested."""

    part = serializers.IntegerField(default=1)
    note = serializers.CharField()
    kind = serializers.ChoiceField(choices=ItemKind.choices, required=False)
    title = serializers.CharField(required=False, max_length=200)
    same = Reference(Item, required=False, allow_null=True, help_text="The item that it is: it affects us.")
    skip = serializers.BooleanField(required=False, help_text="Keep it as a note only.")


@example(team="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e11")
class StoreNotesBody(Body):
    team = Reference(Team, required=False, allow_null=True, help_text="Whose items, of an overall one.")
    items = ItemChoice(many=True, required=False)


class BroughtNotesResource(Resource):
    """Texts that one brought oneself, newest first. Nobody else sees a draft."""

    model = PastedNotes
    columns = {
        "id": "id",
        "retrospective": "retrospective_id",
        "kind": "kind",
        "team": "team_id",
        "product_group": "product_group_id",
        "state": "state",
        "refusal": "refusal",
        "created": "created",
        "stored_at": "stored_at",
    }
    order = Order.by("-created", "-id")
    serializer_class = DraftOut

    @extend_schema(
        request=BringNotesBody,
        responses={201: DraftOut},
        summary="Bring a text; nothing is stored on a board yet",
    )
    def create(self, request, **kwargs):
        self._require_goal()
        said = self.read(BringNotesBody)
        goals = [said.get(name) for name in ("retrospective", "team", "product_group")]
        if sum(goal is not None for goal in goals) != 1:
            raise ValidationError({"team": _("Say for whom: one board, one team or one product group.")})
        if said.get("product_group") and said["kind"] == Kind.TEAM:
            raise ValidationError({"kind": _("Say whether it is an overall retrospective or a workshop.")})
        if said.get("team"):
            said["kind"] = Kind.TEAM
        try:
            draft = PastedNotes.bring(by=request.user, **said)
        except Unreadable as error:
            raise ValidationError({"text": sentence_for(error)}) from error
        return self.answer_created(draft.pk)

    def _require_goal(self) -> None:
        """Policy before the fields, for the goal that is named."""
        for name in ("retrospective", "team", "product_group"):
            goal = self.named(BringNotesBody, name)
            if goal is not None:
                kind = self.sent().get("kind", Kind.TEAM)
                PastedNotes(person=self.request.user, kind=kind, **{name: goal}).require(by=self.request.user)

    @extend_schema(
        operation_id="brought_notes_parts", responses={200: PartOut(many=True)}, summary="What was understood"
    )
    @action(detail=True, url_path="parts", url_name="parts")
    def parts(self, request, **kwargs):
        found = self.get_object().parts.defer("read", "corrections", "undone")
        return self.answer_page(
            lambda: Listing.of(request.query_params).page(found, Order.by("number")), _part
        )

    @extend_schema(
        operation_id="brought_notes_correct",
        request=CorrectNotesBody,
        responses={200: PartOut},
        summary="Correct one retrospective of it; nothing is stored on a board yet",
    )
    @action(detail=True, methods=["post"], url_path="correct", url_name="correct")
    def correct(self, request, **kwargs):
        found = self.get_object()
        found.require(by=request.user)
        said = self.read(CorrectNotesBody)
        number, do = said.pop("part"), said["do"]
        if do in {"leave_part", "bring_part"}:
            return Response(_part(found.leave_out(number, do == "leave_part", by=request.user)))
        return Response(_part(found.correct(number, do if do in STEPS else said, by=request.user)))

    @extend_schema(
        operation_id="brought_notes_store",
        request=StoreNotesBody,
        responses={200: RetrospectiveOut(many=True)},
        summary="Store all of it, with the chosen items: all or nothing, and once",
    )
    @action(detail=True, methods=["post"], url_path="store", url_name="store", pagination_class=None)
    def store(self, request, **kwargs):
        found = self.get_object()
        self.refuse_foreign_team(StoreNotesBody)
        if not found.stored_at:
            found.require(by=request.user)
        said = self.read(StoreNotesBody)
        choices = {
            f"{row['part']}:{row['note']}": Choice(
                **{name: row[name] for name in ("kind", "title", "same", "skip") if name in row}
            )
            for row in said.get("items", ())
        }
        boards = found.store(choices, team=said.get("team"), by=request.user)
        return Response(
            Retrospective.objects.told([board.pk for board in boards], RetrospectiveResource.columns)
        )

    @extend_schema(
        operation_id="brought_notes_discard",
        request=Nothing,
        responses={204: None},
        summary="Forget a draft; what was stored stays",
    )
    @action(detail=True, methods=["post"], url_path="discard", url_name="discard")
    def discard(self, request, **kwargs):
        found = self.get_object()
        self.read(Nothing)
        found.discard(by=request.user)
        return Response(status=204)


def _part(part) -> dict:
    return told(part.reading) | {
        "part": part.number,
        "retrospective": part.retrospective_id,
        "known": part.counts.get("known", 0),
        "stays_out": part.left_out,
    }
