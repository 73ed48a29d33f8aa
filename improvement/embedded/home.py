"""The home folder: where data, sockets, secrets and mail of this installation live."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

# A socket's address holds 107 bytes on Linux and 103 on macOS; PostgreSQL's name for it is the longest.
LONGEST_ADDRESS = 103
LONGEST_NAME = ".s.PGSQL.5432"
DEFAULT = Path(__file__).resolve().parent.parent.parent / "var"


@dataclass(frozen=True)
class Home:
    """Paths below one folder (`IMPROVEMENT_HOME`). Nothing is created by asking."""

    root: Path

    @classmethod
    def from_environment(cls) -> "Home":
        """The home that is asked for; without a word, `var` beside the code."""
        return cls(Path(os.environ.get("IMPROVEMENT_HOME") or DEFAULT).resolve())

    @property
    def sockets(self) -> Path:
        """The folder of the servers' sockets: `run`, or a short one elsewhere where that is too long."""
        folder = self.root / "run"
        if len(bytes(folder / LONGEST_NAME)) <= LONGEST_ADDRESS:
            return folder
        name = hashlib.sha256(bytes(self.root)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"improvement-{name}"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def postgres_data(self) -> Path:
        return self.root / "postgres"

    @property
    def valkey_data(self) -> Path:
        return self.root / "valkey"

    @property
    def programs(self) -> Path:
        """Copies of the servers' programs, made only where their account can't enter the environment."""
        return self.root / "programs"

    @property
    def logs(self) -> Path:
        return self.root / "log"

    @property
    def service_lock(self) -> Path:
        """Held by the one service that runs in this home."""
        return self.root / "service.lock"

    @property
    def servers_lock(self) -> Path:
        """Held by whoever runs the embedded servers: the service, or a management command."""
        return self.root / "servers.lock"

    @property
    def guests_lock(self) -> Path:
        """Shared by the commands that use servers which another command runs, so that it waits for them."""
        return self.root / "guests.lock"

    @property
    def secret_key(self) -> Path:
        return self.root / "secret_key"

    @property
    def demo_left(self) -> Path:
        """Exists once somebody has left the demo; from then on the own database is used."""
        return self.root / "demo-left"

    @property
    def demo(self) -> Path:
        """What the demo writes beside its database; dropped with it."""
        return self.root / "demo"

    @property
    def demo_people(self) -> Path:
        return self.demo / "people.json"

    def mail(self, demo: bool) -> Path:
        return (self.demo if demo else self.root) / "mail"

    def files(self, demo: bool) -> Path:
        return (self.demo if demo else self.root) / "files"
