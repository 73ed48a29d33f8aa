"""Retrospectives by their state, and all that one person brought, newest first.

Not in one transaction: the indexes are built while the service goes on.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("retrospectives", "0005_drafts_that_are_forgotten")]

    operations = [
        AddIndexConcurrently(
            "pastednotes", models.Index(fields=["person", "-created", "-id"], name="pasted_notes_newest")
        ),
        AddIndexConcurrently(
            "retrospective", models.Index(fields=["state", "-date", "-id"], name="retrospective_by_state")
        ),
    ]
