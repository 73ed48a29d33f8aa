"""What must end on any input: stopped when it does not, so that one hostile text cannot hold the tests.

How fast things are is measured by `tests/bench`, on a machine that does nothing else.
"""

import signal
from contextlib import contextmanager

LONG = 30  # seconds of processor time: ten times what anything here takes, and nothing beside n² of 1 MB


@contextmanager
def ends(seconds: float = LONG):
    """Fails what computes for longer than that, within a regular expression too."""

    def stop(_signal, _frame):
        raise AssertionError(f"still at it after {seconds} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
