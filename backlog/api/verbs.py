"""The verbs of an item as addresses: `POST items/{id}/{verb}/`, each one call of the model's verb."""

from collections.abc import Callable

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from backlog.api import bodies
from backlog.api.representations import ItemOut
from backlog.models import VERBS
from teams.bodies import Body, Nothing


def verb(name: str, body: type[Body], call: Callable, summary: str):
    """An address for one verb. Policy is asked first, then the state, then the fields."""

    def run(self, request, **kwargs):
        return self.act(
            VERBS[name].permission, body, call, require=lambda item: item.require(name, by=request.user)
        )

    run.__name__ = f"{name}_item"
    run.__doc__ = summary
    address = action(detail=True, methods=["post"], url_path=name, url_name=name)(run)
    return extend_schema(
        operation_id=f"items_{name}", request=body, responses={200: ItemOut}, summary=summary
    )(address)


class Verbs:
    """Every verb of product.md. What each does and requires stands on the model."""

    consent_item = verb(
        "consent",
        bodies.ConsentBody,
        lambda item, by, **said: item.consent(by=by, **said),
        "A team agrees to a proposal or refuses it",
    )
    retract_item = verb(
        "retract",
        bodies.TeamReasonBody,
        lambda item, by, **said: item.retract(by=by, **said),
        "A team takes its consent back",
    )
    assess_item = verb(
        "assess",
        bodies.AssessBody,
        lambda item, by, **said: item.assess(by=by, **said),
        "Record what the discussion found",
    )
    decide_item = verb(
        "decide",
        bodies.DecideBody,
        lambda item, by, **said: item.decide(by=by, **said),
        "Pass a verdict, with reason and reply",
    )
    visit_item = verb(
        "visit",
        bodies.VisitBody,
        lambda item, by, **said: item.visit(by=by, **said),
        "Write down what was seen on the spot",
    )
    order_item = verb(
        "order",
        bodies.OrderBody,
        lambda item, by, **said: item.order(by=by, **said),
        "Move the item on the improvement backlog",
    )
    take_item = verb(
        "take", bodies.TeamBody, lambda item, by, **said: item.take(by=by, **said), "A team pulls an offer"
    )
    pass_item = verb(
        "pass",
        bodies.TeamReasonBody,
        lambda item, by, **said: item.pass_(by=by, **said),
        "A team says that it will not take an offer",
    )
    release_item = verb(
        "release",
        bodies.TeamReasonBody,
        lambda item, by, **said: item.release(by=by, **said),
        "The team gives the item back",
    )
    start_item = verb(
        "start", bodies.NoteBody, lambda item, by, **said: item.start(by=by, **said), "Begin the work"
    )
    complete_item = verb(
        "complete",
        bodies.NoteBody,
        lambda item, by, **said: item.complete(by=by, **said),
        "Say that it is done",
    )
    confirm_item = verb(
        "confirm",
        bodies.NoteBody,
        lambda item, by, **said: item.confirm(by=by, **said),
        "The originating team says that it worked",
    )
    check_item = verb(
        "check",
        bodies.CheckBody,
        lambda item, by, **said: item.check_holds(by=by, **said),
        "Answer whether a confirmed item still holds",
    )
    reopen_item = verb(
        "reopen",
        bodies.ReasonBody,
        lambda item, by, **said: item.reopen(by=by, **said),
        "It did not work: the item is ready again",
    )
    withdraw_item = verb(
        "withdraw",
        bodies.ReasonBody,
        lambda item, by, **said: item.withdraw(by=by, **said),
        "Take the item back",
    )
    merge_item = verb(
        "merge",
        bodies.MergeBody,
        lambda item, by, **said: item.merge(by=by, **said),
        "Go on as part of another item",
    )
    unmerge_item = verb(
        "unmerge", Nothing, lambda item, by, **said: item.unmerge(by=by, **said), "Undo the merge"
    )
    affects_item = verb(
        "affects",
        bodies.TeamBody,
        lambda item, by, **said: item.affects(by=by, **said),
        "A team says that this affects it too",
    )
