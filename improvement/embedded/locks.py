"""Locks of the home folder. The kernel lets go of them when their holder dies, however it dies."""

import fcntl
from contextlib import contextmanager
from pathlib import Path


class Busy(Exception):
    """Somebody else holds the lock."""


@contextmanager
def held(path: Path, *, shared: bool = False, wait: bool = False):
    """Hold the lock `path` for the block. Raises `Busy` where it is taken, unless told to `wait`."""
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    with path.open("a") as file:
        try:
            fcntl.flock(file, kind if wait else kind | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(path) from error
        yield
