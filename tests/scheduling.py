"""Which tests stay together on one worker of pytest-xdist."""

from xdist.scheduler import LoadScopeScheduling


class TogetherByFolder(LoadScopeScheduling):
    """Journeys share one browser and one service, tests of the contract and of lists one world each,
    a file of `embedded` one home; others go alone.
    """

    def _split_scope(self, nodeid: str) -> str:
        for folder in ("journeys", "contract", "lists"):
            if nodeid.startswith(f"tests/{folder}/"):
                return folder
        if nodeid.startswith("tests/embedded/"):
            return nodeid.split("::")[0]
        return nodeid
