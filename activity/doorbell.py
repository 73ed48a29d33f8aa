"""After the commit: tell the worker that an event waits to be delivered.

The bell only wakes; what is to be done stands in the database. A bell that is not heard (no
broker, a killed process) is made good by the sweep in the schedule.
"""

from celery import current_app


def ring(event_id: int) -> None:
    """Ask the worker to deliver one event's notifications. Safe to ring twice."""
    current_app.send_task("activity.tasks.deliver_event", args=[event_id], retry=False)
