"""Drafts know when they were last touched; a text that waits to be read stands beside the draft before it."""

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("retrospectives", "0004_words_of_notes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="pastednotes",
            name="touched",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.RemoveConstraint(model_name="pastednotes", name="pasted_notes_one_draft"),
        migrations.AddConstraint(
            model_name="pastednotes",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "read"), ("stored_at", None)),
                fields=("retrospective", "person"),
                name="pasted_notes_one_draft",
            ),
        ),
    ]
