from unittest.mock import patch

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from demo.year import tell_the_year
from teams.models import User


class Command(BaseCommand):
    help = "Fill an empty database with the demonstration organization. Does nothing where there are people."

    def handle(self, **options):
        if User.objects.exists():
            self.stdout.write("There are people already; nothing was changed.")
            return
        with patch("activity.doorbell.ring"), transaction.atomic():
            self._one_at_a_time()
            if User.objects.exists():
                return
            self.month = None
            tell_the_year(self._progress)
        self._analyze()
        self.stdout.write("The demonstration is ready.")

    def _one_at_a_time(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('make_demo'))")
            if not cursor.fetchone()[0]:
                raise CommandError("The demonstration is being made by another process.")

    def _analyze(self) -> None:
        """Tell the planner how the tables have grown."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _progress(self, moment) -> None:
        if self.month != moment.month:
            self.month = moment.month
            self._analyze()
            self.stdout.write(f"Telling {moment:%B %Y}")
