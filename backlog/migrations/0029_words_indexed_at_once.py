"""New words go into the index at once: what waited there was read through by each search, and written in gusts."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

AT_ONCE = """
ALTER INDEX item_by_its_words SET (fastupdate = off);
SELECT gin_clean_pending_list('item_by_its_words'::regclass);
"""


class Migration(migrations.Migration):
    dependencies = [("backlog", "0028_actions_that_came")]

    operations = [
        migrations.RunSQL(
            AT_ONCE,
            "ALTER INDEX item_by_its_words SET (fastupdate = on)",
            state_operations=[
                migrations.RemoveIndex("itemwords", "item_by_its_words"),
                migrations.AddIndex(
                    "itemwords", GinIndex(fields=["words"], name="item_by_its_words", fastupdate=False)
                ),
            ],
        )
    ]
