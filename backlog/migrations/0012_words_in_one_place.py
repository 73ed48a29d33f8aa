"""The words beside the item's own row are needed no more; dropping a column rewrites nothing."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("backlog", "0011_words_filled")]

    operations = [
        migrations.RemoveIndex(model_name="item", name="item_by_words"),
        migrations.RemoveField(model_name="item", name="search"),
    ]
