"""What one person has of their own, and who is asked to join."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from activity.models import Event, Notification
from backlog.models import ItemImport, SavedView, Sweep
from teams.models import ApiToken, Invitation

BODY = "A body that no list reads. " * 10


def fill(given) -> None:
    _inbox(given)
    _signed_in(given)
    _kept(given)
    _asked(given)


def _inbox(given) -> None:
    """Half of it unread, half of it about another item as well."""
    told = {"title": "Builds", "number": 1, "before": "new", "state": "new", "text": BODY}
    other = {"item": str(given.pk("item")), "item_number": 1}
    events = given.add(
        Event,
        [
            {"name": name, "subject_type": "item", "subject_id": given.pk("item"), "data": told | other}
            | {"product_group_id": given.cast.group.pk, "actor": given.cast.manager}
            for _n in given
            for name in ("commented", "commented", "absorbed", "absorbed")
        ],
    )
    given.add(
        Notification,
        [
            {
                "user": given.asker,
                "event": event,
                "read_at": given.now if place % 2 else None,
                "mail_due": None,
            }
            for place, event in enumerate(events)
        ],
    )


def _signed_in(given) -> None:
    """Sessions and tokens."""
    later = given.now + timedelta(days=9)
    given.add(Session, [{"session_key": f"k{n}", "session_data": "", "expire_date": later} for n in given])
    given.add(
        UserSession,
        [
            {"user": given.asker, "session_key": f"k{n}", "ip": "192.0.2.1", "user_agent": "A browser"}
            | {"created_at": given.ago(n), "last_seen_at": given.ago(n)}
            for n in given
        ],
    )
    given.add(
        ApiToken,
        [
            {"user": given.asker, "name": f"T {n}", "secret_hash": f"{n}", "created": given.ago(n)}
            for n in given
        ],
    )


def _kept(given) -> None:
    """Saved views, and files that were brought; the world's own one of many problems."""
    given.add(
        SavedView,
        [
            {"owner": given.cast.manager, "name": f"View {n:04}", "product_group": given.cast.group}
            | {"query": "sort=number"}
            for n in given
        ],
    )
    given.add(Sweep, [{"by": given.asker, "what": "snooze", "at": given.ago(n, days=1)} for n in given])
    given.add(
        ItemImport,
        [
            {"by": given.asker, "team": given.cast.red, "file_name": f"{n}.csv", "content": BODY.encode()}
            | {"state": "refused", "created": given.ago(n), "problems": [{"text": BODY}]}
            for n in given
        ],
    )
    problems = [{"line": n, "column": "kind", "text": "This is no kind."} for n in range(given.numbers.stop)]
    refused = {"state": "refused", "problems": problems, "ended_at": given.now}
    ItemImport.objects.filter(pk=given.pk("import")).update(**refused)


def _asked(given) -> None:
    given.add(
        Invitation,
        [
            {"email": f"new{n}@example.org", "role": "member", "team": given.cast.red}
            | {"secret_hash": f"{n}", "invited_by": given.asker, "created": given.ago(n)}
            | {"expires": given.now + timedelta(days=9)}
            for n in given
        ],
    )
