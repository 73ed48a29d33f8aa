"""Rooms import one way, and every room is under that contract."""

import subprocess
import sys
import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]


def own_rooms():
    return {config.name for config in apps.get_app_configs() if Path(config.path).parent == ROOT}


def test_imports_run_one_way():
    answer = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stdout


def test_every_room_is_under_the_contract():
    assert set(LINTER["root_packages"]) == own_rooms()
    _, inside = LINTER["contracts"]
    assert set(inside["containers"]) == own_rooms() - {"improvement"}
