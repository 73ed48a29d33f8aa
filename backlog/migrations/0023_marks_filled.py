"""Marks for the items that are there already, and words for their answers, while the service goes on."""

from django.db import migrations, transaction

BATCH = 500

NEXT = "SELECT id FROM backlog_item WHERE id > %s ORDER BY id LIMIT %s FOR NO KEY UPDATE"
MARK = """
UPDATE backlog_itemwords said
SET words = said.words || array_to_tsvector(backlog_marks_of(item)), silent_since = item.silent_since
FROM backlog_item item WHERE item.id = said.item_id AND item.id = ANY(%s)
"""
ANSWERED = "SELECT backlog_words_write(ARRAY(SELECT DISTINCT item_id FROM backlog_answer WHERE item_id = ANY(%s)))"


def fill(apps, schema_editor):
    """Each batch is a transaction of its own, in which nobody changes its items. Safe to repeat."""
    connection = schema_editor.connection
    last = "00000000-0000-0000-0000-000000000000"
    with connection.cursor() as cursor:
        while last:
            with transaction.atomic(using=connection.alias):
                cursor.execute(NEXT, [last, BATCH])
                ids = [pk for (pk,) in cursor.fetchall()]
                cursor.execute(MARK, [ids])
                cursor.execute(ANSWERED, [ids])
            last = ids[-1] if ids else None
        cursor.execute("ALTER TABLE backlog_itemwords ALTER COLUMN silent_since DROP DEFAULT")
        cursor.execute("ANALYZE backlog_itemwords")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("backlog", "0022_marks_of_items")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
