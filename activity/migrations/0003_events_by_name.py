"""What happened is found by its name. Not in one transaction: the index is built while the service goes on."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("activity", "0002_mail_due")]

    operations = [
        AddIndexConcurrently("event", models.Index(fields=["name", "-id"], name="event_by_name")),
    ]
