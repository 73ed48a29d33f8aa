"""Start the service here, until Ctrl-C, SIGTERM or SIGHUP; a start that can't be is one sentence."""

import argparse
import asyncio
import os
import signal
import sys

from django.core.exceptions import ImproperlyConfigured
from environs import EnvError

from improvement.embedded.home import Home
from improvement.embedded.processes import die_with_parent
from improvement.embedded.servers import open_home
from improvement.embedded.trouble import AlreadyTold, Trouble
from improvement.supervisor.service import Service
from improvement.supervisor.signals import run_until_told_to_stop


def main() -> int:
    options = argparse.ArgumentParser(prog="improvement.supervisor", description=__doc__)
    options.add_argument("--end-with-parent", action="store_true", help="stop when the caller (make) dies")
    if options.parse_args().end_with_parent:
        die_with_parent(os.getppid(), signal.SIGTERM)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "improvement.settings")
    try:
        open_home(Home.from_environment())
        asyncio.run(run_until_told_to_stop(Service().run))
    except (Trouble, ImproperlyConfigured, EnvError) as trouble:
        return complain(trouble)
    except OSError as error:
        return complain(Trouble(f"The service can't go on: {error.strerror} ({error.filename})."))
    return 0


def complain(trouble: Exception) -> int:
    """Say what is wrong in one line, unless a process of ours has said it, and return the exit status."""
    if not isinstance(trouble, AlreadyTold):
        print(" ".join(str(trouble).split()), file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
