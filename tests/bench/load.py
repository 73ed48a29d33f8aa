"""Asking a running service with several connections at once, and what it took."""

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
    p50: float
    p99: float
    size: int
    application: float
    database: float
    count: int


class Prober:
    """`pid` is the supervisor's; its processes are looked up anew for each measurement."""

    def __init__(self, port: int, pid: int):
        self.port = port
        self.pid = pid

    def measure(
        self, make: Callable[[], Request], expected: int, connections: int, seconds: float
    ) -> Measured:
        """Ask for so long; any other status than `expected` ends the benchmark."""
        self._run(make, expected, WARM_UP[0], most=WARM_UP[1])
        found = kinds(self.pid)
        groups = {"application": found["application"], "database": found["database"] + found["cache"]}
        before = {name: milliseconds(pids) for name, pids in groups.items()}
        began = time.monotonic()
        latencies, size = self._run(make, expected, connections, until=began + seconds)
        took = time.monotonic() - began
        # backends of the database may come and go with the pool
        found = kinds(self.pid)
        groups = {"application": found["application"], "database": found["database"] + found["cache"]}
        cost = {name: (milliseconds(pids) - before[name]) / len(latencies) for name, pids in groups.items()}
        latencies.sort()
        return Measured(
            rate=len(latencies) / took,
            p50=median(latencies) * 1000,
            p99=latencies[min(len(latencies) - 1, int(len(latencies) * 0.99))] * 1000,
            size=size,
            count=len(latencies),
            **cost,
        )

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
                latencies.append(time.perf_counter() - began)
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
