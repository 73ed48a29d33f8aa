"""Review meetings: planned, prepared, held."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from activity.keyset import Order
from activity.listing import Listing, Several
from backlog.api.bodies import ReasonBody
from backlog.models import Item
from reviews.models import AgendaEntry, Outcome, Part, Review, State
from reviews.models.life import PREPARE, VERBS
from teams import permissions
from teams.bodies import Body, Moment, Nothing, Reference, example
from teams.models import ProductGroup, User
from teams.resources import Resource, verb_address

OPEN = "open"
OUTCOMES = {outcome.value or OPEN: outcome for outcome in Outcome}
"""What became of a line, in words; what is still to be gone through is `open`."""


class ReviewOut(serializers.Serializer):
    """A meeting in which the managers go through what waits for them."""

    id = serializers.UUIDField()
    product_group = serializers.UUIDField()
    product_group_name = serializers.CharField()
    state = serializers.ChoiceField(choices=State.choices)
    planned_at = serializers.DateTimeField()
    place = serializers.CharField()
    facilitator = serializers.UUIDField(allow_null=True)
    facilitator_name = serializers.CharField(allow_null=True)
    started_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    minutes = serializers.CharField(help_text="Markdown, written when the meeting ends.")
    version = serializers.IntegerField()


class LineOut(serializers.Serializer):
    """A line of the agenda: an item, an action, or a decision to be read out."""

    key = serializers.CharField(help_text="Names the line: `item-…`, `action-…`, `decision-…`.")
    part = serializers.ChoiceField(choices=Part.choices)
    about = serializers.UUIDField(help_text="The id of the item, action or decision.")
    flags = serializers.ListField(child=serializers.CharField())
    outcome = serializers.ChoiceField(choices=OUTCOMES)


class AgendaOut(serializers.Serializer):
    """The agenda as it stands: until the meeting starts it goes on building itself."""

    lines = LineOut(many=True)


class PresentOut(serializers.Serializer):
    person = serializers.UUIDField()
    person_name = serializers.CharField()
    present = serializers.BooleanField()


class AttendanceOut(serializers.Serializer):
    people = PresentOut(many=True)


@example(
    planned_at="2027-03-02T09:00:00Z", place="Room 4", facilitator="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e42"
)
class MeetingBody(Body):
    planned_at = Moment()
    place = serializers.CharField(required=False, allow_blank=True, max_length=300)
    facilitator = Reference(User, required=False, allow_null=True)


@example(product_group="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e01", planned_at="2027-03-02T09:00:00Z")
class PlanBody(MeetingBody):
    product_group = Reference(ProductGroup)


@example(remarks="Next time with the experts.")
class EndBody(Body):
    remarks = serializers.CharField(required=False, allow_blank=True, max_length=20_000)


@example(person="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e42", present=True)
class AttendBody(Body):
    person = Reference(User)
    present = serializers.BooleanField(default=True)


@example(item="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e77")
class AddBody(Body):
    item = Reference(Item)


@example(key="item-0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e77")
class KeyBody(Body):
    key = serializers.CharField(max_length=60)


@example(key="item-0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e77", outcome="heard")
class MarkBody(KeyBody):
    outcome = serializers.ChoiceField(choices=[name for name in OUTCOMES if name != Outcome.DECIDED])


@example(
    text="Buy two build machines",
    owner="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e42",
    due="2027-06-01",
    item="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e77",
)
class PromiseBody(Body):
    text = serializers.CharField(max_length=300)
    owner = Reference(User)
    due = serializers.DateField()
    item = Reference(Item, required=False, allow_null=True)


class ReviewListing(Listing):
    product_group = Several(forms.UUIDField())
    state = Several(forms.ChoiceField(choices=State.choices))

    lookups = {"product_group": "product_group__in", "state": "state__in"}


def verb(name: str, body: type[Body], call, summary: str, path: str = ""):
    """An address for one verb of a review meeting."""
    operation = f"reviews_{(path or name).replace('-', '_')}"
    return verb_address(
        VERBS, name, body, call, operation=operation, out=ReviewOut, summary=summary, path=path
    )


class ReviewResource(Resource):
    """The managers' recurring meetings, newest first."""

    model = Review
    columns = {
        "id": "id",
        "product_group": "product_group_id",
        "product_group_name": "product_group__name",
        "state": "state",
        "planned_at": "planned_at",
        "place": "place",
        "facilitator": "facilitator_id",
        "facilitator_name": "facilitator__name",
        "started_at": "started_at",
        "ended_at": "ended_at",
        "minutes": "minutes",
        "version": "version",
    }
    order = Order.by("-planned_at", "-id")
    listing = ReviewListing
    serializer_class = ReviewOut

    @extend_schema(request=PlanBody, responses={201: ReviewOut}, summary="Plan a meeting")
    def create(self, request, **kwargs):
        permissions.require_somewhere(request.user, PREPARE)
        group = self.named(PlanBody, "product_group")
        if group is not None:
            permissions.require(request.user, PREPARE, group)
        return self.answer_created(Review.plan(by=request.user, **self.read(PlanBody)).pk)

    @extend_schema(request=MeetingBody, responses={200: ReviewOut}, summary="Change the meeting")
    def update(self, request, **kwargs):
        return self._edit(partial=False)

    @extend_schema(request=MeetingBody, responses={200: ReviewOut}, summary="Change some of the meeting")
    def partial_update(self, request, **kwargs):
        return self._edit(partial=True)

    def _edit(self, *, partial: bool):
        return self.edit(
            PREPARE,
            MeetingBody,
            move,
            partial=partial,
            require=lambda found: found.require("move", by=self.request.user),
        )

    @extend_schema(
        operation_id="reviews_agenda",
        responses={200: AgendaOut},
        summary="The agenda, in its order",
    )
    @action(detail=True, url_path="agenda", url_name="agenda", pagination_class=None)
    def agenda(self, request, **kwargs):
        return Response({"lines": [line_of(line) for line in self.get_object().lines()]})

    @extend_schema(operation_id="reviews_attendance", responses={200: AttendanceOut}, summary="Who was there")
    @action(detail=True, url_path="attendance", url_name="attendance", pagination_class=None)
    def attendance(self, request, **kwargs):
        rows = self.get_object().attendances.order_by("person__name", "id")
        shown = rows.values("person_id", "person__name", "present")
        people = [
            {"person": row["person_id"], "person_name": row["person__name"], "present": row["present"]}
            for row in shown
        ]
        return Response({"people": people})

    add_item_verb = verb(
        "prepare",
        AddBody,
        lambda found, by, item: found.add(item, by=by),
        "Put an item on the agenda",
        path="add-item",
    )
    remove_line_verb = verb(
        "prepare",
        KeyBody,
        lambda found, by, key: on_line(found.remove, key, by=by),
        "Take a line off this agenda",
        path="remove-line",
    )
    start_verb = verb("start", Nothing, lambda found, by: found.start(by=by), "Start the meeting")
    attend_verb = verb(
        "run",
        AttendBody,
        lambda found, by, person, present: found.attend(person, present=present, by=by),
        "Note whether a person is there",
        path="attend",
    )
    mark_verb = verb(
        "run",
        MarkBody,
        lambda found, by, key, outcome: on_line(found.mark, key, OUTCOMES[outcome], by=by),
        "Say that a line was gone through, or is postponed",
        path="mark",
    )
    promise_verb = verb(
        "run",
        PromiseBody,
        lambda found, by, **said: found.act(by=by, **said),
        "Promise something in this meeting",
        path="promise",
    )
    end_verb = verb(
        "end", EndBody, lambda found, by, **said: found.end(by=by, **said), "End it and write the minutes"
    )
    cancel_verb = verb(
        "cancel",
        ReasonBody,
        lambda found, by, reason: found.cancel(reason=reason, by=by),
        "Cancel the meeting",
    )


def move(review: Review, *, by, **changes) -> None:
    """What is not given stays."""
    review.move(
        by=by,
        **{
            "planned_at": review.planned_at,
            "place": review.place,
            "facilitator": review.facilitator,
        }
        | changes,
    )


def on_line(call, key: str, *args, by) -> None:
    """A verb on a line of the agenda; a line that is not there is a matter of the field."""
    try:
        call(key, *args, by=by)
    except AgendaEntry.DoesNotExist as error:
        raise ValidationError({"key": _("There is no such line on this agenda.")}) from error


def line_of(line) -> dict:
    """A line of the agenda, fixed or still building itself."""
    _kind, _dash, about = line.key.partition("-")
    return {
        "key": line.key,
        "part": line.part,
        "about": about,
        "flags": list(line.flags),
        "outcome": getattr(line, "outcome", Outcome.OPEN) or OPEN,
    }
