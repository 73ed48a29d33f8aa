"""Decisions by their verdict, and what people answered about one item in its order.

Not in one transaction: the indexes are built while the service goes on.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("backlog", "0020_flagged_items_by_time")]

    operations = [
        AddIndexConcurrently(
            "decision", models.Index(fields=["verdict", "-at", "-id"], name="decision_by_verdict")
        ),
        AddIndexConcurrently(
            "perspective", models.Index(fields=["item", "at", "id"], name="perspective_by_item")
        ),
    ]
