"""Notes are found by their words; the index is made while the boards go on."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations

from retrospectives.models.parts import NOTE_WORDS


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("retrospectives", "0003_brought_notes")]

    operations = [
        AddIndexConcurrently(model_name="note", index=GinIndex(NOTE_WORDS, name="note_by_words")),
    ]
