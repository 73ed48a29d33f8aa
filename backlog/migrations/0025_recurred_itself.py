"""An item that came back takes that along where it is merged into another one, and away again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("backlog", "0024_place_before_merge")]

    operations = [
        migrations.AddField(
            model_name="item",
            name="recurred_itself",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
