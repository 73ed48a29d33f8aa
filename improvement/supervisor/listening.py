"""Whether the address that was asked for is free: the web server itself would share it silently."""

import errno
import socket
import time

from improvement.embedded.trouble import Trouble

REASONS = {
    errno.EACCES: "ports below 1024 need more rights",
    errno.EADDRNOTAVAIL: "this machine has no such address",
}


def check_free(host: str, port: int, patience: float = 2) -> None:
    """Raise `Trouble` where nobody may listen on `host:port`; a server just killed gets a moment to end."""
    until = time.monotonic() + patience
    while True:
        try:
            return _try_listening(host, port)
        except OSError as error:
            if error.errno == errno.EADDRINUSE and time.monotonic() < until:
                time.sleep(0.1)
                continue
            raise _explain(host, port, error) from error


def answers(host: str, port: int) -> bool:
    """True once the web server answers a request there."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    try:
        with socket.create_connection((target, port), timeout=2) as connection:
            connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return b" 200 " in connection.recv(64)
    except OSError:
        return False


def _try_listening(host: str, port: int) -> None:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        attempt.bind(address)
        attempt.listen(1)


def _explain(host: str, port: int, error: OSError) -> Trouble:
    if error.errno == errno.EADDRINUSE:
        return Trouble(
            f"Port {port} of {host} is taken by another program: end that one, or choose another PORT."
        )
    reason = REASONS.get(error.errno, error.strerror)
    return Trouble(f"HOST {host} with PORT {port} can't be used: {reason}.")
