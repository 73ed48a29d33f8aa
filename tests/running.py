"""The real service as `make run` starts it: supervisor, PostgreSQL, Valkey, web server, worker and beat."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OF_THE_TESTS = {"DJANGO_SETTINGS_MODULE", "SECRET_KEY", "DEMO", "STATIC_MANIFEST", "PYTHONDONTWRITEBYTECODE"}
OF_AN_INSTALLATION = {"DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "EMAIL_URL", "HOST", "PORT"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class RunningService:
    """One home folder and the service in it. `settings` are environment variables, as a person gives them."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.home = home
        self.port = free_port()
        self.url = f"http://127.0.0.1:{settings.get('PORT', self.port)}"
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in OF_THE_TESTS | OF_AN_INSTALLATION and not name.startswith("IMPROVEMENT_")
        }
        self.environment = kept | {"PORT": str(self.port)} | settings | {"IMPROVEMENT_HOME": str(home)}
        self.lines: list[str] = []
        self.process: subprocess.Popen | None = None

    def launch(self) -> "RunningService":
        """Start it without waiting; what it says is gathered in `lines`."""
        self.lines = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "improvement.supervisor", "--end-with-parent"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.reader = threading.Thread(target=self._read, args=(self.process,), daemon=True)
        self.reader.start()
        return self

    def start(self, patience: float = 300) -> "RunningService":
        """Start it and wait until it says that it is ready."""
        self.launch()
        until = time.monotonic() + patience
        while f"Ready: {self.url}" not in self.lines:
            assert self.process.poll() is None, "\n".join(self.lines)
            assert time.monotonic() < until, "\n".join(self.lines)
            time.sleep(0.05)
        return self

    def end(self, patience: float = 120) -> tuple[int, str]:
        """Wait until it ends by itself; its exit status and all that it said.

        The supervisor gives each of its four processes up to 20 s to stop, so this waits longer.
        """
        status = self.process.wait(patience)
        self.reader.join(5)
        return status, "\n".join(self.lines)

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.end()

    def manage(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run `./manage.py` with these arguments in the home of this service."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page, asked without a browser."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def _read(self, process: subprocess.Popen) -> None:
        for line in process.stdout:
            self.lines.append(line.rstrip("\n"))


def processes_with(text: str) -> list[str]:
    """Command lines of living processes that mention `text` or work in that folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            folder = str((entry / "cwd").readlink())
            variables = (entry / "environ").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if int(entry.name) != os.getpid() and (text in command or text in folder or text in variables):
            found.append(f"{entry.name} {command}")
    return found
