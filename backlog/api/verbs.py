"""The verbs of an item as addresses: `POST items/{id}/{verb}/`, each one call of the model's verb."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from backlog.api import bodies
from backlog.api.representations import ItemOut
from backlog.models import VERBS, Stale, Sweep, WrongState
from teams.bodies import Body, Nothing
from teams.resources import verb_address


def verb(name: str, body: type[Body], call: Callable, summary: str):
    """An address for one verb of an item."""
    return verb_address(VERBS, name, body, call, operation=f"items_{name}", out=ItemOut, summary=summary)


def _learn(item, *, by, learning: str, version: int) -> None:
    """Words stand there already, at least those of the verdict: nobody overwrites them unread."""
    try:
        item.learn(learning, by=by, version=version)
    except Stale as error:
        raise WrongState(_("Somebody else saved first.")) from error


class Verbs:
    """Every verb of product.md. What each does and requires stands on the model."""

    consent_verb = verb(
        "consent",
        bodies.ConsentBody,
        lambda item, by, **said: item.consent(by=by, **said),
        "A team agrees to a proposal or refuses it",
    )
    retract_verb = verb(
        "retract",
        bodies.TeamReasonBody,
        lambda item, by, **said: item.retract(by=by, **said),
        "A team takes its consent back",
    )
    perspective_verb = verb(
        "perspective",
        bodies.PerspectiveBody,
        lambda item, by, **said: item.give_perspective(by=by, **said),
        "Answer the five questions, or change one's own answer",
    )
    ask_verb = verb(
        "ask",
        bodies.AskBody,
        lambda item, by, **said: item.ask(by=by, **said),
        "Ask the team that raised it; a comment that all its members hear of",
    )
    assess_verb = verb(
        "assess",
        bodies.AssessBody,
        lambda item, by, **said: item.assess(by=by, **said),
        "Record what the discussion found",
    )
    decide_verb = verb(
        "decide",
        bodies.DecideBody,
        lambda item, by, **said: item.decide(by=by, **said),
        "Pass a verdict, with reason and reply",
    )
    visit_verb = verb(
        "visit",
        bodies.VisitBody,
        lambda item, by, **said: item.visit(by=by, **said),
        "Write down what was seen on the spot",
    )
    order_verb = verb(
        "order",
        bodies.OrderBody,
        lambda item, by, **said: item.order(by=by, **said),
        "Move the item on the improvement backlog",
    )
    take_verb = verb(
        "take", bodies.TeamBody, lambda item, by, **said: item.take(by=by, **said), "A team pulls an offer"
    )
    pass_verb = verb(
        "pass",
        bodies.TeamReasonBody,
        lambda item, by, **said: item.pass_(by=by, **said),
        "A team says that it will not take an offer",
    )
    release_verb = verb(
        "release",
        bodies.TeamReasonBody,
        lambda item, by, **said: item.release(by=by, **said),
        "The team gives the item back",
    )
    start_verb = verb(
        "start", bodies.NoteBody, lambda item, by, **said: item.start(by=by, **said), "Begin the work"
    )
    complete_verb = verb(
        "complete",
        bodies.NoteBody,
        lambda item, by, **said: item.complete(by=by, **said),
        "Say that it is done",
    )
    confirm_verb = verb(
        "confirm",
        bodies.NoteBody,
        lambda item, by, **said: item.confirm(by=by, **said),
        "The originating team says that it worked",
    )
    check_verb = verb(
        "check",
        bodies.CheckBody,
        lambda item, by, **said: item.check_holds(by=by, **said),
        "Answer whether a confirmed item still holds",
    )
    reopen_verb = verb(
        "reopen",
        bodies.ReasonBody,
        lambda item, by, **said: item.reopen(by=by, **said),
        "It did not work: the item is ready again",
    )
    withdraw_verb = verb(
        "withdraw",
        bodies.ReasonBody,
        lambda item, by, **said: item.withdraw(by=by, **said),
        "Take the item back",
    )
    merge_verb = verb(
        "merge",
        bodies.MergeBody,
        lambda item, by, **said: item.merge(by=by, **said),
        "Go on as part of another item",
    )
    unmerge_verb = verb(
        "unmerge", Nothing, lambda item, by, **said: item.unmerge(by=by, **said), "Undo the merge"
    )
    affects_verb = verb(
        "affects",
        bodies.TeamBody,
        lambda item, by, **said: item.affects(by=by, **said),
        "A team says that this affects it too",
    )

    @extend_schema(
        operation_id="items_snooze",
        request=bodies.SnoozeBody,
        responses={200: ItemOut},
        summary="Lay it aside for oneself until a day; it goes on being silent",
    )
    @action(detail=True, methods=["post"], url_path="snooze", url_name="snooze")
    def snooze(self, request, **kwargs):
        return self.act(
            "backlog.snooze_item",
            bodies.SnoozeBody,
            lambda item, by, until: Sweep.snooze([item.pk], until=until, by=by),
        )

    @extend_schema(
        operation_id="items_unsnooze",
        request=Nothing,
        responses={200: ItemOut},
        summary="Bring it back to one's own inbox at once",
    )
    @action(detail=True, methods=["post"], url_path="unsnooze", url_name="unsnooze")
    def unsnooze(self, request, **kwargs):
        return self.act("backlog.snooze_item", Nothing, lambda item, by: Sweep.unsnooze([item.pk], by=by))

    learn_verb = verb(
        "learn",
        bodies.LearnBody,
        _learn,
        "Write down what a local optimization taught",
    )
