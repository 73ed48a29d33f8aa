"""`DATABASE_URL` and `REDIS_URL`: those servers are used and none is started; Redis serves as Valkey does."""

import json
import shutil
import subprocess
import urllib.request
from urllib.parse import quote

import psycopg
import pytest
import redis
from django.conf import settings

from improvement.embedded.valkey import INNER, PACKAGE
from tests.running import RunningService, free_port

CACHE = shutil.which("redis-server") or str(PACKAGE / INNER / "valkey-server")
"""A Redis where there is one on this machine."""


@pytest.fixture
def database():
    """The address of an empty database on the PostgreSQL of this run."""
    given = settings.DATABASES["default"]
    place = {"host": given["HOST"], "user": given["USER"], "dbname": "postgres"}
    with psycopg.connect(**place, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS given")
        connection.execute("CREATE DATABASE given")
        yield f"postgres://{given['USER']}@{quote(given['HOST'], safe='')}/given"
        connection.execute("DROP DATABASE given WITH (FORCE)")


@pytest.fixture
def cache(tmp_path):
    """The address of a server that somebody else runs."""
    port = free_port()
    command = [CACHE, "--port", str(port), "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()


def test_given_servers_are_used_and_no_others_started(home, database, cache):
    service = RunningService(home, DEMO="0", DATABASE_URL=database, REDIS_URL=cache).start()
    try:
        with urllib.request.urlopen(f"{service.url}/readyz") as answer:
            assert json.load(answer) == {"database": "ok", "broker": "ok", "demo": False}
        told = service.manage("compute_flags")
        assert told.returncode == 0, told.stderr
    finally:
        status, said = service.stop()
    assert status == 0, said
    assert not (home / "postgres").exists() and not (home / "valkey").exists()
    assert "PostgreSQL" not in said and "Valkey" not in said
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM django_migrations").fetchone() > (20,)
    # the worker has read its queue there
    assert any(b"kombu" in key for key in redis.Redis.from_url(cache).scan_iter())
