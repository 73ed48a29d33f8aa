"""A retrospective written down, for programs."""

from rest_framework import serializers

from retrospectives.exporting import FORMS, file_name, reading_of
from retrospectives.models import Retrospective
from retrospectives.reading.writing import written
from teams.bodies import NotUnderstood


class ExportOut(serializers.Serializer):
    """A file as text."""

    name = serializers.CharField()
    content_type = serializers.CharField()
    text = serializers.CharField()


def exported(found: Retrospective, request) -> dict:
    """The board in the form `as`; 400 for one that nobody knows."""
    form = request.query_params.get("as", "md")
    if form not in FORMS or request.query_params.keys() - {"as"}:
        raise NotUnderstood({"as": [", ".join(FORMS)]})
    return {
        "name": file_name(found, form),
        "content_type": FORMS[form],
        "text": written(reading_of(found, request.user), form),
    }
