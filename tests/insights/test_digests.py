"""One digest a person and period, the longest silent first, never repeated."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.core import mail
from django.db import connection

from activity.models import Notification
from activity.subjects import tell
from activity.tasks import sweep
from backlog.models import Flag, raise_flags
from insights import tasks
from insights.digests import send_digests
from insights.models import Digest
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 12, 12, tzinfo=UTC)


@pytest.fixture
def cast():
    with time_machine.travel(START, tick=False):
        cast = make_cast()
        cast.owned = make_item(cast, "ready", title="Owned")
        cast.owned.decide(
            "act", reason="Ours.", owner=cast.expert, due=(START + timedelta(days=9)).date(), by=cast.manager
        )
    with time_machine.travel(START - timedelta(days=5), tick=False):
        cast.old = make_item(cast, "new", title="Old")
    Notification.objects.all().keep_from_mail()
    return cast


def night(cast, moment) -> int:
    with time_machine.travel(moment, tick=False):
        raise_flags(cast.group, moment)
        return send_digests(cast.group, moment)


def digests_of(person) -> list:
    rows = Notification.objects.of(person).for_list().filter(event__name="digest").order_by("id")
    return [tell(row.event) for row in rows]


def test_managers_hear_of_all_and_owners_of_theirs(cast):
    assert night(cast, START + timedelta(days=30)) == 4
    (told,) = digests_of(cast.manager)
    assert told.sentence == "2 items of Payments are flagged."
    assert told.quotes == [
        ("#2 Old", "Unanswered; silent for 35 days"),
        ("#1 Owned", "Stale, Overdue; silent for 30 days"),
    ]
    (own,) = digests_of(cast.expert)
    assert own.sentence == "1 item of yours in Payments is flagged."
    assert f"owner={cast.expert.pk}" in own.url and "owner" not in told.url
    assert digests_of(cast.sponsor) and digests_of(cast.both)
    for person in (cast.member, cast.change_agent, cast.far_manager):
        assert not digests_of(person)


def test_a_digest_is_never_repeated_in_its_period(cast):
    first = datetime(2026, 2, 10, 7, tzinfo=UTC)  # the first day of a period
    assert night(cast, first) == 4
    with time_machine.travel(first, tick=False):
        make_item(cast, "new", title="Soon unanswered")
    for days in (1, 8, 13):
        assert night(cast, first + timedelta(days=days)) == 0
    assert night(cast, first + timedelta(days=14)) == 4
    assert [len(told.quotes) for told in digests_of(cast.manager)] == [2, 3]


def test_without_new_flags_there_is_no_digest(cast):
    assert night(cast, START) == 0 and not Digest.objects.exists()
    assert night(cast, START + timedelta(days=3)) == 3  # the old one is unanswered now
    assert not Flag.objects.filter(digested_at=None).exists()


def test_flags_that_cleared_before_are_passed_over(cast):
    moment = START + timedelta(days=3)
    with time_machine.travel(moment, tick=False):
        raise_flags(cast.group, moment)
        cast.old.comment("We look.", by=cast.manager)
        assert send_digests(cast.group, moment) == 0


def test_it_is_sent_in_the_morning_of_the_group(cast):
    cast.group.time_zone = "Pacific/Apia"  # thirteen hours ahead
    cast.group.save()
    moment = START + timedelta(days=30)
    raise_flags(cast.group, moment)
    for hour, sent in [(16, False), (17, True)]:
        with time_machine.travel(moment.replace(hour=hour), tick=False):
            tasks.digest()
        assert Digest.objects.exists() is sent


def test_it_comes_by_mail_with_every_item(cast):
    night(cast, START + timedelta(days=30))
    sweep()
    (sent,) = [one for one in mail.outbox if one.to == [cast.manager.email]]
    assert sent.subject == "2 items of Payments are flagged."
    assert "#2 Old: Unanswered; silent for 35 days" in sent.body
    assert "/items/?product_group=" in sent.body


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_send_one(cast):
    moment, together, sent = START + timedelta(days=30), Barrier(2), []
    raise_flags(cast.group, moment)

    def send():
        try:
            together.wait(5)
            sent.append(send_digests(cast.group, moment))
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(sent) == [0, 4] and Digest.objects.count() == 4
