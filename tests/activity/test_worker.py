"""From the commit to the mail through a real broker and a real worker."""

import time

import psycopg
import pytest
from celery.contrib.testing.worker import start_worker
from celery.signals import celeryd_init
from django.core import mail
from django.db import connection, connections

from activity import doorbell
from activity.models import Notification
from improvement.celery import app
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    app.control.purge()
    with start_worker(app, pool="threads", concurrency=2, perform_ping_check=False, shutdown_timeout=20):
        yield
    app.control.purge()


def wait_for(condition, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return bool(condition())


def test_an_answer_reaches_the_team_by_mail(worker):
    cast = make_cast()
    item = make_item(cast, "ready")
    assert wait_for(lambda: not Notification.objects.exclude(mail_due=None).exists())
    mail.outbox.clear()
    item.decide("offer", reason="For the teams.", by=cast.manager)
    told = {"member@example.org", "facilitator@example.org", "leader@example.org", "both@example.org"}
    assert wait_for(lambda: told <= {sent.to[0] for sent in mail.outbox})


def test_what_a_worker_asks_the_database_may_take_longer(monkeypatch):
    options = connections.settings["default"]["OPTIONS"]
    monkeypatch.setitem(options, "options", options["options"])
    asked = "SELECT setting::int FROM pg_settings WHERE name = 'statement_timeout'"
    with connection.cursor() as cursor:
        assert cursor.execute(asked).fetchone() == (15_000,)
    celeryd_init.send(sender="a worker")
    given = {"host": connection.settings_dict["HOST"], "user": connection.settings_dict["USER"]}
    with psycopg.connect(dbname="postgres", options=options["options"], **given) as fresh:
        assert fresh.execute(asked).fetchone() == (300_000,)


def test_a_verb_succeeds_without_a_broker(monkeypatch):
    def nobody_listens(*args, **kwargs):
        raise OSError("no broker")

    monkeypatch.setattr(doorbell.current_app, "send_task", nobody_listens)
    monkeypatch.setattr(doorbell.silence, "until", 0)
    cast = make_cast()
    make_item(cast, "ready").decide("offer", reason="For the teams.", by=cast.manager)
    assert Notification.objects.filter(event__name="decided").exclude(mail_due=None).exists()
