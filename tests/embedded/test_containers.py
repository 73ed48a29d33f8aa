"""The containers can't be run everywhere; that they describe this service can be checked everywhere."""

import ast
import importlib.util
import re
import shlex
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from improvement.celery import app

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ("prepare", "web", "worker", "beat")
READ = re.compile(r"""(?:env\.\w+|environ\.get)\(\s*["']([A-Z_]+)["']""")
GIVEN = re.compile(r"""env\.\w+\(\s*["']([A-Z_]+)["'], ([^,)]+)""")
# Read by the programs of the project; given by the supervisor or a test run, not by a person.
NO_SETTINGS = {"IMPROVEMENT_SUPERVISED"}


def settings_read():
    """Names of the environment variables that the code reads."""
    sources = [*ROOT.glob("improvement/**/*.py"), ROOT / "manage.py"]
    return {name for path in sources for name in READ.findall(path.read_text())} - NO_SETTINGS


def settings_told():
    """Names in README's table of settings."""
    return set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE))


def test_every_setting_is_told_and_every_told_one_is_read():
    assert settings_read() == settings_told()


def test_told_defaults_are_those_of_the_code():
    """Where the code has a plain one: others README describes in words."""
    given = dict(GIVEN.findall((ROOT / "improvement" / "settings.py").read_text()))
    told = dict(
        re.findall(r"^\| `([A-Z_]+)` \| `([^`]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    )
    plain = {name: _plain(value) for name, value in given.items() if name in told}
    assert {name: value for name, value in plain.items() if value is not None} == {
        name: told[name] for name, value in plain.items() if value is not None
    }
    assert {"PORT", "DEMO", "DEBUG", "WEB_WORKERS", "API_RATE", "MAIL_FROM"} <= plain.keys()


def _plain(value: str) -> str | None:
    try:
        told = ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return None
    return str(int(told)) if isinstance(told, bool) else str(told)


def test_the_parts_of_the_service():
    assert set(SERVICES) == {*OURS, "database", "valkey", "proxy"}


@pytest.mark.parametrize("name", OURS)
def test_our_containers_set_what_the_settings_read(name):
    assert set(SERVICES[name]["environment"]) <= settings_read()


@pytest.mark.parametrize("name", OURS)
def test_our_containers_run_commands_that_exist(name):
    program, *rest = shlex.split(SERVICES[name]["command"])
    if program == "celery":
        assert rest[:2] == ["--app", app.main]
        assert rest[2] in {"worker", "beat"}
    elif rest[0] == "-m":
        assert importlib.util.find_spec(rest[1])
    else:
        assert rest[0] == "manage.py"
        assert rest[1] in get_commands()


@pytest.mark.parametrize("name", SERVICES)
def test_containers_wait_for_containers_that_are_described(name):
    assert set(SERVICES[name].get("depends_on", ())) <= set(SERVICES)


@pytest.mark.parametrize("name", SERVICES)
def test_volumes_are_declared(name):
    used = {volume.partition(":")[0] for volume in SERVICES[name].get("volumes", ())}
    assert used <= set(COMPOSE["volumes"])


def test_there_is_one_beat_and_it_is_no_worker():
    assert [name for name in OURS if " beat" in SERVICES[name]["command"]] == ["beat"]


def test_the_image_copies_what_exists():
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert copied
    assert all((ROOT / name).exists() for line in copied for name in line.split())
