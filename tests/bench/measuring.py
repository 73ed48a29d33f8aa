"""One run of the benchmark against the service that `tests.bench` started."""

import os
import time
from pathlib import Path

from django.conf import settings

from backlog.words_at_hand import keep_words_at_hand
from tests.bench.filled import filled
from tests.bench.load import Prober
from tests.bench.processes import kinds, megabytes
from tests.bench.report import Report
from tests.bench.scenarios import Scenarios

CONNECTIONS = (1, 16)
SEARCHES = "searches"
PATIENCE = 300  # seconds
PAGE = Path("docs/performance.md")


def words_at_hand() -> float:
    """Wait for what the worker does after a start, or do it; tells the seconds."""
    begin = time.monotonic()
    while not keep_words_at_hand() and time.monotonic() < begin + PATIENCE:
        time.sleep(0.2)
    return time.monotonic() - begin


def main() -> None:
    items = int(os.environ.get("BENCH_ITEMS", "100000"))
    seconds = float(os.environ.get("BENCH_SECONDS", "4"))
    only = [word for word in os.environ.get("BENCH_ONLY", "").split(",") if word]
    supervisor = int(os.environ["BENCH_SUPERVISOR"])
    organization, took = filled(settings.HOME.root, items)
    report = Report(items, took, words_at_hand())
    prober = Prober(settings.PORT, supervisor)
    scenarios = Scenarios(organization)
    for scenario in scenarios.all():
        if only and not any(word in scenario.name for word in only):
            continue
        queries = scenarios.queries(scenario)
        measured = []
        for connections in CONNECTIONS:
            measured.append(prober.measure(scenario.make, scenario.expected, connections, seconds))
            time.sleep(0.2)
        report.add(scenario, queries, measured)
    if not only or SEARCHES in only:
        prober.warm_up(scenarios.pages(["/find/?q=%231"]))
        for kind, requests in scenarios.searches().items():
            report.add_searches(kind, prober.each(requests))
        report.end_searches()
    report.finish({kind: megabytes(pids) for kind, pids in kinds(supervisor).items()})
    if not only:
        report.write(PAGE)
