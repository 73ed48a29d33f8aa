"""What happened (Event) and who hears of it (Notification)."""

from activity.models.events import Event
from activity.models.notifications import Notification

__all__ = ["Event", "Notification"]
