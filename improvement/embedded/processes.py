"""Child processes that never outlive the one who started them."""

import ctypes
import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PR_SET_PDEATHSIG = 1
# Set for the programs of a running service: the servers are there, nobody needs to start them.
SUPERVISED = "IMPROVEMENT_SUPERVISED"
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def child_options(parting_signal: int = signal.SIGKILL) -> dict:
    """Options of `Popen` for a child in a session of its own that gets `parting_signal` when we die.

    Ctrl-C in the terminal doesn't reach a session of its own: the parent decides the order of stopping.
    """
    parent = os.getpid()
    return {
        "start_new_session": True,
        "preexec_fn": lambda: die_with_parent(parent, parting_signal),
        "stdin": subprocess.DEVNULL,
        "cwd": ROOT,
    }


def die_with_parent(parent: int, parting_signal: int = signal.SIGKILL) -> None:
    """Ask the kernel to send us `parting_signal` when `parent` dies, also when that is killed.

    On Linux only; elsewhere the next start finds and stops what was left.
    """
    if _libc is None:
        return
    _libc.prctl(PR_SET_PDEATHSIG, parting_signal)
    if os.getppid() != parent:
        os._exit(1)


def is_alive(pid: int) -> bool:
    """True where a process of this number runs. A dead one that nobody has collected doesn't count."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return not _state(pid).startswith("Z")


def working_in(folder: Path) -> list[int]:
    """Numbers of the living processes whose working folder is `folder` (Linux; elsewhere none)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "cwd").readlink() == folder and is_alive(int(entry.name)):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def command_of(pid: int) -> str:
    """The command line of a process, empty where there is none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return _ask_ps("command=", pid)


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].strip()
    except OSError:
        return _ask_ps("stat=", pid)


def _ask_ps(column: str, pid: int) -> str:
    """What `ps` tells, for systems without /proc."""
    if sys.platform == "linux":
        return ""
    answer = subprocess.run(["ps", "-o", column, "-p", str(pid)], capture_output=True, text=True)
    return answer.stdout.strip()
