"""Static files gathered, hashed and compressed for the web server, only when one of them changed."""

import hashlib
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from improvement.embedded.locks import held
from improvement.embedded.trouble import Trouble


def collect_changed(target: Path) -> bool:
    """Collect into `target` unless that was done from the same files before; True where it was done."""
    try:
        target.mkdir(parents=True, exist_ok=True)
        with held(target / ".lock", wait=True):
            return _collect(target)
    except OSError as error:
        raise Trouble(f"The folder {target} can't be written: {error.strerror}.") from error


def _collect(target: Path) -> bool:
    stamp = target / ".collected"
    sources = _fingerprint()
    if stamp.exists() and stamp.read_text() == sources:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(sources)
    return True


def _fingerprint() -> str:
    """Differs when a file came, went or changed."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            seen.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return seen.hexdigest()
