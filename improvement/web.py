"""The web server process: granian with as many WSGI workers as `WEB_WORKERS` says."""

import os
from functools import partial

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces

from improvement.embedded.processes import die_with_parent
from improvement.wsgi import application

SECONDS_TO_FINISH = 10


def load_application(parent: int):
    """Called in each worker: hand over the application, and never outlive the server."""
    die_with_parent(parent)
    return application


def main() -> None:
    server = Granian(
        "improvement.wsgi:application",
        address=settings.HOST,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=settings.WEB_WORKERS,
        blocking_threads=settings.WEB_THREADS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH,
    )
    server.serve(target_loader=partial(load_application, os.getpid()), wrap_loader=False)


if __name__ == "__main__":
    main()
