from pathlib import Path
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from backlog import item_files
from backlog.models.imports import Bringing
from teams.models import Team


class Command(BaseCommand):
    help = "Bring items from a CSV file, all or nothing. The same file twice makes no item twice."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--team",
            required=True,
            metavar="TEAM",
            help="name or id of a team: its product group gets the items; rows that name no team of that "
            "group become proposals that affect this team",
        )
        parser.add_argument("--dry-run", action="store_true", help="check only, store nothing")

    def handle(self, *, file: Path, team: str, dry_run: bool, **options):
        team = self._team(team)
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}.") from error
        group = team.product_group
        reading = item_files.read(content, group.zone, group.today())
        if reading.problems:
            for problem in reading.problems:
                self.stderr.write(f"{file}:{problem.line}: {problem.column or 'row'}: {problem.message}")
            raise CommandError(f"{len(reading.problems)} problems; nothing was stored.")
        bringing = Bringing(team, by=None, file_name=file.name, on_progress=self._progress)
        with transaction.atomic():
            bringing.plan(reading.rows)
            if not dry_run:
                bringing.store()
        outcome = ", ".join(f"{count} {name}" for name, count in bringing.outcome.items())
        self.stdout.write(f"{'Would bring' if dry_run else 'Brought'}: {outcome}.")

    def _team(self, wanted: str) -> Team:
        teams = Team.objects.active().select_related("product_group")
        try:
            found = list(teams.filter(pk=UUID(wanted)))
        except ValueError:
            found = list(teams.filter(name__iexact=wanted))
        if len(found) == 1:
            return found[0]
        if found:
            raise CommandError(f"Several teams are named “{wanted}”: give the id of one.")
        raise CommandError(f"There is no active team “{wanted}”.")

    def _progress(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done} of {total}", ending="\n" if done == total else "")
