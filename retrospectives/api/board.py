"""A retrospective and its board as programs get them."""

from rest_framework import serializers

from retrospectives.board import Board
from retrospectives.models import Kind, State
from retrospectives.models.formats import FORMAT_CHOICES, Leaning


class RetrospectiveOut(serializers.Serializer):
    """A meeting in which people look back."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    product_group = serializers.UUIDField()
    product_group_name = serializers.CharField()
    team = serializers.UUIDField(allow_null=True, help_text="Null for an overall one and a workshop.")
    team_name = serializers.CharField(allow_null=True)
    title = serializers.CharField()
    date = serializers.DateField()
    format = serializers.ChoiceField(choices=FORMAT_CHOICES)
    facilitator = serializers.UUIDField(allow_null=True)
    facilitator_name = serializers.CharField(allow_null=True)
    votes_each = serializers.IntegerField()
    state = serializers.ChoiceField(choices=State.choices)
    created = serializers.DateTimeField()
    version = serializers.IntegerField(help_text="Counts every change of the board as well.")


class FiledOut(serializers.Serializer):
    """The item that was made."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    url = serializers.URLField()


class BecameOut(serializers.Serializer):
    """An item that came from a note."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()


class NoteOut(serializers.Serializer):
    id = serializers.UUIDField()
    column = serializers.UUIDField()
    topic = serializers.UUIDField(allow_null=True)
    text = serializers.CharField()
    author = serializers.UUIDField(allow_null=True)
    author_name = serializers.CharField(allow_null=True)
    votes = serializers.IntegerField(help_text="Of the note alone; those of its topic stand with the topic.")
    voted = serializers.BooleanField(help_text="Whether the reader gave it a vote.")
    items = BecameOut(many=True)


class ColumnOut(serializers.Serializer):
    id = serializers.UUIDField()
    title = serializers.CharField()
    leaning = serializers.ChoiceField(choices=Leaning.choices, help_text="What it gathers.")


class TopicOut(serializers.Serializer):
    id = serializers.UUIDField()
    title = serializers.CharField()
    votes = serializers.IntegerField()
    voted = serializers.BooleanField()


class AgreementOut(serializers.Serializer):
    id = serializers.UUIDField()
    text = serializers.CharField()
    owner = serializers.UUIDField(allow_null=True)
    owner_name = serializers.CharField(allow_null=True)
    due = serializers.DateField(allow_null=True)
    done_at = serializers.DateTimeField(allow_null=True)


class ParticipantOut(serializers.Serializer):
    person = serializers.UUIDField()
    person_name = serializers.CharField()
    team_name = serializers.CharField(allow_null=True)
    guest = serializers.BooleanField()


class BoardOut(serializers.Serializer):
    """What lies on the board: for those who take part, and for nobody else."""

    participants = ParticipantOut(many=True)
    columns = ColumnOut(many=True)
    topics = TopicOut(many=True)
    notes = NoteOut(many=True)
    agreements = AgreementOut(many=True)
    votes_left = serializers.IntegerField(help_text="How many votes the reader may still give.")


def note(row: dict) -> dict:
    return {
        "id": row["id"],
        "column": row["column_id"],
        "topic": row["topic_id"],
        "text": row["text"],
        "author": row["author_id"],
        "author_name": row["author_name"],
        "votes": row["votes"],
        "voted": row["voted"],
        "items": [{"id": item["item_id"], "number": item["number"]} for item in row["items"]],
    }


def agreement(row: dict) -> dict:
    return {name: row[name] for name in ("id", "text", "due", "done_at", "owner_name")} | {
        "owner": row["owner_id"]
    }


def board(shown: Board) -> dict:
    return {
        "participants": [
            {
                "person": row["user_id"],
                "person_name": row["name"],
                "team_name": row["team_name"],
                "guest": row["guest"],
            }
            for row in shown.participants
        ],
        "columns": [{name: row[name] for name in ("id", "title", "leaning")} for row in shown.columns],
        "topics": [{name: row[name] for name in ("id", "title", "votes", "voted")} for row in shown.topics],
        "notes": [note(row) for row in shown.notes],
        "agreements": [agreement(row) for row in shown.agreements],
        "votes_left": shown.votes_left,
    }
