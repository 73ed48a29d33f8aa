"""Words for the items that are there already, in batches, while the service may go on."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations

BATCH = 2_000

NEXT = """
SELECT array_agg(id) FROM (
    SELECT id FROM backlog_item WHERE id > %s ORDER BY id LIMIT %s
) batch
"""


def fill(apps, schema_editor):
    """Each batch is a transaction of its own. Safe to repeat after an interruption."""
    last = "00000000-0000-0000-0000-000000000000"
    with schema_editor.connection.cursor() as cursor:
        while True:
            cursor.execute(NEXT, [last, BATCH])
            (ids,) = cursor.fetchone()
            if not ids:
                break
            cursor.execute("SELECT backlog_words_write(%s::uuid[])", [ids])
            last = ids[-1]
        cursor.execute("ANALYZE backlog_itemwords")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("backlog", "0010_words_of_items")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        AddIndexConcurrently(
            model_name="itemwords",
            index=GinIndex(
                fields=["words"], name="item_by_its_words", fastupdate=True, gin_pending_list_limit=256
            ),
        ),
    ]
