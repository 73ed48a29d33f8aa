"""What programs may send about a retrospective and its board."""

from rest_framework import serializers

from backlog.api.bodies import ItemTexts
from retrospectives.models.formats import FORMAT_CHOICES, Leaning
from retrospectives.models.life import Kind
from retrospectives.models.noting import LONGEST_NOTE
from retrospectives.reading import LARGEST
from teams.bodies import Body, Reference, References, example
from teams.models import ProductGroup, Team, User

LONGEST_PASTE = LARGEST


@example(
    title="After the release",
    date="2027-03-01",
    facilitator="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e42",
    votes_each=3,
)
class FactsBody(Body):
    title = serializers.CharField(required=False, allow_blank=True, max_length=200)
    date = serializers.DateField()
    facilitator = Reference(User, required=False, allow_null=True)
    votes_each = serializers.IntegerField(required=False, min_value=1, max_value=10)


@example(kind="team", team="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e11", date="2027-03-01")
class HoldBody(FactsBody):
    """A team's needs `team`; an overall one and a workshop need `product_group`."""

    kind = serializers.ChoiceField(choices=Kind.choices, default=Kind.TEAM)
    team = Reference(Team, required=False, allow_null=True)
    product_group = Reference(ProductGroup, required=False, allow_null=True)
    format = serializers.ChoiceField(choices=FORMAT_CHOICES, required=False)
    people = References(User, required=False, help_text="Who takes part beside oneself.")


@example(people=["0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e42"])
class PeopleBody(Body):
    people = References(User)


@example(title="What surprised us", leaning="open")
class ColumnBody(Body):
    title = serializers.CharField(max_length=120)
    leaning = serializers.ChoiceField(choices=Leaning.choices, required=False)


@example(column="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e94", text="The build waits for a machine.")
class WriteBody(Body):
    column = serializers.UUIDField()
    text = serializers.CharField(max_length=LONGEST_NOTE)


@example(notes=["0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e91"], title="Waiting")
class NotesBody(Body):
    """A new topic needs a `title`; `topic` names one that is there."""

    notes = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=500)
    title = serializers.CharField(required=False, allow_blank=True, max_length=200)
    topic = serializers.UUIDField(required=False, allow_null=True)


@example(topic="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e92")
class VoteBody(Body):
    """One topic or one note."""

    topic = serializers.UUIDField(required=False, allow_null=True)
    note = serializers.UUIDField(required=False, allow_null=True)


@example(text="We merge before lunch.", owner="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e42", due="2027-03-15")
class AgreementBody(Body):
    text = serializers.CharField(max_length=1000)
    owner = Reference(User, required=False, allow_null=True)
    due = serializers.DateField(required=False, allow_null=True)


@example(agreement="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e93", kept=True)
class KeepBody(Body):
    agreement = serializers.UUIDField()
    kept = serializers.BooleanField(default=True)


@example(text="# Good\n- Pairing\n# Bad\n- Slow builds\n")
class PasteBody(Body):
    text = serializers.CharField(max_length=LONGEST_PASTE, trim_whitespace=False)


@example(paste="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e95")
class StorePasteBody(Body):
    paste = serializers.UUIDField(help_text="The `id` that reading it answered.")


@example(notes=["0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e91"], kind="impediment", title="Builds take an hour")
class FileItemBody(ItemTexts):
    """An item from one or several notes; `team` where the retrospective is not one team's."""

    notes = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=100)
    team = Reference(Team, required=False, allow_null=True)
    again = serializers.BooleanField(
        required=False, help_text="Make another item of notes that became one already."
    )
