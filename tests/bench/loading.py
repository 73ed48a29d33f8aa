"""Very many items with comments, decisions and history, by COPY.

Indexes are made after the rows, and the words of the items by the same function that the product's own
migration calls. Triggers and checks of references rest meanwhile: what is written is consistent.
"""

import multiprocessing
import time
from collections.abc import Callable
from contextlib import contextmanager

import psycopg
from psycopg import sql

from activity.models import Event
from backlog.models import Comment, Decision, Item, ItemWords, Wording
from tests.bench.rows import COLUMNS, Rows

BATCH = 5_000
LOADERS = 2
FIRST_OF_BATCHES = """
SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM backlog_item) items
WHERE place %% %s = 1 ORDER BY id
"""
WORDS_OF_BATCH = """
SELECT backlog_words_write(ARRAY(SELECT id FROM backlog_item WHERE id >= %s ORDER BY id LIMIT %s))
"""
WORDS = ItemWords._meta.db_table
TABLES = (Item, Comment, Decision, Event, Wording)


def load(organization: dict, conninfo: str, items: int) -> dict[str, float]:
    """Load so many items and three times as many comments; how long each step took, in seconds."""
    took = {}
    with psycopg.connect(conninfo, autocommit=True) as connection:
        with step(took, "rows"), constant_columns(connection):
            indexes = take_indexes(connection)
            in_parallel(copy_part, organization, conninfo, items)
        with step(took, "indexes"):
            in_parallel(
                make_indexes, [made for table, made in indexes if table != "backlog_itemwords"], conninfo
            )
        with step(took, "words"):
            in_parallel(words_part, conninfo)
            make_indexes(0, [made for table, made in indexes if table == WORDS], conninfo)
        with step(took, "vacuum"):
            connection.execute("VACUUM (ANALYZE)")
        connection.execute("UPDATE teams_productgroup SET last_number = %s", [items])
    return took


@contextmanager
def step(took: dict, name: str):
    began = time.monotonic()
    yield
    took[name] = round(time.monotonic() - began, 1)


def in_parallel(work: Callable, *arguments) -> None:
    """Call `work(part, …)` in as many processes as there are loaders."""
    fork = multiprocessing.get_context("fork")
    loaders = [fork.Process(target=work, args=(part, *arguments)) for part in range(LOADERS)]
    for loader in loaders:
        loader.start()
    for loader in loaders:
        loader.join()
        if loader.exitcode:
            raise SystemExit("Loading failed; what went wrong stands above.")


@contextmanager
def constant_columns(connection):
    """Columns that are the same in every row are the database's defaults meanwhile."""
    changes = []
    for model in TABLES:
        for field in model._meta.concrete_fields:
            value = field.get_default()
            if field.column in COLUMNS[model] or field.null or value is None or field.db_returning:
                continue
            column = (sql.Identifier(model._meta.db_table), sql.Identifier(field.column))
            value = "{}" if isinstance(value, list) else value
            put = sql.SQL("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}")
            connection.execute(put.format(*column, sql.Literal(value)))
            changes.append(sql.SQL("ALTER TABLE {} ALTER COLUMN {} DROP DEFAULT").format(*column))
    yield
    for change in changes:
        connection.execute(change)


def take_indexes(connection) -> list[tuple[str, str]]:
    """Drop what serves no constraint, and give table and statement that make it again."""
    tables = [model._meta.db_table for model in (*TABLES, ItemWords)]
    found = connection.execute(
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND NOT EXISTS "
        "(SELECT FROM pg_constraint WHERE conname = indexname)",
        [tables],
    ).fetchall()
    for _table, name, _made in found:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    return [(table, made) for table, _name, made in found]


def make_indexes(part: int, statements: list[str], conninfo: str) -> None:
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute("SET max_parallel_maintenance_workers = 0")
        for statement in statements[part::LOADERS]:
            connection.execute(statement)


def copy_part(part: int, organization: dict, conninfo: str, items: int) -> None:
    rows = Rows(organization, items, part)
    with psycopg.connect(conninfo) as connection:
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET session_replication_role = replica")
        for first in range(part * BATCH, items, LOADERS * BATCH):
            for model, lines in rows.batch(first, min(first + BATCH, items)).items():
                columns = ", ".join(COLUMNS[model])
                with connection.cursor().copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy:
                    copy.write("".join(lines))
            connection.commit()


def words_part(part: int, conninfo: str) -> None:
    """The words of every second batch of items."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        first = connection.execute(FIRST_OF_BATCHES, [BATCH]).fetchall()
        for (pk,) in first[part::LOADERS]:
            connection.execute(WORDS_OF_BATCH, [pk, BATCH])
