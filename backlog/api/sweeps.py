"""One thing done to several items at once, for programs: all or nothing, and for a while undone at a call."""

from collections.abc import Callable

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from activity.keyset import Order
from backlog.api.bodies import AskBody, AssessBody, MergeBody, SnoozeBody
from backlog.models import Item, Sweep
from backlog.models.sweeping import MOST
from teams import permissions
from teams.bodies import Body, Nothing, example
from teams.resources import Resource

ITEM = "0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e77"


class SweepOut(serializers.Serializer):
    """What was done to which items in one go. Only who did it sees it."""

    id = serializers.UUIDField()
    what = serializers.ChoiceField(choices=Sweep.What.choices)
    items = serializers.ListField(child=serializers.UUIDField())
    at = serializers.DateTimeField()
    undo_until = serializers.DateTimeField(
        allow_null=True, help_text="Until when `undo` takes it back; null where nothing does."
    )
    undone_at = serializers.DateTimeField(allow_null=True)


class SeveralBody(Body):
    items = serializers.ListField(
        child=serializers.UUIDField(),
        allow_empty=False,
        max_length=MOST,
        help_text="Ids of items of one product group.",
    )


@example(items=[ITEM], finding="whole_system", reason="All teams wait for the same machines.")
class AssessSeveralBody(SeveralBody, AssessBody):
    pass


@example(items=[ITEM], into="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e78")
class MergeSeveralBody(SeveralBody, MergeBody):
    pass


@example(items=[ITEM], text="Which of the builds are the slow ones?")
class AskSeveralBody(SeveralBody, AskBody):
    pass


@example(items=[ITEM], until="2027-06-01")
class SnoozeSeveralBody(SeveralBody, SnoozeBody):
    pass


@example(items=[ITEM])
class UnsnoozeSeveralBody(SeveralBody):
    pass


def several(what: Sweep.What, body: type[Body], call: Callable, summary: str):
    """An address that does one thing to all the items that are named."""

    def run(self, request, **kwargs):
        return self.sweep(what, body, call)

    run.__name__ = f"{what}_several"
    run.__doc__ = summary
    address = action(detail=False, methods=["post"], url_path=str(what), url_name=str(what))(run)
    return extend_schema(
        operation_id=f"sweeps_{what}", request=body, responses={201: SweepOut}, summary=summary
    )(address)


class SweepResource(Resource):
    """What one did to several items of the triage inbox at once, the newest first."""

    model = Sweep
    columns = {"id": "id", "what": "what", "done": "done", "at": "at", "undone_at": "undone_at"}
    order = Order.by("-at", "-id")
    serializer_class = SweepOut

    def represent(self, row: dict) -> dict:
        return {
            "id": row["id"],
            "what": row["what"],
            "items": [one["item"] for one in row["done"]],
            "at": row["at"],
            "undo_until": Sweep.undoable_until(row["what"], row["at"], row["undone_at"]),
            "undone_at": row["undone_at"],
        }

    assess_several = several(
        Sweep.What.ASSESS, AssessSeveralBody, Sweep.assess, "Record the same finding of several items"
    )
    merge_several = several(
        Sweep.What.MERGE, MergeSeveralBody, Sweep.merge, "Let several items go on as part of another one"
    )
    ask_several = several(
        Sweep.What.ASK, AskSeveralBody, Sweep.ask, "Ask the teams that raised them; this is not undone"
    )
    snooze_several = several(
        Sweep.What.SNOOZE, SnoozeSeveralBody, Sweep.snooze, "Lay several items aside for oneself until a day"
    )
    unsnooze_several = several(
        Sweep.What.UNSNOOZE, UnsnoozeSeveralBody, Sweep.unsnooze, "Bring several back to one's own inbox"
    )

    @extend_schema(
        operation_id="sweeps_undo",
        request=Nothing,
        responses={200: SweepOut},
        summary="Take all of it back, silence included, while none of the items has changed since",
    )
    @action(detail=True, methods=["post"], url_path="undo", url_name="undo")
    def undo(self, request, **kwargs):
        found = self.get_object()
        self.read(Nothing)
        found.undo(by=request.user)
        return self.answer_changed(found.pk)

    def sweep(self, what: str, body: type[Body], call: Callable):
        """Every item visible (404), policy for each (403), every state (409), then the fields (422)."""
        ids = list(dict.fromkeys(self.named(body, "items") or ()))
        items = list(Item.objects.visible_to(self.request.user).with_ids(ids))
        if len(items) < len(ids):
            raise Http404
        if items:
            Sweep.require(what, items, by=self.request.user)
        else:
            permissions.require_somewhere(self.request.user, Sweep.permission(what))
        said = self.read(body)
        del said["items"]
        return self.answer_created(call(ids, by=self.request.user, **said).pk)
