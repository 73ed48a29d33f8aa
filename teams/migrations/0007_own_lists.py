"""Indexes for the lists of one's own sessions and tokens, and of people who may no longer sign in.

Not in one transaction: they are built while the service goes on. The table of sessions is django-allauth's, so
its index is no part of our models.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

SESSIONS = """
    CREATE INDEX CONCURRENTLY IF NOT EXISTS usersession_newest
    ON usersessions_usersession (user_id, created_at DESC, id DESC)
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("teams", "0006_revision"), ("usersessions", "0001_initial")]

    operations = [
        migrations.RunSQL(SESSIONS, "DROP INDEX CONCURRENTLY IF EXISTS usersession_newest"),
        AddIndexConcurrently(
            model_name="user",
            index=models.Index(
                condition=models.Q(("is_active", False)), fields=["name", "id"], name="user_inactive"
            ),
        ),
        AddIndexConcurrently(
            model_name="apitoken",
            index=models.Index(
                condition=models.Q(("revoked_at", None)),
                fields=["user", "-created", "-id"],
                name="token_newest",
            ),
        ),
    ]
