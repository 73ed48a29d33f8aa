"""Very many items with comments, decisions and history, by COPY.

Indexes are made after the rows, and the words of the items by the same function that the product's own
migration calls. Triggers and checks of references rest meanwhile: what is written is consistent. So
does the server's care for what a loss of power would cost; before anything is measured it is back.
"""

import multiprocessing
import time
from collections.abc import Callable, Iterable
from contextlib import contextmanager

import psycopg
from psycopg import sql

from activity.models import Event
from backlog.models import Comment, Decision, Item, ItemWords, Wording
from tests.bench.rows import COLUMNS, Rows

BATCH = 2_500
LOADERS = 2
MEANWHILE = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_wal_size": "16GB",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
    "maintenance_work_mem": "1GB",
    "max_parallel_maintenance_workers": "0",
}
"""Settings of the server while it is loaded."""
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
    with psycopg.connect(conninfo, autocommit=True) as connection, carefree(connection):
        with step(took, "rows"), constant_columns(connection):
            indexes = take_indexes(connection)
            rows = Rows(organization, items)
            in_parallel(lambda line, first: copy_batch(line, rows, first), range(0, items, BATCH), conninfo)
        with step(took, "indexes"):
            in_parallel(execute, [made for table, made in indexes if table != WORDS], conninfo)
        with step(took, "words"):
            first = connection.execute(FIRST_OF_BATCHES, [BATCH]).fetchall()
            in_parallel(write_words, [pk for (pk,) in first], conninfo)
            connection.execute(f"SET max_parallel_maintenance_workers = {LOADERS - 1}")
            for made in [made for table, made in indexes if table == WORDS]:
                connection.execute(made)
        with step(took, "vacuum"):
            tables = [model._meta.db_table for model in (ItemWords, *TABLES)]
            in_parallel(execute, [f"VACUUM (ANALYZE) {table}" for table in tables], conninfo)
        connection.execute("UPDATE teams_productgroup SET last_number = %s", [items])
    return took


@contextmanager
def step(took: dict, name: str):
    began = time.monotonic()
    yield
    took[name] = round(time.monotonic() - began, 1)


@contextmanager
def carefree(connection):
    """Every connection that is made meanwhile has the settings; in the end all is on the disk."""
    for name, value in MEANWHILE.items():
        connection.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), value))
    connection.execute("SELECT pg_reload_conf()")
    yield
    for name in MEANWHILE:
        connection.execute(sql.SQL("ALTER SYSTEM RESET {}").format(sql.Identifier(name)))
    connection.execute("SELECT pg_reload_conf()")
    connection.execute("CHECKPOINT")


def in_parallel(work: Callable, tasks: Iterable, conninfo: str) -> None:
    """Call `work(connection, task)` for each task, in as many processes as there are loaders."""
    fork = multiprocessing.get_context("fork")
    waiting = fork.SimpleQueue()

    def take() -> None:
        with psycopg.connect(conninfo, autocommit=True) as connection:
            while (task := waiting.get()) is not None:
                work(connection, task)

    loaders = [fork.Process(target=take) for _loader in range(LOADERS)]
    for loader in loaders:
        loader.start()
    for task in (*tasks, *[None] * LOADERS):
        waiting.put(task)
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


def execute(connection, statement: str) -> None:
    connection.execute(statement)


def copy_batch(connection, rows: Rows, first: int) -> None:
    """Rows of the items from the number `first` on."""
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        for model, lines in rows.batch(first, min(first + BATCH, rows.items)).items():
            columns = ", ".join(COLUMNS[model])
            with connection.cursor().copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy:
                copy.write("".join(lines))


def write_words(connection, first) -> None:
    """The words of a batch of items."""
    connection.execute(WORDS_OF_BATCH, [first, BATCH])
