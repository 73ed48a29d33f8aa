"""The home folder: where data, sockets, secrets and mail of this installation live."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Home:
    """Paths below one folder (`IMPROVEMENT_HOME`). Nothing is created by asking."""

    root: Path

    @property
    def sockets(self) -> Path:
        return self.root / "run"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def secret_key(self) -> Path:
        return self.root / "secret_key"

    @property
    def demo_left(self) -> Path:
        """Exists once somebody has left the demo; from then on the own database is used."""
        return self.root / "demo-left"

    @property
    def mail(self) -> Path:
        return self.root / "mail"

    @property
    def files(self) -> Path:
        return self.root / "files"
