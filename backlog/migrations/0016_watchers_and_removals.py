"""Who has commented watches the item; what was removed is found by its date.

Not in one transaction: the index on comments is built while the service goes on.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

COMMENTERS_WATCH = """
    INSERT INTO backlog_watch (item_id, user_id, watching, at)
    SELECT DISTINCT item_id, author_id, true, now() FROM backlog_comment
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("backlog", "0015_conversation")]

    operations = [
        migrations.RunSQL(COMMENTERS_WATCH, migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("removed_at__isnull", False)),
                fields=["removed_at"],
                name="comment_by_removal",
            ),
        ),
    ]
