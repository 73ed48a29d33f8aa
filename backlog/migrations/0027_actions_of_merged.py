"""What was promised for an item goes on with the one that it is merged into, and knows whose it was."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("backlog", "0026_recurrence_of_merged")]

    operations = [
        migrations.AddField(
            model_name="action",
            name="came_with",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="backlog.item",
            ),
        ),
    ]
