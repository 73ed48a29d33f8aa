"""Print what was understood of notes of retrospectives. Stores nothing."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from retrospectives.reading import LARGEST, Unreadable, read_all, told
from retrospectives.refusals import sentence_for


class Command(BaseCommand):
    help = "Reads texts of retrospectives and prints what it understood, one retrospective a line, as JSON."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *, files: list[Path], **options):
        """Print every file that can be read; raise `CommandError` at the end where one could not."""
        refused = 0
        for path in files:
            try:
                readings = read_all(_bytes_of(path))
            except OSError as error:
                self.stderr.write(f"{path}: {error.strerror}")
                refused += 1
                continue
            except Unreadable as error:
                self.stderr.write(f"{path}: {sentence_for(error)}")
                refused += 1
                continue
            for reading in readings:
                self.stdout.write(json.dumps(told(reading, str(path)), ensure_ascii=False))
        if refused:
            raise CommandError(f"{refused} of {len(files)} files could not be read.")


def _bytes_of(path: Path) -> bytes:
    """What stands in the file, at most a byte more than can be read."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)
