"""Who runs the embedded servers when several commands, or a service, want them at the same moment."""

import threading
import time
from pathlib import Path

import pytest

from improvement.embedded.commands import needs_servers, servers_at_hand
from improvement.embedded.home import Home
from improvement.embedded.locks import Busy, held
from improvement.embedded.processes import SUPERVISED, is_alive, working_in
from improvement.embedded.trouble import Trouble


class Stand:
    """Stands in for a server: a process that notes its start and answers while it lives."""

    name = "Stand"
    stop_signal = 15
    account = None

    def __init__(self, home: Home) -> None:
        self.home = home
        self.log = home.root / "stand.log"
        self.note = home.root / "starts"

    def prepare(self) -> None:
        with self.note.open("a") as note:
            note.write("start\n")

    def command(self) -> list[str]:
        return ["sh", "-c", f'echo $$ > "{self.home.root}/pid"; exec sleep 60']

    def is_ready(self) -> bool:
        return (self.home.root / "pid").exists() and bool(self.pid) and is_alive(self.pid)

    @property
    def pid(self) -> int:
        return int((self.home.root / "pid").read_text() or 0)

    @property
    def starts(self) -> int:
        return self.note.read_text().count("start")


@pytest.fixture
def stand(home):
    return Stand(Home(home))


class Command(threading.Thread):
    """A command that holds the servers until it is told to end."""

    def __init__(self, stand: Stand) -> None:
        super().__init__(daemon=True)
        self.stand = stand
        self.inside = threading.Event()
        self.may_end = threading.Event()
        self.start()
        assert self.inside.wait(10)

    def run(self) -> None:
        with servers_at_hand(self.stand.home, [self.stand]):
            self.inside.set()
            self.may_end.wait(20)

    def end(self) -> None:
        self.may_end.set()
        self.join(10)


def test_a_command_starts_the_servers_and_stops_them(stand):
    command = Command(stand)
    assert is_alive(stand.pid)
    command.end()
    assert not is_alive(stand.pid)


def test_two_commands_share_them_and_the_first_waits_for_the_second(stand):
    first = Command(stand)
    second = Command(stand)
    assert stand.starts == 1
    first.may_end.set()
    first.join(0.5)
    assert first.is_alive(), "it stopped the servers under its guest"
    assert is_alive(stand.pid)
    second.end()
    first.join(10)
    assert not is_alive(stand.pid)


def test_the_next_command_starts_them_again(stand):
    for starts in (1, 2):
        command = Command(stand)
        assert stand.starts == starts
        command.end()


def test_many_at_the_same_moment_all_get_servers_that_answer(stand):
    answers = []

    def ask():
        with servers_at_hand(stand.home, [stand]):
            time.sleep(0.05)
            answers.append(stand.is_ready())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers == [True] * 8


def test_servers_that_never_answer_are_told(stand, monkeypatch):
    monkeypatch.setattr("improvement.embedded.commands.PATIENCE", 0.2)
    at_hand = servers_at_hand(stand.home, [stand])
    with held(stand.home.servers_lock), pytest.raises(Trouble, match="did not answer"), at_hand:
        pass


def test_a_lock_is_held_by_one_alone(home):
    with held(home / "lock"), pytest.raises(Busy), held(home / "lock"):
        pass
    shared = held(home / "lock", shared=True), held(home / "lock", shared=True)
    with shared[0], shared[1], pytest.raises(Busy), held(home / "lock"):
        pass


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["manage.py", "create_token", "kim@example.org"], True),
        (["manage.py", "migrate"], True),
        (["manage.py", "migrate", "--help"], False),
        (["manage.py", "read_notes", "notes.md"], False),
        (["manage.py"], False),
    ],
)
def test_servers_run_for_commands_that_ask_the_database(arguments, needed):
    assert needs_servers(arguments) is needed


def test_commands_of_a_running_service_use_its_servers(monkeypatch):
    monkeypatch.setenv(SUPERVISED, "1")
    assert not needs_servers(["manage.py", "migrate"])


def test_a_process_is_found_by_the_folder_it_works_in(stand):
    assert working_in(Path.cwd()) != []
    assert working_in(stand.home.root) == []
