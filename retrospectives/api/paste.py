"""What was understood of brought notes, as programs get it before it is stored."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework import serializers

from backlog.models import WrongState
from retrospectives.models import PastedNotes, Retrospective
from retrospectives.reading import Reading, Unreadable
from retrospectives.refusals import sentence_for, sentence_of_code


class ReadNoteOut(serializers.Serializer):
    key = serializers.CharField(help_text="Names the row in a correction.")
    line = serializers.IntegerField(help_text="Where in the text it begins.")
    text = serializers.CharField()
    author = serializers.CharField(allow_blank=True)
    votes = serializers.IntegerField()
    group = serializers.CharField(allow_blank=True, help_text="The topic it stands under.")
    item = serializers.CharField(allow_blank=True, help_text='The kind of item it is to become; "" for none.')


class ReadColumnOut(serializers.Serializer):
    key = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    notes = ReadNoteOut(many=True)


class ReadActionOut(serializers.Serializer):
    key = serializers.CharField()
    line = serializers.IntegerField()
    text = serializers.CharField()
    owner = serializers.CharField(allow_blank=True)
    due = serializers.CharField(allow_blank=True)
    status = serializers.CharField(allow_blank=True)
    done = serializers.BooleanField(allow_null=True)
    item = serializers.CharField(allow_blank=True)


class ReadDecisionOut(serializers.Serializer):
    key = serializers.CharField()
    line = serializers.IntegerField()
    text = serializers.CharField()
    item = serializers.CharField(allow_blank=True)


class ReadLinkOut(serializers.Serializer):
    url = serializers.CharField()
    title = serializers.CharField(allow_blank=True)


class LeftOutOut(serializers.Serializer):
    line = serializers.IntegerField()
    text = serializers.CharField(allow_blank=True)
    reason = serializers.CharField()


class ReadOut(serializers.Serializer):
    """What was understood of a retrospective in a text. Nothing of it is on a board yet."""

    title = serializers.CharField(allow_blank=True)
    date = serializers.CharField(allow_blank=True)
    team = serializers.CharField(allow_blank=True)
    participants = serializers.ListField(child=serializers.CharField())
    columns = ReadColumnOut(many=True)
    actions = ReadActionOut(many=True)
    decisions = ReadDecisionOut(many=True)
    links = ReadLinkOut(many=True)
    left_out = LeftOutOut(many=True)


class PasteOut(ReadOut):
    """The draft of a board, and what was understood."""

    id = serializers.UUIDField()


def told(reading: Reading) -> dict:
    return {
        "title": reading.title,
        "date": reading.date,
        "team": reading.team,
        "participants": reading.participants,
        "columns": [
            {"key": column.key, "title": column.title, "notes": _rows(column.notes, ReadNoteOut)}
            for column in reading.columns
        ],
        "actions": _rows(reading.actions, ReadActionOut),
        "decisions": _rows(reading.decisions, ReadDecisionOut),
        "links": [{"url": link.url, "title": link.title} for link in reading.links],
        "left_out": [
            {"line": line.number, "text": line.text, "reason": line.reason} for line in reading.left_out
        ],
    }


def _rows(rows, shape: type[serializers.Serializer]) -> list[dict]:
    names = shape._declared_fields
    return [{name: getattr(row, name) for name in names} for row in rows]


def pasted(draft: PastedNotes) -> dict:
    return {"id": draft.pk} | told(draft.parts.get().reading)


def paste(found: Retrospective, text: str, *, by) -> None:
    """Read a text and store what was understood: headings become columns, bullets notes."""
    with transaction.atomic():
        read(found, text, by=by).store(by=by)


def read(found: Retrospective, text: str, *, by) -> PastedNotes:
    """What was understood of a text, kept as the person's draft."""
    try:
        draft = PastedNotes.bring(text, retrospective=found, by=by)
    except Unreadable as error:
        raise ValidationError({"text": sentence_for(error)}) from error
    draft.understand()  # a long text waits for nobody here
    if draft.refusal:
        draft.discard(by=by)
        raise ValidationError({"text": sentence_of_code(draft.refusal)})
    return draft


def own_draft(found: Retrospective, pk, by) -> PastedNotes:
    """The person's own draft for this board, stored or not; raises `WrongState`."""
    draft = PastedNotes.objects.brought_by(by).of_board(found).with_id(pk)
    if draft is None:
        raise WrongState(_("This paste was replaced or discarded. Nothing was changed."))
    return draft
