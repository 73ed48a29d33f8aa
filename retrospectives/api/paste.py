"""What was understood of pasted notes, as programs get it before it is stored."""

from rest_framework import serializers

from retrospectives.models import PastedNotes


class ReadNoteOut(serializers.Serializer):
    line = serializers.IntegerField(help_text="Where in the text it begins.")
    text = serializers.CharField()


class ReadColumnOut(serializers.Serializer):
    title = serializers.CharField(allow_blank=True)
    notes = ReadNoteOut(many=True)


class ReadActionOut(ReadNoteOut):
    owner = serializers.CharField(allow_blank=True)
    done = serializers.BooleanField(allow_null=True)


class LeftOutOut(ReadNoteOut):
    reason = serializers.CharField()


class PasteOut(serializers.Serializer):
    """What was understood of a text. Nothing of it is on the board yet."""

    id = serializers.UUIDField()
    title = serializers.CharField(allow_blank=True)
    date = serializers.CharField(allow_blank=True)
    columns = ReadColumnOut(many=True)
    actions = ReadActionOut(many=True)
    left_out = LeftOutOut(many=True)


def pasted(draft: PastedNotes) -> dict:
    reading = draft.parts.get().reading
    return {
        "id": draft.pk,
        "title": reading.title,
        "date": reading.date,
        "columns": [
            {"title": column.title, "notes": [{"line": row.line, "text": row.text} for row in column.notes]}
            for column in reading.columns
        ],
        "actions": [
            {"line": row.line, "text": row.text, "owner": row.owner, "done": row.done}
            for row in reading.actions
        ],
        "left_out": [
            {"line": line.number, "text": line.text, "reason": line.reason} for line in reading.left_out
        ],
    }
