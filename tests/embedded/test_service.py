"""The service as a whole: started, looked at, stopped, killed, started again. One home, in this order."""

import json
import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.embedded.conftest import end_everything_of, new_home
from tests.running import RunningService, processes_with

NAMES = "from teams.models import User; print(sorted(User.objects.values_list('name', flat=True)))"
ADD = "from teams.models import User; User.objects.create(email='{0}@example.org', name='{0}')"


@pytest.fixture(scope="module")
def service():
    home = new_home()
    service = RunningService(home, DEMO="0")
    yield service.start()
    end_everything_of(home)
    shutil.rmtree(home, ignore_errors=True)


def gone(home, patience=10):
    """What still lives of a home after a moment."""
    until = time.monotonic() + patience
    while (left := processes_with(str(home))) and time.monotonic() < until:
        time.sleep(0.1)
    return left


def processor_seconds(home):
    """What the processes of a home, and the ended ones they started, have computed."""
    total = 0
    for line in processes_with(str(home)):
        facts = Path(f"/proc/{line.split()[0]}/stat").read_text().rpartition(")")[2].split()
        total += sum(map(int, facts[11:15]))
    return total / os.sysconf("SC_CLK_TCK")


def test_it_says_what_it_does_and_then_that_it_is_ready(service):
    ready = service.lines.index(f"Ready: {service.url}")
    assert service.lines[:2] == ["Starting PostgreSQL", "Starting Valkey"]
    assert {"Database created", "Starting the web server", "Starting the worker"} < set(service.lines[:ready])


def test_database_and_broker_answer(service):
    status, text = service.get("/readyz")
    assert (status, json.loads(text)) == (200, {"database": "ok", "broker": "ok", "demo": False})
    assert service.get("/healthz")[0] == 200


def test_every_part_runs_and_beat_has_its_schedule(service):
    running = "\n".join(processes_with(str(service.home)))
    for part in (
        "improvement.supervisor",
        "bin/postgres",
        "valkey-server",
        "improvement.web",
        "worker --pool",
    ):
        assert part in running


def test_a_second_service_in_the_same_home_is_refused(service):
    second = RunningService(service.home, DEMO="0").launch()
    status, said = second.end()
    assert status == 1
    assert said.startswith(f"The service already runs in {service.home}")
    assert service.get("/healthz")[0] == 200


def test_a_taken_port_is_refused(service, home):
    second = RunningService(home, DEMO="0", PORT=str(service.port)).launch()
    status, said = second.end()
    assert status == 1
    assert said.splitlines()[-1].startswith(f"Port {service.port} of 127.0.0.1 is taken")


def test_commands_use_the_running_servers(service):
    assert service.manage("shell", "-v0", "-c", ADD.format("Kim")).returncode == 0
    assert service.manage("shell", "-v0", "-c", NAMES).stdout.strip() == "['Kim']"
    assert service.get("/readyz")[0] == 200


def test_a_web_server_that_dies_is_started_again(service):
    victim = next(line for line in processes_with(str(service.home)) if "improvement.web" in line)
    os.kill(int(victim.split()[0]), signal.SIGKILL)
    until = time.monotonic() + 30
    while not any("ended by itself" in line for line in service.lines) or service.lines[-1] != (
        "Starting the web server"
    ):
        assert time.monotonic() < until, service.lines
        time.sleep(0.1)
    while time.monotonic() < until:
        try:
            assert service.get("/readyz")[0] == 200
            break
        except OSError:
            time.sleep(0.1)
    else:
        pytest.fail("the web server did not come back")


def test_ctrl_c_stops_everything_in_order(service):
    status, said = service.stop(signal.SIGINT)
    assert status == 0
    assert said.splitlines()[-4:] == [
        "Stopping the web server",
        "Stopping the worker",
        "Stopping Valkey",
        "Stopping PostgreSQL",
    ]
    assert gone(service.home, 0) == []


def test_commands_start_the_servers_for_themselves(service):
    assert service.manage("shell", "-v0", "-c", NAMES).stdout.strip() == "['Kim']"
    assert gone(service.home, 0) == []


def test_the_second_start_is_ready_within_ten_seconds(service):
    """On a machine that does other things as well, the seconds count that the service itself used."""
    started = time.monotonic()
    service.start()
    passed = time.monotonic() - started
    assert passed < 10 or processor_seconds(service.home) < 10


def test_killing_the_supervisor_takes_its_children_along(service):
    service.process.kill()
    service.process.wait()
    assert gone(service.home) == []


def test_after_killing_everything_it_starts_by_itself_with_its_data(service):
    service.start()
    assert service.manage("shell", "-v0", "-c", ADD.format("Robin")).returncode == 0
    end_everything_of(service.home)
    service.process.wait()
    assert (service.home / "postgres" / "postmaster.pid").exists()
    service.start()
    assert service.manage("shell", "-v0", "-c", NAMES).stdout.strip() == "['Kim', 'Robin']"
    assert service.stop(signal.SIGHUP)[0] == 0
    assert gone(service.home, 0) == []
