"""What programs may send about items: the shape of each body. Rules live in the verbs."""

from rest_framework import serializers

from backlog.models import Finding, Item, Kind, Verdict, Whole, Whom
from backlog.models.templates import LONGEST_ANSWER
from teams.bodies import Body, Reference, example
from teams.models import ProductGroup, Team, User

LONGEST = 20_000
LONGEST_REASON = 4_000
LONGEST_LINE = 500


def body_text(**options) -> serializers.CharField:
    return serializers.CharField(required=False, allow_blank=True, max_length=LONGEST, **options)


def words(**options) -> serializers.CharField:
    return serializers.CharField(max_length=LONGEST_REASON, **options)


def line(**options) -> serializers.CharField:
    return serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_LINE, **options)


def by_question(told: str) -> serializers.DictField:
    return serializers.DictField(
        child=serializers.CharField(max_length=LONGEST_ANSWER, allow_blank=True),
        required=False,
        help_text=told,
    )


def note() -> serializers.CharField:
    return words(required=False, allow_blank=True, default="")


class ItemTexts(Body):
    """What an item says."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    title = serializers.CharField(max_length=200)
    description = body_text(help_text="The problem, in Markdown.")
    idea = body_text()
    effect = body_text(help_text="The expected effect.")
    prediction = body_text()
    measure = body_text()
    result = body_text()
    learning = body_text()


def with_group(teams, user):
    """Teams that `user` sees, each with its product group."""
    return teams.visible_to(user).select_related("product_group")


@example(
    team="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e11",
    kind="impediment",
    title="Builds take an hour",
    description="We wait for every merge.",
    effect="A build within ten minutes.",
)
class FileBody(ItemTexts):
    team = Reference(
        Team, among=with_group, help_text="The team that raises it (a proposal: that it affects)."
    )
    answers = by_question(
        "Question → answer. The group's questions are asked on the pages; none is needed here."
    )
    again = Reference(
        Item,
        required=False,
        allow_null=True,
        help_text="An item that is over and that this one raises again.",
    )
    tests = Reference(
        Item, required=False, allow_null=True, help_text="An item whose assumption this experiment tests."
    )


@example(kind="impediment", title="Builds take an hour", idea="Cache what has not changed.")
class EditBody(ItemTexts):
    owner = Reference(User, required=False, allow_null=True)
    due = serializers.DateField(required=False, allow_null=True)
    answers = by_question("Question → answer; an empty one takes it back, those that are not named stay.")


@example(team="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e11")
class TeamBody(Body):
    team = Reference(Team)


@example(team="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e11", reason="We have no room for it before June.")
class TeamReasonBody(TeamBody):
    reason = words()


@example(team="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e11", agree=True)
class ConsentBody(TeamBody):
    agree = serializers.BooleanField(help_text="Whether the team agrees to the proposal.")
    reason = words(required=False, allow_blank=True, default="", help_text="Needed where the team refuses.")


@example(finding="whole_system", reason="All teams wait for the same machines.")
class AssessBody(Body):
    finding = serializers.ChoiceField(choices=Finding.choices)
    reason = words()


@example(
    gains="teams",
    gains_text="Everybody who merges.",
    loses="nobody",
    whole="better",
    figure="Time from merge to release.",
    function="Testing",
    assumption="The slow machines are the reason.",
)
class PerspectiveBody(Body):
    """One's own answers to the five questions. What is not sent stays, or stays empty."""

    gains = serializers.ChoiceField(choices=Whom.choices, help_text="Who gains.")
    gains_text = line(help_text="Who exactly, and what.")
    loses = serializers.ChoiceField(choices=Whom.choices, help_text="Who loses.")
    loses_text = line(help_text="Who exactly, and what.")
    whole = serializers.ChoiceField(choices=Whole.choices, help_text="What becomes of the whole system.")
    figure = line(help_text="Which figure of the whole system moves.")
    function = line(help_text="Whose function proposes it.")
    assumption = line(help_text="Which assumption must hold.")


@example(text="Which of the builds are the slow ones?")
class AskBody(Body):
    text = serializers.CharField(max_length=LONGEST, help_text="Markdown; all members of the team are told.")


@example(until="2027-06-01")
class SnoozeBody(Body):
    until = serializers.DateField(help_text="The day on which it comes back, from tomorrow on.")


@example(
    learning="One queue for all machines would have helped every team; ours alone made it longer.", version=5
)
class LearnBody(Body):
    learning = words(help_text="What was learned.")
    version = serializers.IntegerField(
        min_value=1, help_text="Of the item when it was read: 409 if it has changed since."
    )


@example(
    verdict="act",
    reason="The machines are ours to buy.",
    reply="Two more by June.",
    owner="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e42",
    due="2027-06-01",
)
class DecideBody(Body):
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    reason = words()
    reply = words(
        required=False,
        allow_blank=True,
        help_text="To the originating team; the reason where nothing is said.",
    )
    owner = Reference(User, required=False, allow_null=True, help_text="Of `act`: who acts.")
    due = serializers.DateField(required=False, allow_null=True, help_text="Of `act`: by when.")
    wake = serializers.DateField(required=False, allow_null=True, help_text="Of `defer`: until when.")
    prediction = body_text(help_text="Of `experiment`: what will happen if the assumption holds.")
    measure = body_text(help_text="Of `experiment`: how and when one will look.")
    product_group = Reference(
        ProductGroup,
        required=False,
        allow_null=True,
        among=lambda rows, user: rows.all(),
        help_text="Of `escalate`: to which group, one's own or not.",
    )


@example(note="The cache is in place since Monday.")
class NoteBody(Body):
    note = note()


@example(reason="It came back after a week.")
class ReasonBody(Body):
    reason = words()


@example(holds=True, note="Nine minutes on average.")
class CheckBody(Body):
    holds = serializers.BooleanField(help_text="Whether the effect still holds.")
    note = note()


@example(into="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e77")
class MergeBody(Body):
    into = Reference(Item)


@example(after="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e77", position="a3")
class OrderBody(Body):
    """Before or after another row; without both, to the top."""

    before = serializers.UUIDField(required=False)
    after = serializers.UUIDField(required=False)
    position = serializers.CharField(
        required=False,
        max_length=255,
        help_text="Where it stood when it was read: 409 if somebody else has moved it since.",
    )


@example(text="We sat with the team for a morning: four builds, each an hour.")
class VisitBody(Body):
    text = words(help_text="What was seen on the spot.")


@example(text="Which builds are the slow ones?")
class CommentBody(Body):
    text = serializers.CharField(max_length=LONGEST, help_text="Markdown.")
