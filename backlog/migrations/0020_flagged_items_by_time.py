"""Flagged items by time: a search beside `flag:` joins them with its hits without reading the items."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("backlog", "0019_revised_by_pins")]

    operations = [
        AddIndexConcurrently(
            model_name="item",
            index=models.Index(
                condition=models.Q(("flags", []), _negated=True),
                fields=["product_group", "-created", "-id"],
                include=("flags",),
                name="item_flagged",
            ),
        ),
    ]
