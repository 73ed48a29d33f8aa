"""The table: said while measuring, and written into docs/performance.md."""

import os
import platform
import re
from datetime import date
from pathlib import Path

from tests.bench.load import within

HEAD = (
    "| | app ms | database ms | together | at most | queries | kB | 1: per s | p50 ms | p99 ms "
    "| 16: per s | p50 ms | p99 ms |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n"
)
SEARCHES = (
    "Different searches, each asked once by one connection:\n\n"
    "| | asked | app ms | database ms | p50 ms | p99 ms | longest ms |\n|---|---|---|---|---|---|---|\n"
)


class Report:
    def __init__(self, items: int, took: dict[str, float], read: float):
        self.items = items
        self.rows: list[str] = []
        self.searches: list[str] = []
        self.latencies: list[float] = []
        steps = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in took.items())
        self.loading = (
            f"Loaded in {sum(took.values()):.0f} s ({steps}). What searches read was brought into the "
            f"database's memory in {read:.0f} s."
        )
        print(machine(), self.loading, sep="\n", flush=True)

    def add(self, scenario, queries: int, measured) -> None:
        one, many = measured
        mark = "" if scenario.mark is None else str(scenario.mark)
        cells = [scenario.name, f"{one.application:.1f}", f"{one.database:.1f}"]
        cells += [f"{one.application + one.database:.1f}", mark, str(queries), f"{one.size / 1000:.1f}"]
        for each in (one, many):
            cells += [f"{each.rate:.0f}", f"{each.within(0.5):.1f}", f"{each.within(0.99):.1f}"]
        self.rows.append(f"| {' | '.join(cells)} |")
        print(self.rows[-1], flush=True)

    def add_searches(self, kind: str, measured) -> None:
        """One kind of searches; of all of them together, the slowest of a hundred are what counts."""
        self.latencies += measured.latencies
        work = [f"{measured.application:.1f}", f"{measured.database:.1f}"]
        cells = [kind, str(len(measured.latencies)), *work, *spread(measured.latencies)]
        self.searches.append(f"| {' | '.join(cells)} |")
        print(self.searches[-1], flush=True)

    def end_searches(self) -> None:
        cells = ["**all**", str(len(self.latencies)), "", "", *spread(self.latencies)]
        self.searches.append(f"| {' | '.join(cells)} |")
        print(self.searches[-1], flush=True)

    def finish(self, memory: dict[str, float]) -> None:
        told = ", ".join(f"{kind} {size:.0f}" for kind, size in sorted(memory.items()))
        self.memory = f"Memory in MB: {told}; together {sum(memory.values()):.0f}."
        print(self.memory)

    def write(self, path: Path) -> None:
        """Put the table between the marks for this number of items; the rest of the page is left alone."""
        begin, end = f"<!-- {self.items} items -->", f"<!-- end of {self.items} items -->"
        parts = [begin, machine(), "", self.loading, "", HEAD + "\n".join(self.rows), "", self.memory, ""]
        parts += [SEARCHES + "\n".join(self.searches), end]
        text, table = path.read_text(), "\n".join(parts)
        marked = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        text = marked.sub(lambda _old: table, text) if marked.search(text) else f"{text}\n{table}\n"
        path.write_text(text)


def spread(latencies: list[float]) -> list[str]:
    return [f"{within(latencies, share):.1f}" for share in (0.5, 0.99, 1)]


def machine() -> str:
    """What it ran on."""
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
    return (
        f"{date.today()}, {cpu[1] if cpu else platform.machine()}, {os.cpu_count()} cores, "
        f"{int(memory[1]) / 1024**2:.0f} GB, load {os.getloadavg()[0]:.1f} when it began."
    )
