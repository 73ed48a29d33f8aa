"""After the commit: tell the worker that an event waits to be delivered.

The bell only wakes; what is to be done stands in the database. A bell that is not heard (no
broker, a killed process) is made good by the sweep in the schedule. So a broker that did not answer
is left alone for a while: nobody waits for it again and again.
"""

import time

import structlog
from celery import current_app
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

log = structlog.get_logger()
PAUSE = 10  # seconds


class Silence:
    """Until when nobody is asked, by the clock of this process."""

    until = 0.0


silence = Silence()


def ring(event_id: int) -> None:
    """Ask the worker to deliver one event's notifications. Safe to ring twice."""
    wake("activity.tasks.deliver_event", event_id)


def wake(task: str, *arguments) -> None:
    """Ask the worker to run a task by its name. Without a broker it is not heard, and that is no error."""
    if time.monotonic() < silence.until:
        return
    try:
        current_app.send_task(task, args=list(arguments), retry=False)
    except (OperationalError, RedisError, OSError) as error:
        silence.until = time.monotonic() + PAUSE
        log.warning("The worker can't be woken; the sweep does it later.", task=task, reason=str(error))
