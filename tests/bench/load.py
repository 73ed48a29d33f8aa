"""Asking a running service with one connection or several at once, and what it took."""

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from tests.bench.processes import kinds, milliseconds

WARM_UP = (8, 32)  # connections and requests: every worker has seen the page


@dataclass
class Request:
    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass
class Measured:
    """Per request: milliseconds and bytes."""

    rate: float
    latencies: list[float]
    size: int
    application: float
    database: float

    def within(self, share: float) -> float:
        """So many milliseconds were enough for that share of the requests."""
        return within(self.latencies, share)


def within(latencies: list[float], share: float) -> float:
    ordered = sorted(latencies)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


class Prober:
    """`pid` is the supervisor's."""

    def __init__(self, port: int, pid: int):
        self.port = port
        self.pid = pid

    def measure(
        self, make: Callable[[], Request], expected: int, connections: int, seconds: float
    ) -> Measured:
        """Ask for so long; any other status than `expected` ends the benchmark."""
        self.warm_up(make, expected)
        return self._measured(make, expected, connections, until=time.monotonic() + seconds)

    def warm_up(self, make: Callable[[], Request], expected: int = 200) -> None:
        """Until every process has drawn the page."""
        self._run(make, expected, WARM_UP[0], most=WARM_UP[1])

    def each(self, requests: list[Request], expected: int = 200) -> Measured:
        """Ask each of them once, one after the other."""
        return self._measured(iter(requests).__next__, expected, 1, most=len(requests))

    def _measured(self, make, expected: int, connections: int, **limit) -> Measured:
        before = self._work()
        began = time.monotonic()
        latencies, size = self._run(make, expected, connections, **limit)
        took = time.monotonic() - began
        cost = {name: (spent - before[name]) / len(latencies) for name, spent in self._work().items()}
        return Measured(rate=len(latencies) / took, latencies=latencies, size=size, **cost)

    def _work(self) -> dict[str, float]:
        """Milliseconds that the processes worked; they are looked up anew, as the pool makes new ones."""
        found = kinds(self.pid)
        return {
            "application": milliseconds(found["application"]),
            "database": milliseconds(found["database"] + found["cache"]),
        }

    def _run(self, make, expected: int, connections: int, *, until: float = 0.0, most: int = 0):
        latencies: list[float] = []
        sizes: list[int] = []
        wrong: list[str] = []
        lock = threading.Lock()

        def ask() -> None:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            while not wrong and (len(latencies) < most if most else time.monotonic() < until):
                with lock:
                    request = make()
                began = time.perf_counter()
                line.request(request.method, request.path, request.body, request.headers)
                answer = line.getresponse()
                told = answer.read()
                latencies.append((time.perf_counter() - began) * 1000)
                sizes.append(len(told))
                if answer.status != expected:
                    wrong.append(f"{request.method} {request.path}: {answer.status} {told[:300]!r}")
            line.close()

        threads = [threading.Thread(target=ask) for _connection in range(connections)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if wrong:
            raise SystemExit(wrong[0])
        return latencies, int(median(sizes))
