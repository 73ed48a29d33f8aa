"""A start that can't be is one clear sentence and an exit status that is not 0."""

import os
import shutil
import socket
import subprocess
from collections import namedtuple
from types import SimpleNamespace

import pytest
from django.conf import settings

from improvement.broker import check_broker
from improvement.database import maintenance
from improvement.embedded.home import LONGEST_ADDRESS, LONGEST_NAME, Home
from improvement.embedded.servers import open_home
from improvement.embedded.trouble import LEAST_FREE, Trouble, check_space, explain_log
from improvement.secret import load_secret_key
from improvement.supervisor.listening import check_free
from tests.embedded.conftest import new_home
from tests.running import RunningService

PROGRESS = ("Starting ", "Stopping ", "Translations ", "Static files ")


@pytest.fixture
def refused(home):
    """A function that starts the service, which must end by itself; the sentence that it said."""

    def start(folder=home, **settings):
        status, said = RunningService(folder, DEMO="0", **settings).launch().end()
        assert status == 1, said
        assert "Traceback" not in said
        return next(line for line in said.splitlines() if not line.startswith(PROGRESS))

    return start


def test_data_of_a_newer_postgresql(home, refused):
    (home / "postgres").mkdir()
    (home / "postgres" / "PG_VERSION").write_text("19\n")
    assert refused() == (
        f"The data in {home}/postgres was made by PostgreSQL 19, and this service brings PostgreSQL 18: "
        "start the version that made it, or set IMPROVEMENT_HOME."
    )


def test_a_folder_that_cannot_be_entered(home, refused):
    """Root may go everywhere, the account that runs PostgreSQL may not; another user is refused at once."""
    closed = home / "closed"
    closed.mkdir()
    closed.chmod(0o700 if os.geteuid() == 0 else 0o500)
    said = refused(closed / "inner")
    assert str(closed) in said
    assert "can't enter" in said or "can't be used" in said


def test_a_weak_secret_key(refused):
    assert refused(SECRET_KEY="short").startswith("SECRET_KEY is weak")


def test_a_database_that_does_not_answer(refused):
    said = refused(DATABASE_URL="postgres://me:very-secret@127.0.0.1:9/improvement")
    assert said.startswith("The database can't be reached: connection")
    assert "very-secret" not in said


def test_a_port_that_is_no_number(refused):
    assert "PORT" in refused(PORT="eighty")


def test_a_disk_that_is_full(home, refused):
    """A small disk of its own where we may make one, else the same check on a told size."""
    disk = home / "disk"
    disk.mkdir(mode=0o755)
    small = ["mount", "-t", "tmpfs", "-o", "size=20m,mode=755", "tmpfs", str(disk)]
    if os.geteuid() == 0 and subprocess.run(small).returncode == 0:
        try:
            assert refused(disk).startswith(f"The disk of {disk} is full")
        finally:
            subprocess.run(["umount", disk], check=True)


def test_little_space_is_refused_before_anything_is_written(home, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage(10**9, 10**9, LEAST_FREE - 1))
    with pytest.raises(Trouble, match=f"The disk of {home} is full"):
        check_space(home)


def test_a_disk_that_filled_up_is_told_from_the_log(home):
    log = home / "postgres.log"
    log.write_text("LOG:  starting\nFATAL:  could not write lock file: No space left on device\n")
    assert explain_log("PostgreSQL", log).startswith(f"The disk of {home} is full")


def test_a_home_that_is_a_file(home):
    (home / "file").write_text("")
    with pytest.raises(Trouble, match=f"The folder {home}/file can't be used"):
        open_home(Home(home / "file"))


@pytest.mark.parametrize("key", ["short", "a" * 60, "django-insecure-" + "abcdefgh" * 8])
def test_weak_keys_are_refused_unless_debugging(home, key):
    with pytest.raises(Exception, match="SECRET_KEY is weak"):
        load_secret_key(key, home / "secret_key", debug=False)
    assert load_secret_key(key, home / "secret_key", debug=True) == key


def test_a_key_is_made_once_and_kept_for_its_owner(home):
    made = load_secret_key("", home / "secret_key", debug=False)
    assert load_secret_key("", home / "secret_key", debug=False) == made
    assert (home / "secret_key").stat().st_mode & 0o077 == 0


def test_a_broker_that_does_not_answer(monkeypatch):
    monkeypatch.setattr(settings, "REDIS_URL", "redis://127.0.0.1:9/0")
    with pytest.raises(Trouble, match="Valkey or Redis can't be reached.*REDIS_URL"):
        check_broker()


def test_a_database_that_may_not_be_entered_is_told_without_its_password(monkeypatch):
    given = settings.DATABASES["default"] | {"HOST": "127.0.0.1", "PORT": 9, "PASSWORD": "very-secret"}
    monkeypatch.setattr("improvement.database.settings", SimpleNamespace(DATABASES={"default": given}))
    with pytest.raises(Trouble) as told, maintenance():
        pass
    assert "DATABASE_URL" in str(told.value)
    assert "very-secret" not in str(told.value)


def test_an_address_that_nobody_has():
    with pytest.raises(Trouble, match="HOST no.such.host.invalid with PORT 8000 can't be used"):
        check_free("no.such.host.invalid", 8000)


def test_a_port_that_another_shares_is_taken():
    """The web server would share it silently: both set SO_REUSEPORT."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Trouble, match=f"Port {port} of 127.0.0.1 is taken"):
            check_free("127.0.0.1", port, patience=0)
    check_free("127.0.0.1", port)


def test_sockets_of_a_deep_home_move_to_a_short_folder(home):
    deep = Home(home / ("deep" * 20) / "var")
    assert len(bytes(deep.sockets / LONGEST_NAME)) <= LONGEST_ADDRESS
    assert deep.sockets != Home(home / ("deep" * 20) / "other").sockets
    assert Home(home).sockets == home / "run"


def test_a_deep_home_works():
    home = new_home()
    service = RunningService(home / ("deep" * 25), DEMO="0")
    try:
        answer = service.manage("check", "--database", "default")
        assert answer.returncode == 0, answer.stderr
    finally:
        shutil.rmtree(Home(service.home).sockets)
        shutil.rmtree(home)
