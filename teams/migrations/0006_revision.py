"""A row for each change of people, teams, groups and roles, written by triggers."""

import django.db.models.functions.datetime
from django.db import migrations, models

TABLES = ("user", "team", "productgroup", "grouprole", "membership")
FUNCTION = """
CREATE FUNCTION teams_revise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['last_number', 'last_login']
            = to_jsonb(OLD) - ARRAY['last_number', 'last_login'] THEN
        RETURN NULL;  -- what is counted at every item and every sign-in
    END IF;
    INSERT INTO teams_revision DEFAULT VALUES;
    IF random() < 0.01 THEN
        DELETE FROM teams_revision WHERE id IN (
            SELECT id FROM teams_revision WHERE id < (SELECT max(id) - 1000 FROM teams_revision)
            FOR UPDATE SKIP LOCKED
        );
    END IF;
    RETURN NULL;
END $$;
"""
TRIGGERS = "".join(
    f"CREATE TRIGGER revise AFTER INSERT OR UPDATE OR DELETE ON teams_{table} "
    "FOR EACH ROW EXECUTE FUNCTION teams_revise();\n"
    for table in TABLES
)
UNDO = "".join(f"DROP TRIGGER revise ON teams_{table};\n" for table in TABLES) + "DROP FUNCTION teams_revise();"


class Migration(migrations.Migration):
    dependencies = [("teams", "0005_shortcuts")]

    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.RunSQL(FUNCTION + TRIGGERS, UNDO),
    ]
