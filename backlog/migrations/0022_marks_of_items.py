"""What items are filtered by becomes marks among their words; stems are told apart from what was written.

And answers to a template's questions become words.
"""

from django.db import migrations, models

# The default makes this quick however many rows there are. Free room in each page lets a row that only gets
# another moment of silence stay where it is, so that no index has to be written.
SILENCE = """
ALTER TABLE backlog_itemwords ADD COLUMN silent_since timestamptz NOT NULL DEFAULT 'infinity';
ALTER TABLE backlog_itemwords SET (fillfactor = 85);
"""

MARKS = """
CREATE FUNCTION backlog_marks_of(item backlog_item) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN array_remove(ARRAY[
        '~g' || replace(item.product_group_id::text, '-', ''),
        '~t' || replace(item.team_id::text, '-', ''),
        '~o' || replace(item.owner_id::text, '-', ''),
        '~r' || replace(item.raised_by_id::text, '-', ''),
        '~s' || item.state,
        '~k' || item.kind,
        '~p' || floor(extract(epoch FROM item.created) / (28 * 24 * 60 * 60))::bigint,
        '~q' || floor(extract(epoch FROM item.silent_since) / (28 * 24 * 60 * 60))::bigint
    ], NULL) || ARRAY(SELECT '~f' || flag FROM unnest(item.flags) flag);
END $$;
"""

# A stem that is none of the words begins with "=": what begins with some letters is looked for among words alone.
FORMS = r"""
CREATE OR REPLACE FUNCTION backlog_words_in_forms(text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    said text := translate($1, './@<', '    ');  -- no addresses, paths and tags: only words
    forms tsvector := to_tsvector('pg_catalog.simple', said);
    written text[] := tsvector_to_array(forms);
    stems tsvector := ts_delete(to_tsvector('pg_catalog.english', said), written);
    others tsvector;
BEGIN
    others := to_tsvector('pg_catalog.swedish', said);
    stems := stems || ts_delete(others, written || tsvector_to_array(stems));
    others := to_tsvector('pg_catalog.german', said);
    stems := stems || ts_delete(others, written || tsvector_to_array(stems));
    RETURN forms || regexp_replace(stems::text, $r$(^| )'$r$, $r$\1'=$r$, 'g')::tsvector;
END $$;
"""

WRITE = """
CREATE OR REPLACE FUNCTION backlog_words_write(item_ids uuid[]) RETURNS void LANGUAGE sql AS $$
INSERT INTO backlog_itemwords (item_id, created, silent_since, words)
SELECT
    item.id,
    item.created,
    item.silent_since,
    setweight(backlog_words_in_forms(item.title), 'A')
    || setweight(backlog_words_in_forms(left(concat_ws(' ', item.description, item.idea, item.effect,
        item.prediction, item.measure, item.result, item.learning, told.answers), 60000)), 'B')
    || setweight(backlog_words_in_forms(left(verdicts.said, 20000)), 'C')
    || setweight(backlog_words_in_forms(left(talk.said, 60000)), 'D')
    || array_to_tsvector(backlog_marks_of(item))
FROM backlog_item item
CROSS JOIN LATERAL (
    SELECT string_agg(text, ' ' ORDER BY id) AS answers FROM backlog_answer WHERE item_id = item.id
) told
CROSS JOIN LATERAL (
    SELECT coalesce(string_agg(concat_ws(' ', reason, nullif(reply, reason)), ' '), '') AS said
    FROM (SELECT reason, reply FROM backlog_decision WHERE item_id = item.id ORDER BY at DESC LIMIT 50) d
) verdicts
CROSS JOIN LATERAL (
    SELECT coalesce(string_agg(text, ' '), '') AS said
    FROM (SELECT text FROM backlog_comment WHERE item_id = item.id ORDER BY created DESC, id DESC LIMIT 300) c
) talk
WHERE item.id = ANY(item_ids)
ON CONFLICT (item_id) DO UPDATE
    SET created = excluded.created, silent_since = excluded.silent_since, words = excluded.words
$$;
"""

# Where only marks change, the texts are not read again.
TRIGGERS = """
CREATE OR REPLACE FUNCTION backlog_words_of_item() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    marks text[] := backlog_marks_of(NEW);
    before text[];
BEGIN
    IF TG_OP = 'UPDATE' AND (
        (OLD.title, OLD.description, OLD.idea, OLD.effect, OLD.prediction, OLD.measure, OLD.result,
         OLD.learning, OLD.created)
        IS NOT DISTINCT FROM
        (NEW.title, NEW.description, NEW.idea, NEW.effect, NEW.prediction, NEW.measure, NEW.result,
         NEW.learning, NEW.created)
    ) THEN
        before := backlog_marks_of(OLD);
        IF marks IS DISTINCT FROM before THEN
            UPDATE backlog_itemwords
            SET words = ts_delete(words, before) || array_to_tsvector(marks), silent_since = NEW.silent_since
            WHERE item_id = NEW.id;
        ELSE
            UPDATE backlog_itemwords SET silent_since = NEW.silent_since WHERE item_id = NEW.id;
        END IF;
    ELSE
        PERFORM backlog_words_write(ARRAY[NEW.id]);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER words_of_changed_item AFTER UPDATE OF title, description, idea, effect, prediction,
    measure, result, learning, product_group_id, team_id, created, owner_id, raised_by_id, state, kind,
    silent_since, flags ON backlog_item
FOR EACH ROW WHEN (
    (OLD.title, OLD.description, OLD.idea, OLD.effect, OLD.prediction, OLD.measure, OLD.result, OLD.learning,
     OLD.product_group_id, OLD.team_id, OLD.created, OLD.owner_id, OLD.raised_by_id, OLD.state, OLD.kind,
     OLD.silent_since, OLD.flags)
    IS DISTINCT FROM
    (NEW.title, NEW.description, NEW.idea, NEW.effect, NEW.prediction, NEW.measure, NEW.result, NEW.learning,
     NEW.product_group_id, NEW.team_id, NEW.created, NEW.owner_id, NEW.raised_by_id, NEW.state, NEW.kind,
     NEW.silent_since, NEW.flags)
) EXECUTE FUNCTION backlog_words_of_item();

CREATE TRIGGER words_of_answer AFTER INSERT OR DELETE OR UPDATE OF text, item_id ON backlog_answer
FOR EACH ROW EXECUTE FUNCTION backlog_words_of_part();
"""


class Migration(migrations.Migration):
    dependencies = [("backlog", "0021_lists_by_index")]

    operations = [
        migrations.RunSQL(
            SILENCE,
            state_operations=[
                migrations.AddField("itemwords", "silent_since", models.DateTimeField(), preserve_default=False)
            ],
        ),
        migrations.RunSQL(MARKS + FORMS + WRITE + TRIGGERS),
    ]
