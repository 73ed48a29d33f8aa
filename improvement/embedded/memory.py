"""How much memory there is for us: the machine's, or less where a container has a limit of its own."""

import os
from pathlib import Path

LIMIT = Path("/sys/fs/cgroup/memory.max")


def memory(limit: Path = LIMIT) -> int:
    """In bytes. `limit` is the file in which cgroup v2 tells it: a number, or "max"."""
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    try:
        return min(machine, int(limit.read_text()))
    except (OSError, ValueError):
        return machine
