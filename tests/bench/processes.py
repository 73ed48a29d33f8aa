"""What the service's processes cost, read from /proc: processor time and memory, by what they do."""

import os
from pathlib import Path

TICK = 1000 / os.sysconf("SC_CLK_TCK")  # milliseconds
PAGE = os.sysconf("SC_PAGE_SIZE")


def kinds(root: int) -> dict[str, list[int]]:
    """The processes below `root`: `application` (web server), `database`, `cache`, `worker`, `supervisor`."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(entry.name))
    found: dict[str, list[int]] = {"supervisor": [root]}
    for child in children.get(root, ()):
        found.setdefault(kind_of(child), []).extend(family(child, children))
    return found


def kind_of(pid: int) -> str:
    command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    words = {"postgres": "database", "valkey": "cache", "improvement.web": "application", "celery": "worker"}
    return next((kind for word, kind in words.items() if word in command), "other")


def family(pid: int, children: dict[int, list[int]]) -> list[int]:
    return [pid, *(member for child in children.get(pid, ()) for member in family(child, children))]


def milliseconds(pids: list[int]) -> float:
    """Processor time so far, with that of their children that ended meanwhile."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(int(field) for field in fields[11:15])
    return total * TICK


def megabytes(pids: list[int]) -> float:
    """Memory of their own and their share of what they have in common."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return total / 1024
