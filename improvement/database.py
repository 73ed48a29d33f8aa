"""The database as a whole: made, brought up to date, dropped. For the start, never for requests."""

from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from improvement.embedded.trouble import Trouble

# One number for "the database is being made ready", so that two who start at once do it in turn.
READYING = 7_140_001
DEMO_SUFFIX = "_demo"


def create_missing(name: str) -> bool:
    """Create the database `name` unless it is there; True where it was created."""
    with maintenance() as server:
        if server.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone():
            return False
        try:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except psycopg.errors.DuplicateDatabase:
            return False
        except psycopg.errors.InsufficientPrivilege as error:
            raise Trouble(
                f"The account of DATABASE_URL may not create the database {name}: create it, or set DEMO=0."
            ) from error
        return True


def drop(name: str) -> None:
    """Drop the database `name` whole, with the sessions that still use it."""
    with maintenance() as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def readying():
    """Only one process at a time makes the database ready; others wait here."""
    with maintenance() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [READYING])
        yield


@contextmanager
def maintenance():
    """A connection beside the application's database, from which that one can be created and dropped."""
    given = settings.DATABASES["default"]
    options = {"host": given.get("HOST"), "port": given.get("PORT"), "user": given.get("USER")}
    options |= {"password": given.get("PASSWORD"), "autocommit": True, "connect_timeout": 5}
    options |= {name: value for name, value in given["OPTIONS"].items() if name.startswith("ssl")}
    options = {name: value for name, value in options.items() if value}
    last = None
    for database in ("postgres", given["NAME"].removesuffix(DEMO_SUFFIX)):
        try:
            server = psycopg.connect(dbname=database, **options)
        except psycopg.OperationalError as error:
            last = error
            continue
        with server:
            yield server
        return
    reason = str(last).strip().splitlines()[0]
    raise Trouble(f"The database can't be reached: {reason} (check DATABASE_URL).") from last


def needs_migration() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    """Apply what is missing, without the short timeouts that requests have."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET lock_timeout = 0")
    call_command("migrate", interactive=False, verbosity=0)


def let_go() -> None:
    """Close the pool's connections; at the end of a process it waits long for its own threads otherwise."""
    connections.close_all()
    for wrapper in connections.all(initialized_only=True):
        wrapper.close_pool()
