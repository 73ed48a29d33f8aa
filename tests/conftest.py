"""One private PostgreSQL and one private Valkey for the whole run, before Django reads its settings."""

import os
from pathlib import Path

import django
import pytest
from django.core.cache import cache

from tests import environment
from tests.scheduling import TogetherByFolder

environment.set_up()
django.setup()


def pytest_configure(config):
    environment.start_servers()


def pytest_unconfigure(config):
    environment.tear_down()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return TogetherByFolder(config, log)


@pytest.fixture
def own_files(settings, tmp_path):
    """A folder for attached files that no test running beside this one writes to or sweeps."""
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path / "files"}}
    }


@pytest.fixture
def own_cache(settings):
    """An empty database of Valkey: what is cleared there is nobody else's, and nobody else clears it."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) + 2
    default = settings.CACHES["default"]
    place = default["LOCATION"].replace("?db=1", f"?db={number}")
    assert place != default["LOCATION"]
    settings.CACHES = {"default": default | {"LOCATION": place}}
    cache.clear()


@pytest.fixture(scope="session")
def shared_data():
    """The folder of real item files and retrospectives; where it is absent, it is said and skipped."""
    folder = Path(os.environ.get("IMPROVEMENT_TEST_DATA", environment.ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"There is no folder {folder}: set IMPROVEMENT_TEST_DATA to try with real data.")
    return folder.resolve()
