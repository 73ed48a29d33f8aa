"""Mail what waits to be mailed: each person as they chose, each notification once.

A row is locked while its mail is handed over and marked only afterwards. Who is killed in
between sends it again (with the same Message-ID); who is busy with a row is passed over.
"""

from datetime import datetime, time, timedelta
from smtplib import SMTPException

import structlog
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from activity.letters import letter
from activity.models import Notification

log = structlog.get_logger()

MORNING = time(7)
MOST_AT_ONCE = 500


def deliver(waiting, now: datetime) -> None:
    """Mail those of the `waiting` notifications that are due. What fails for one person stops no other."""
    by_person: dict = {}
    for pk, user_id in waiting.to_mail(now).values_list("pk", "user")[:MOST_AT_ONCE]:
        by_person.setdefault(user_id, []).append(pk)
    people = get_user_model().objects.in_bulk(by_person)
    for user_id, ids in by_person.items():
        try:
            _deliver_to(people[user_id], Notification.objects.filter(pk__in=ids), now)
        except Exception:
            log.exception("delivery_failed", user=str(user_id))


def _deliver_to(user, rows, now: datetime) -> None:
    if not user.is_active or user.mail == user.Mail.NONE:
        rows.keep_from_mail()
    elif user.mail == user.Mail.DAILY:
        _deliver_daily(user, now)
    else:
        for row in rows:
            _hand_over(user, Notification.objects.filter(pk=row.pk), now)


def _deliver_daily(user, now: datetime) -> None:
    """What happened before this morning goes out in one mail; the rest waits for the next morning."""
    morning = _last_morning(now)
    waiting = Notification.objects.of(user)
    waiting.to_mail(now).since(morning).mail_later(morning + timedelta(days=1))
    _hand_over(user, waiting, now)


def _hand_over(user, rows, now: datetime) -> None:
    """Send one mail about those of the rows that are due and nobody else is sending."""
    with transaction.atomic():
        due = list(rows.to_mail(now).with_lock().for_list())
        unread = [row for row in due if row.read_at is None]
        Notification.objects.filter(pk__in=[row.pk for row in due if row.read_at]).keep_from_mail()
        if not unread:
            return
        sent = Notification.objects.filter(pk__in=[row.pk for row in unread])
        try:
            with transaction.atomic():
                letter(user, unread).send()
        except Exception as error:
            # put off in any case: what fails again and again at the head of the queue would fill it
            expected = isinstance(error, SMTPException | OSError)
            log.warning("mail_failed", user=str(user.pk), error=repr(error), exc_info=not expected)
            sent.mail_failed(now, tries=unread[0].mail_tries + 1)
        else:
            sent.mailed(timezone.now())


def _last_morning(now: datetime) -> datetime:
    local = timezone.localtime(now, timezone.get_default_timezone())
    morning = datetime.combine(local.date(), MORNING, tzinfo=local.tzinfo)
    return morning if morning <= local else morning - timedelta(days=1)
