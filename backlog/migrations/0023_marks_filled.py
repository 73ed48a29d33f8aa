"""Marks and told stems for the items that are there already, while the service goes on."""

from django.db import migrations, transaction

BATCH = 500

NEXT = "SELECT id FROM backlog_item WHERE id > %s ORDER BY id LIMIT %s FOR NO KEY UPDATE"

def fill(apps, schema_editor):
    """Each batch is a transaction of its own, in which nobody changes its items. Safe to repeat."""
    connection = schema_editor.connection
    last = "00000000-0000-0000-0000-000000000000"
    with connection.cursor() as cursor:
        while last:
            with transaction.atomic(using=connection.alias):
                cursor.execute(NEXT, [last, BATCH])
                ids = [pk for (pk,) in cursor.fetchall()]
                cursor.execute("SELECT backlog_words_write(%s::uuid[])", [ids])
            last = ids[-1] if ids else None
        cursor.execute("ALTER TABLE backlog_itemwords ALTER COLUMN silent_since DROP DEFAULT")
        cursor.execute("ANALYZE backlog_itemwords")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("backlog", "0022_marks_of_items")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
