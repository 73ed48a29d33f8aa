"""Whether anything has changed in who is where: people, teams, product groups, roles.

Triggers write a row for each change (migration `0006_revision`), so a change that is not yet committed, or
is taken back, is nobody else's. What was read under one revision holds for as long as that is the newest:
see `teams.kept`.
"""

from django.db import connection, models
from django.db.models.functions import Now


class Revision(models.Model):
    """One change of people, teams, groups or roles. Old rows are removed by the trigger itself."""

    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.pk)

    @staticmethod
    def now() -> tuple:
        """The newest and how many: a row with a lower number may be committed later."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(id), count(*) FROM teams_revision")
            return cursor.fetchone()
