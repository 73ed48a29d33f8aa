"""A row of words per item, written by triggers: the functions, and nothing that takes long."""

import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

WORDS_IN_FORMS = """
CREATE FUNCTION backlog_words_in_forms(text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    said text := translate($1, './@<', '    ');  -- no addresses, paths and tags: only words
    forms tsvector := to_tsvector('pg_catalog.english', said);
    others tsvector;
BEGIN
    others := to_tsvector('pg_catalog.swedish', said);
    forms := forms || ts_delete(others, tsvector_to_array(forms));
    others := to_tsvector('pg_catalog.german', said);
    forms := forms || ts_delete(others, tsvector_to_array(forms));
    others := to_tsvector('pg_catalog.simple', said);
    RETURN forms || ts_delete(others, tsvector_to_array(forms));
END $$;
"""

WRITE = """
CREATE FUNCTION backlog_words_write(item_ids uuid[]) RETURNS void LANGUAGE sql AS $$
INSERT INTO backlog_itemwords (item_id, created, words)
SELECT
    item.id,
    item.created,
    setweight(backlog_words_in_forms(item.title), 'A')
    || setweight(backlog_words_in_forms(left(concat_ws(' ', item.description, item.idea, item.effect,
        item.prediction, item.measure, item.result, item.learning), 60000)), 'B')
    || setweight(backlog_words_in_forms(left(verdicts.said, 20000)), 'C')
    || setweight(backlog_words_in_forms(left(talk.said, 60000)), 'D')
    || array_to_tsvector(array_remove(ARRAY[
        '~g' || replace(item.product_group_id::text, '-', ''),
        '~t' || replace(item.team_id::text, '-', ''),
        '~p' || floor(extract(epoch FROM item.created) / (28 * 24 * 60 * 60))::bigint
    ], NULL))
FROM backlog_item item
CROSS JOIN LATERAL (
    SELECT coalesce(string_agg(concat_ws(' ', reason, nullif(reply, reason)), ' '), '') AS said
    FROM (SELECT reason, reply FROM backlog_decision WHERE item_id = item.id ORDER BY at DESC LIMIT 50) d
) verdicts
CROSS JOIN LATERAL (
    SELECT coalesce(string_agg(text, ' '), '') AS said
    FROM (SELECT text FROM backlog_comment WHERE item_id = item.id ORDER BY created DESC, id DESC LIMIT 300) c
) talk
WHERE item.id = ANY(item_ids)
ON CONFLICT (item_id) DO UPDATE SET created = excluded.created, words = excluded.words
$$;
"""

TRIGGERS = """
CREATE FUNCTION backlog_words_of_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM backlog_words_write(ARRAY[NEW.id]);
    RETURN NULL;
END $$;

CREATE FUNCTION backlog_words_of_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM backlog_words_write(ARRAY[OLD.item_id]); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM backlog_words_write(ARRAY[NEW.item_id]); END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER words_of_new_item AFTER INSERT ON backlog_item
FOR EACH ROW EXECUTE FUNCTION backlog_words_of_item();

CREATE TRIGGER words_of_changed_item AFTER UPDATE OF title, description, idea, effect, prediction, measure,
    result, learning, product_group_id, team_id, created ON backlog_item
FOR EACH ROW WHEN (
    (OLD.title, OLD.description, OLD.idea, OLD.effect, OLD.prediction, OLD.measure, OLD.result, OLD.learning,
     OLD.product_group_id, OLD.team_id, OLD.created)
    IS DISTINCT FROM
    (NEW.title, NEW.description, NEW.idea, NEW.effect, NEW.prediction, NEW.measure, NEW.result, NEW.learning,
     NEW.product_group_id, NEW.team_id, NEW.created)
) EXECUTE FUNCTION backlog_words_of_item();

CREATE TRIGGER words_of_comment AFTER INSERT OR DELETE OR UPDATE OF text, item_id ON backlog_comment
FOR EACH ROW EXECUTE FUNCTION backlog_words_of_part();

CREATE TRIGGER words_of_decision AFTER INSERT OR DELETE OR UPDATE OF reason, reply, item_id
ON backlog_decision FOR EACH ROW EXECUTE FUNCTION backlog_words_of_part();
"""

# The words lie outside the row and unpacked: a search passes over narrow rows and unpacks none.
ASIDE = """
ALTER TABLE backlog_itemwords ALTER COLUMN words SET STORAGE EXTERNAL;
ALTER TABLE backlog_itemwords SET (toast_tuple_target = 128);
ALTER TABLE backlog_itemwords ALTER COLUMN words SET STATISTICS 10;
"""

UNDO = """
DROP TRIGGER words_of_decision ON backlog_decision;
DROP TRIGGER words_of_comment ON backlog_comment;
DROP TRIGGER words_of_changed_item ON backlog_item;
DROP TRIGGER words_of_new_item ON backlog_item;
DROP FUNCTION backlog_words_of_part();
DROP FUNCTION backlog_words_of_item();
DROP FUNCTION backlog_words_write(uuid[]);
DROP FUNCTION backlog_words_in_forms(text);
"""


class Migration(migrations.Migration):
    dependencies = [("backlog", "0009_wording_of_items")]

    operations = [
        migrations.CreateModel(
            name="ItemWords",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words_of",
                        serialize=False,
                        to="backlog.item",
                    ),
                ),
                ("created", models.DateTimeField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.RunSQL(ASIDE, migrations.RunSQL.noop),
        migrations.RunSQL(WORDS_IN_FORMS + WRITE + TRIGGERS, UNDO),
    ]
