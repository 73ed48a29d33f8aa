"""Both embedded servers together, for those who need them only while they run themselves."""

import os
import subprocess
import time
from contextlib import ExitStack, contextmanager

from improvement.embedded.account import as_account, server_account
from improvement.embedded.home import Home
from improvement.embedded.postgres import PACKAGE, Postgres
from improvement.embedded.processes import child_options
from improvement.embedded.trouble import Trouble, check_space, explain_log
from improvement.embedded.valkey import Valkey

PATIENCE = 60


def embedded_servers(home: Home, *, postgres: bool, valkey: bool, safe: bool = True) -> list:
    """The servers that must run in this home, prepared as far as needs no start yet."""
    open_home(home)
    if not (postgres or valkey):
        return []
    account = server_account(home, PACKAGE)
    wanted = [(Postgres, postgres), (Valkey, valkey)]
    return [kind(home, account, safe) for kind, needed in wanted if needed]


def open_home(home: Home) -> None:
    """Make the home folder, and say in one sentence why it can't be used where it can't."""
    try:
        home.root.mkdir(parents=True, exist_ok=True)
        home.logs.mkdir(exist_ok=True)
    except OSError as error:
        raise Trouble(
            f"The folder {home.root} can't be used: {error.strerror} ({error.filename})."
        ) from error
    if not os.access(home.root, os.W_OK | os.X_OK):
        raise Trouble(f"The folder {home.root} can't be written: change its rights or set IMPROVEMENT_HOME.")
    check_space(home.root)


def start_options(server) -> dict:
    """Options of `Popen` that are the same however a server is watched."""
    return child_options(server.stop_signal) | as_account(server.account) | {"cwd": "/"}


@contextmanager
def running(servers: list):
    """Start the servers, wait until they answer, and stop them at the end in opposite order."""
    with ExitStack() as stack:
        for server in servers:
            server.prepare()
            with server.log.open("ab") as log:
                child = subprocess.Popen(server.command(), stdout=log, stderr=log, **start_options(server))
            stack.callback(_stop, child, server)
            _wait_ready(child, server)
        yield


def _wait_ready(child: subprocess.Popen, server) -> None:
    until = time.monotonic() + PATIENCE
    while not server.is_ready():
        if child.poll() is not None:
            raise Trouble(explain_log(server.name, server.log))
        if time.monotonic() > until:
            raise Trouble(f"{server.name} did not answer within {PATIENCE} seconds (see {server.log}).")
        time.sleep(0.02)


def _stop(child: subprocess.Popen, server) -> None:
    if child.poll() is None:
        child.send_signal(server.stop_signal)
    try:
        child.wait(30)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
