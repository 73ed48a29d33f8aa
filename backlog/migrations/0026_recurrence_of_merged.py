"""What was merged before now takes along that it came back.

Apart from the new column, which locks the table for as long as its transaction lasts.
"""

from django.db import migrations

OWN = "UPDATE backlog_item SET recurred_itself = true WHERE recurred"
OF_WHAT_WAS_MERGED = """
WITH RECURSIVE above (id) AS (
    SELECT merged_into_id FROM backlog_item WHERE recurred AND merged_into_id IS NOT NULL
    UNION
    SELECT item.merged_into_id FROM backlog_item item JOIN above USING (id) WHERE item.merged_into_id IS NOT NULL
)
UPDATE backlog_item SET recurred = true FROM above WHERE backlog_item.id = above.id AND NOT recurred
"""


class Migration(migrations.Migration):
    dependencies = [("backlog", "0025_recurred_itself")]

    operations = [migrations.RunSQL([OWN, OF_WHAT_WAS_MERGED], reverse_sql=migrations.RunSQL.noop)]
