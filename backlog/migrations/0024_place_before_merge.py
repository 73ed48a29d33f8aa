"""Where a merged item stood on the improvement backlog, so that it can go back there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("backlog", "0023_marks_filled")]

    operations = [
        migrations.AddField(
            model_name="item",
            name="position_before_merge",
            field=models.CharField(blank=True, db_collation="C", db_default="", default="", max_length=255),
        ),
    ]
