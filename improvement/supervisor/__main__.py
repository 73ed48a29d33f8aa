"""Start the service here, until Ctrl-C, SIGTERM or SIGHUP; a start that can't be is one sentence."""

import argparse
import asyncio
import os
import signal
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from environs import EnvError

from improvement.embedded.processes import die_with_parent
from improvement.embedded.servers import open_home
from improvement.embedded.trouble import Trouble
from improvement.supervisor.service import Service
from improvement.supervisor.signals import run_until_told_to_stop


def main() -> int:
    options = argparse.ArgumentParser(prog="improvement.supervisor", description=__doc__)
    options.add_argument("--end-with-parent", action="store_true", help="stop when the caller (make) dies")
    if options.parse_args().end_with_parent:
        die_with_parent(os.getppid(), signal.SIGTERM)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "improvement.settings")
    try:
        open_home(settings.HOME)
        asyncio.run(run_until_told_to_stop(Service().run))
    except (Trouble, ImproperlyConfigured, EnvError) as trouble:
        print(trouble, file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
