"""Actions by the merged item that they came with. Built while the service goes on."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("backlog", "0027_actions_of_merged")]

    operations = [
        AddIndexConcurrently(
            "action",
            models.Index(
                condition=models.Q(("came_with__isnull", False)), fields=["came_with"], name="action_that_came"
            ),
        ),
    ]
