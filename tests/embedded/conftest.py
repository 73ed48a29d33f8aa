"""Homes for services under test: short, and enterable by the account that runs the servers."""

import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest

from tests.running import processes_with


def new_home():
    home = Path(tempfile.mkdtemp(prefix="improvement-home-"))
    home.chmod(0o711)
    return home


def end_everything_of(home):
    """`kill -9` of every process that belongs to this home."""
    for line in processes_with(str(home)):
        try:
            os.kill(int(line.split()[0]), signal.SIGKILL)
        except ProcessLookupError:
            continue


@pytest.fixture
def home():
    home = new_home()
    yield home
    end_everything_of(home)
    shutil.rmtree(home, ignore_errors=True)
