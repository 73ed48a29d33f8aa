"""What several tests of this room begin with."""

import pytest

from teams.models import Invitation
from tests.cast import make_cast


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def no_rate_limits(settings):
    """The tests come from one address, and quickly."""
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def invitation(cast):
    """Ada is invited into the team red by its leader."""
    return Invitation.invite(
        email="Ada@Example.org", name="Ada", role="member", team=cast.red, by=cast.leader
    )
