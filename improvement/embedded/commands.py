"""Management commands find the embedded servers running, or run them for their own time."""

import os
import sys
import time
from contextlib import ExitStack, contextmanager

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command, execute_from_command_line
from environs import EnvError

from improvement.database import create_missing
from improvement.embedded.home import Home
from improvement.embedded.locks import Busy, held
from improvement.embedded.processes import SUPERVISED
from improvement.embedded.servers import embedded_servers, running
from improvement.embedded.trouble import Trouble

WITHOUT_DATABASE = {
    "collectstatic", "compilemessages", "diffsettings", "findstatic", "help", "makemessages", "read_notes",
    "startapp", "test", "update_texts", "version",
}  # fmt: skip
# These need a database to ask or to change its schema, but none that is up to date and filled.
WITHOUT_CONTENT = {
    "check", "dbshell", "flush", "makemigrations", "migrate", "optimizemigration", "prepare_service",
    "showmigrations", "spectacular", "sqlmigrate", "squashmigrations",
}  # fmt: skip
PATIENCE = 60


def main(arguments: list[str]) -> int:
    """Run one management command as Django would, with a database behind it where it needs one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "improvement.settings")
    try:
        with ExitStack() as stack:
            if needs_servers(arguments) and (servers := _servers(settings.HOME)):
                stack.enter_context(servers_at_hand(settings.HOME, servers))
                _ready_database(arguments[1])
            execute_from_command_line(arguments)
    except (Trouble, ImproperlyConfigured, EnvError) as trouble:
        print(" ".join(str(trouble).split()), file=sys.stderr)
        return 1
    return 0


@contextmanager
def servers_at_hand(home: Home, servers: list):
    """Embedded servers for the block: those of the running service or command, else our own.

    Whoever holds the lock of the servers runs them. A guest holds the shared lock meanwhile, and
    an owning command takes that one alone before it stops them, so that no guest loses them.
    """
    until = time.monotonic() + PATIENCE
    with ExitStack() as stack:
        while not (_own(home, servers, stack) or _join(home, servers, stack)):
            if time.monotonic() > until:
                raise Trouble(f"The servers that run in {home.root} did not answer for {PATIENCE} seconds.")
            time.sleep(0.1)
        yield


def needs_servers(arguments: list[str]) -> bool:
    """Whether this command asks the database, and nobody has told that the servers are there."""
    name = arguments[1] if len(arguments) > 1 else "help"
    asks = {"-h", "--help", "--version"} & set(arguments)
    return not (name in WITHOUT_DATABASE or asks or SUPERVISED in os.environ)


def _own(home: Home, servers: list, stack: ExitStack) -> bool:
    try:
        stack.enter_context(held(home.servers_lock))
    except Busy:
        return False
    closing = stack.enter_context(ExitStack())
    stack.enter_context(running(servers))
    stack.callback(lambda: closing.enter_context(held(home.guests_lock, wait=True)))
    return True


def _join(home: Home, servers: list, stack: ExitStack) -> bool:
    with ExitStack() as guest:
        try:
            guest.enter_context(held(home.guests_lock, shared=True))
        except Busy:
            return False
        if not all(server.is_ready() for server in servers):
            return False
        stack.push(guest.pop_all())
        return True


def _servers(home: Home) -> list:
    return embedded_servers(
        home, postgres=not os.environ.get("DATABASE_URL"), valkey=not os.environ.get("REDIS_URL")
    )


def _ready_database(command: str) -> None:
    """Our own database, on a home where the service has never run, is made by the first command.

    What that has to tell goes to the standard error: the output belongs to the command.
    """
    django.setup()
    if os.environ.get("DATABASE_URL"):
        return
    if command in WITHOUT_CONTENT:
        create_missing(settings.DATABASES["default"]["NAME"])
    else:
        call_command("prepare_service", database_only=True, stdout=sys.stderr)
