"""One world of people and things for all tests of the contract, and the real web server in front of it."""

import logging
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from teams.models import ApiToken
from tests.cast import everybody
from tests.permissions.world import make_world
from tests.running import ROOT, free_port

PATIENCE = 60


@pytest.fixture(autouse=True)
def quiet():
    """Refusals are what is tested here, thousands of them: nobody reads what is written down of each."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker):
    """`cast`, `own` and `foreign` things, and by a person's name `clients` and `tokens`; it stays stored."""
    with django_db_blocker.unblock():
        world = make_world()
        people = everybody(world.cast)
        world.tokens = {name: ApiToken.issue(person, "contract")[1] for name, person in people.items()}
        world.clients = {None: Client(raise_request_exception=False)}
        for name, person in people.items():
            world.clients[name] = Client(raise_request_exception=False)
            world.clients[name].force_login(person)
        yield world
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="package")
def service(world):
    """The web server as the service starts it, on the world's database."""
    with web_server() as running:
        yield running


@contextmanager
def web_server(**environment: str):
    """Granian with two workers on the database of the tests; `url` is where it answers."""
    port = free_port()
    given = connection.settings_dict
    database = f"postgres://{given['USER']}@{quote(given['HOST'], safe='')}/{given['NAME']}"
    own = {"PORT": str(port), "DATABASE_URL": database, "LOG_LEVEL": "ERROR"}
    log = settings.HOME.logs / f"contract-{port}.log"
    with log.open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "improvement.web"],
            cwd=ROOT,
            env=os.environ | own | environment,
            stdout=told,
            stderr=told,
        )
    running = SimpleNamespace(url=f"http://127.0.0.1:{port}", process=process, log=log)
    try:
        _wait(running)
        yield running
    finally:
        process.terminate()
        process.wait(PATIENCE)
    assert "Traceback" not in log.read_text(), log.read_text()[-4000:]


def _wait(running: SimpleNamespace) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        assert running.process.poll() is None, running.log.read_text()
        assert time.monotonic() < until, running.log.read_text()
        try:
            with urllib.request.urlopen(f"{running.url}/healthz", timeout=5):
                return
        except urllib.error.URLError:
            time.sleep(0.1)
