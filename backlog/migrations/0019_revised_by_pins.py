"""What stands in everybody's side bar, and what templates ask, is kept like who is where: until it changes."""

from django.db import migrations

TABLES = ("viewpin", "savedview", "itemtemplate")
TRIGGERS = "".join(
    f"CREATE TRIGGER revise AFTER INSERT OR UPDATE OR DELETE ON backlog_{table} "
    "FOR EACH ROW EXECUTE FUNCTION teams_revise();\n"
    for table in TABLES
)
UNDO = "".join(f"DROP TRIGGER revise ON backlog_{table};\n" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("backlog", "0018_item_templates"), ("teams", "0006_revision")]

    operations = [migrations.RunSQL(TRIGGERS, UNDO)]
