"""Fixtures of the pages' tests: the cast, a board of team red, and its member in the browser."""

import pytest

from tests.cast import make_cast
from tests.retrospectives.boards import hold


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def board(cast):
    return hold(cast)


@pytest.fixture
def member(client, cast):
    client.force_login(cast.member)
    return client
