"""What can go wrong at a start, said in one sentence for the person at the terminal."""

import shutil
from pathlib import Path

LEAST_FREE = 200 * 1024 * 1024


class Trouble(Exception):
    """A start that can't go on. Its text is one clear sentence: what is wrong and what to do."""


class AlreadyTold(Trouble):
    """The process that met the trouble has said its sentence; there is nothing to add."""


def check_space(folder: Path) -> None:
    """Raise `Trouble` where the disk that holds `folder` is (almost) full."""
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE:
        raise full_disk(folder, f"{free // 1_000_000} MB are free, {LEAST_FREE // 1_000_000} MB are needed")


def full_disk(folder: Path, detail: str) -> Trouble:
    return Trouble(f"The disk of {folder} is full ({detail}): make room there and start again.")


def explain_log(name: str, log: Path) -> str:
    """Say why the server `name` ended, from the end of its log."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    if any("No space left on device" in line for line in lines[-40:]):
        return str(full_disk(log.parent, f"{name} could not write"))
    told = [line for line in lines[-40:] if "FATAL" in line or "PANIC" in line or "error" in line.lower()]
    last = (told or lines or ["it left no message"])[-1]
    return f"{name} ended: {last} (see {log})."
