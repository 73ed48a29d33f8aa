"""`make bench`: makes a database of its own, fills it, starts the service as `make run` does, and measures.

BENCH_ITEMS   how many items (100000)
BENCH_SECONDS how long each measurement lasts (4)
BENCH_HOME    a folder to keep; what it holds is measured again without loading
BENCH_ONLY    only what has one of these words in its name, separated by commas (`searches`: those)

`python -m tests.bench NAME`: one other measurement, on private servers that end with it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import django

from tests import environment
from tests.running import ROOT, RunningService

PROGRAM = "import django; django.setup(); from tests.bench.measuring import main; main()"


def main() -> int:
    kept = os.environ.get("BENCH_HOME")
    home = Path(kept or tempfile.mkdtemp(prefix="improvement-bench-"))
    home.mkdir(exist_ok=True)
    home.chmod(0o711)
    service = RunningService(home, DEMO="0", API_RATE="100000000", API_TOKEN_RATE="100000000")
    try:
        service.start()
        environment = service.environment | {
            "DJANGO_SETTINGS_MODULE": "improvement.settings",
            "BENCH_SUPERVISOR": str(service.process.pid),
        }
        return subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment).returncode
    finally:
        service.stop()
        if not kept:
            shutil.rmtree(home, ignore_errors=True)


def one(name: str) -> int:
    environment.set_up()
    django.setup()
    environment.start_servers()
    try:
        return import_module(f"tests.bench.{name}").main()
    finally:
        environment.tear_down()


if __name__ == "__main__":
    sys.exit(one(sys.argv[1]) if len(sys.argv) > 1 else main())
