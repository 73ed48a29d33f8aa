"""Mail: to whom, when, in which language, once; nothing is lost when the server fails."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from smtplib import SMTPServerDisconnected
from socket import socket
from threading import Barrier, Thread

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core import mail
from django.db import connection
from django.utils import timezone

from activity import delivery, subjects, tasks
from activity.models import Event, Notification
from improvement.mail import mailer_for
from teams.models import User
from tests.cast import make_cast, make_item, person

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 3, 11, tzinfo=UTC)  # 12 o'clock in Stockholm


@pytest.fixture
def reader():
    return person("Reader")


def news(reader, name="taken", **data) -> Event:
    """An event about no item that exists, of which the reader is told."""
    return Event.record(
        name,
        subject_type="item",
        subject_id=reader.pk,
        product_group_id=None,
        tell=[reader.pk],
        **{"title": "Builds are red", "number": 12, "team": "Blue", **data},
    )


def row(event) -> Notification:
    return Notification.objects.get(event=event)


def test_a_mail_holds_the_sentence_the_title_and_an_absolute_link(reader, settings):
    settings.PUBLIC_URL = "https://improve.example.org"
    event = news(reader)
    tasks.deliver_event(event.pk)
    (sent,) = mail.outbox
    assert sent.to == [reader.email]
    assert sent.subject == "#12 Builds are red: The service took it for the team “Blue”."
    html = sent.alternatives[0].content
    for text in (sent.body, html):
        assert f"https://improve.example.org/items/{reader.pk}/" in text and "Blue" in text
    assert row(event).mailed_at and row(event).mail_due is None


def test_a_mail_is_sent_once_however_often_it_is_asked_for(reader):
    event = news(reader)
    for _ in range(2):
        tasks.deliver_event(event.pk)
        tasks.sweep()
    assert len(mail.outbox) == 1


def test_what_nobody_rang_for_is_swept_up(reader):
    news(reader)
    tasks.sweep()
    assert len(mail.outbox) == 1


def test_html_in_a_title_is_text(reader):
    tasks.deliver_event(news(reader, title="<b>x</b>\r\nBcc: all@example.org").pk)
    assert "<b>x" not in mail.outbox[0].alternatives[0].content
    assert "\n" not in mail.outbox[0].subject and not mail.outbox[0].bcc


def test_each_in_their_own_language(reader):
    reader.language = "sv"
    reader.save()
    tasks.deliver_event(news(reader).pk)
    assert '<html lang="sv">' in mail.outbox[0].alternatives[0].content


def test_the_age_of_an_undone_item_stands_in_words():
    with time_machine.travel(NOON, tick=False):
        cast = make_cast()
        item = make_item(cast, "new")
    Notification.objects.all().keep_from_mail()
    with time_machine.travel(NOON + timedelta(days=34), tick=False):
        event = Event.record(
            "woken",
            subject_type="item",
            subject_id=item.pk,
            product_group_id=cast.group.pk,
            tell=[cast.manager.pk],
            title=item.title,
            number=item.number,
        )
        tasks.deliver_event(event.pk)
    (sent,) = mail.outbox
    for text in (sent.body, sent.alternatives[0].content):
        assert "silent for 34 days, raised 34 days ago" in text


@pytest.mark.parametrize(("mail_wanted", "is_active"), [("none", True), ("each", False)])
def test_who_wants_none_or_has_left_gets_none(reader, mail_wanted, is_active):
    User.objects.filter(pk=reader.pk).update(mail=mail_wanted, is_active=is_active)
    event = news(reader)
    tasks.sweep()
    assert not mail.outbox and row(event).mail_due is None and row(event).mailed_at is None


def test_one_mail_a_day_gathers_what_is_still_unread(reader):
    User.objects.filter(pk=reader.pk).update(mail="daily")
    with time_machine.travel(NOON, tick=False):
        for name in ("taken", "started", "confirmed"):
            tasks.deliver_event(news(reader, name).pk)
        tasks.sweep()
        Notification.objects.filter(event__name="started").mark_read(timezone.now())
    assert not mail.outbox
    with time_machine.travel(NOON + timedelta(hours=18), tick=False):  # 6 in the morning
        tasks.sweep()
    assert not mail.outbox
    with time_machine.travel(NOON + timedelta(hours=19), tick=False):
        tasks.sweep()
        tasks.sweep()
    (sent,) = mail.outbox
    assert sent.subject == "2 pieces of news"
    assert "confirmed that it worked" in sent.body and "started the work" not in sent.body


def test_what_was_read_before_is_not_mailed(reader):
    event = news(reader)
    Notification.objects.of(reader).mark_read(timezone.now())
    tasks.sweep()
    assert not mail.outbox and row(event).mail_due is None


def test_a_failing_server_loses_nothing(reader, monkeypatch):
    event = news(reader)

    def fail(message):
        raise SMTPServerDisconnected("gone")

    with monkeypatch.context() as broken:
        broken.setattr("activity.letters.EmailMultiAlternatives.send", fail)
        tasks.deliver_event(event.pk)
    assert row(event).mailed_at is None and row(event).mail_tries == 1
    tasks.sweep()
    assert not mail.outbox  # not before its time
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        tasks.sweep()
    assert len(mail.outbox) == 1 and row(event).mailed_at


def test_what_cannot_be_told_keeps_nobody_else_waiting(reader, monkeypatch):
    other = person("Other")
    broken, later, others = news(reader, "broken"), news(reader), news(other)

    def cannot(words):
        raise ValueError("next week")

    monkeypatch.setitem(subjects._subjects["item"].sentences, "broken", cannot)
    tasks.sweep()
    assert {sent.to[0] for sent in mail.outbox} == {reader.email, other.email}
    assert row(later).mailed_at and row(others).mailed_at
    assert row(broken).mailed_at is None and row(broken).mail_due > timezone.now()


def test_whatever_goes_wrong_with_one_person_the_others_get_their_mail(reader, monkeypatch):
    other = person("Other")
    news(reader)
    others = news(other)
    deliver_to = delivery._deliver_to

    def fail_for_reader(user, *args):
        if user == reader:
            raise LookupError("gone")
        deliver_to(user, *args)

    monkeypatch.setattr(delivery, "_deliver_to", fail_for_reader)
    tasks.sweep()
    assert [sent.to for sent in mail.outbox] == [[other.email]] and row(others).mailed_at


def test_killed_between_sending_and_marking_it_is_the_same_mail_again(reader, monkeypatch):
    event = news(reader)

    def killed(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("activity.models.notifications.NotificationQuerySet.mailed", killed)
        with pytest.raises(KeyboardInterrupt):
            tasks.deliver_event(event.pk)
    tasks.sweep()
    first, second = (sent.extra_headers["Message-ID"] for sent in mail.outbox)
    assert first == second


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_the_same_moment_send_each_mail_once():
    reader = person("Reader")
    for _ in range(10):
        news(reader)
    together = Barrier(2)

    def sweep():
        try:
            together.wait(5)
            tasks.sweep()
        finally:
            connection.close()

    threads = [Thread(target=sweep) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(mail.outbox) == 10 and not Notification.objects.filter(mailed_at=None).exists()


def test_over_a_real_mail_server(reader, settings):
    received = []

    class Box:
        async def handle_DATA(self, server, session, envelope):
            received.append(envelope)
            return "250 taken"

    port = free_port()
    server = Controller(Box(), hostname="127.0.0.1", port=port)
    server.start()
    try:
        settings.MAILERS = {"default": mailer_for(f"smtp://127.0.0.1:{port}", Path())}
        tasks.deliver_event(news(reader, title="Grön ström").pk)
    finally:
        server.stop()
    (envelope,) = received
    assert envelope.rcpt_tos == [reader.email]
    assert b"Auto-Submitted: auto-generated" in envelope.content and row_count_mailed() == 1
    event = news(reader)
    tasks.deliver_event(event.pk)  # the server is gone now
    assert row(event).mailed_at is None and row(event).mail_tries == 1


def free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def row_count_mailed() -> int:
    return Notification.objects.exclude(mailed_at=None).count()


def test_without_a_server_each_mail_is_a_file(reader, settings, tmp_path):
    settings.MAILERS = {"default": mailer_for("", tmp_path / "mail")}
    tasks.deliver_event(news(reader).pk)
    (file,) = (tmp_path / "mail").iterdir()
    assert re.search("^To: reader@example.org$", file.read_text(), re.MULTILINE)
