"""Whether anything has changed of what is kept: people, teams, groups, roles, pinned views, templates.

Triggers write a row for each change (migrations `0006_revision`, of the backlog `0019_revised_by_pins`), so a
change that is not yet committed, or is taken back, is nobody else's. What was read under one revision holds
for as long as that is the newest: see `teams.kept`.
"""

from django.db import connection, models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now

LATEST = "SELECT concat(max(id), ' of ', count(*)) FROM teams_revision"
"""The newest and how many: a row with a lower number may be committed later."""


class Revision(models.Model):
    """One such change. Old rows are removed by the trigger itself."""

    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.pk)

    @staticmethod
    def now() -> str:
        with connection.cursor() as cursor:
            cursor.execute(LATEST)
            return cursor.fetchone()[0]

    @staticmethod
    def beside() -> RawSQL:
        """The same as a column beside others, which saves a query."""
        return RawSQL(f"({LATEST})", (), models.TextField())
