"""Which tests stay together on one worker of pytest-xdist."""

from xdist.scheduler import LoadScopeScheduling


class TogetherByFolder(LoadScopeScheduling):
    """All journeys share one browser and one service, a file of `embedded` one home; others go alone."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith("tests/journeys/"):
            return "journeys"
        if nodeid.startswith("tests/embedded/"):
            return nodeid.split("::")[0]
        return nodeid
