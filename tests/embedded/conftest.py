"""Homes for services under test: short, and enterable by the account that runs the servers."""

import os
import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from tests.running import processes_with


def new_home():
    home = Path(tempfile.mkdtemp(prefix="improvement-home-"))
    home.chmod(0o711)
    return home


def end_everything_of(home):
    """`kill -9` of every process that belongs to this home, at one moment.

    They are halted first, so that none sees another one die and acts on it.
    """
    living = [int(line.split()[0]) for line in processes_with(str(home))]
    for number in (signal.SIGSTOP, signal.SIGKILL):
        for process in living:
            with suppress(ProcessLookupError):
                os.kill(process, number)


@pytest.fixture
def home():
    home = new_home()
    yield home
    end_everything_of(home)
    shutil.rmtree(home, ignore_errors=True)
