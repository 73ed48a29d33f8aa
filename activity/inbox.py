"""One page of a person's inbox: what is unread first, then what was seen, each newest first."""

from dataclasses import dataclass, field

from activity.keyset import Order, read_page
from activity.models import Notification
from activity.subjects import Age, Told, ages_of, for_eyes_of, tell

SIZE = 50
NEWEST_FIRST = Order.by("-id")


@dataclass(frozen=True)
class Entry:
    """A notification as the inbox shows it."""

    row: Notification
    told: Told
    age: Age | None


@dataclass
class InboxPage:
    """Entries of one page; `next` is the cursor of the following one, "" at the end.

    A cursor is the part it belongs to ("unread" or "seen") and the last row of it, so that what
    is read while somebody pages moves nothing.
    """

    unread: list[Entry] = field(default_factory=list)
    seen: list[Entry] = field(default_factory=list)
    next: str = ""

    @property
    def newest(self) -> int:
        """The newest unread one on the page: what "mark all as read" reaches up to."""
        return self.unread[0].row.pk if self.unread else 0


def inbox_page(user, cursor: str = "", size: int = SIZE) -> InboxPage:
    """One page. Raises `ValidationError` for a cursor that was not given out here."""
    part, _dot, place = cursor.partition(".")
    mine = Notification.objects.of(user).for_list()
    page = InboxPage()
    unread, seen = [], []
    if part != "seen":
        found = read_page(mine.unread(), NEWEST_FIRST, cursor=place, size=size)
        unread = found.rows
        page.next = f"unread.{found.next}" if found.next else ""
    if not page.next and len(unread) < size:
        found = read_page(
            mine.seen(), NEWEST_FIRST, cursor=place if part == "seen" else "", size=size - len(unread)
        )
        seen = found.rows
        page.next = f"seen.{found.next}" if found.next else ""
    events = [row.event for row in [*unread, *seen]]
    for_eyes_of(user, events)
    ages = ages_of(events)
    page.unread = [_entry(row, ages) for row in unread]
    page.seen = [_entry(row, ages) for row in seen]
    return page


def _entry(row: Notification, ages: dict) -> Entry:
    return Entry(row, tell(row.event), ages.get((row.event.subject_type, row.event.subject_id)))
