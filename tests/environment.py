"""What a test run gets instead of an installation: a home of its own with its own real servers.

The controller of the run makes it, workers of pytest-xdist inherit it through the environment.
Servers die with the process that started them, also when it is killed; the folder of a killed
run is removed by the next one.
"""

import fcntl
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from improvement.embedded.home import Home
from improvement.embedded.servers import embedded_servers, running
from improvement.translations import compile_changed

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "improvement-test-"
MADE_BY = "IMPROVEMENT_TEST_CONTROLLER"
_stack = ExitStack()


def set_up() -> None:
    """Set the environment that `improvement.settings` reads; nothing of the person's own is used."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "improvement.settings"
    if MADE_BY in os.environ:
        return
    os.environ[MADE_BY] = str(os.getpid())
    for name in ("DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "EMAIL_URL", "ALLOWED_HOSTS", "DEBUG"):
        os.environ.pop(name, None)
    os.environ["IMPROVEMENT_HOME"] = str(_make_folder())
    os.environ["SECRET_KEY"] = "the key of the tests: long enough, and no secret"
    os.environ["DEMO"] = "0"
    os.environ["STATIC_MANIFEST"] = "0"
    compile_changed([ROOT / "locale"])


def start_servers() -> None:
    """Start PostgreSQL and Valkey, once a run."""
    if os.environ[MADE_BY] == str(os.getpid()):
        servers = embedded_servers(_home(), postgres=True, valkey=True, safe=False)
        _stack.enter_context(running(servers))


def tear_down() -> None:
    if os.environ[MADE_BY] == str(os.getpid()):
        _stack.close()
        shutil.rmtree(_home().root, ignore_errors=True)


def _home() -> Home:
    return Home(Path(os.environ["IMPROVEMENT_HOME"]))


def _make_folder() -> Path:
    """A short folder that the servers' account can enter, and whose lock tells that we live."""
    for old in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        _remove_if_abandoned(old)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o711)
    lock = _stack.enter_context((folder / "lock").open("w"))
    fcntl.flock(lock, fcntl.LOCK_EX)
    return folder


def _remove_if_abandoned(folder: Path) -> None:
    try:
        with (folder / "lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        pass
