"""Print what was understood of notes of retrospectives. Stores nothing."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from retrospectives.reading import Reading, Unreadable, decode, read_all
from retrospectives.refusals import sentence_for


class Command(BaseCommand):
    help = "Reads texts of retrospectives and prints what it understood, one retrospective a line, as JSON."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *, files: list[Path], **options):
        for path in files:
            try:
                readings = read_all(decode(path.read_bytes()))
            except OSError as error:
                raise CommandError(f"{path}: {error.strerror}") from error
            except Unreadable as error:
                raise CommandError(f"{path}: {sentence_for(error)}") from error
            for reading in readings:
                self.stdout.write(json.dumps(told(reading, str(path)), ensure_ascii=False))


def told(reading: Reading, source: str) -> dict:
    """A reading in the form in which retrospectives are exchanged."""
    return {
        "source": source,
        "date": reading.date,
        "team": reading.title,
        "columns": [
            {"title": column.title, "notes": [note.text for note in column.notes]}
            for column in reading.columns
        ],
        "actions": [
            {"text": action.text, "owner": action.owner, "done": action.done} for action in reading.actions
        ],
    }
