"""One process of the service: started, waited for until it is ready, watched, stopped."""

import asyncio
import os
import signal
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from improvement.embedded.account import as_account
from improvement.embedded.processes import child_options
from improvement.embedded.trouble import Trouble, explain_log

LARGEST_LOG = 10_000_000
PATIENCE_AT_START = 60
PATIENCE_AT_STOP = 20
MOST_DEATHS = 3
WITHIN = 60


def say(text: str) -> None:
    print(text, flush=True)


@dataclass
class Child:
    """`is_ready` may block for a moment; `prepare` runs before each start."""

    name: str
    command: Callable[[], list[str]]
    log: Path
    is_ready: Callable[[], bool]
    prepare: Callable[[], None] = lambda: None
    stop_signal: int = signal.SIGTERM
    account: object = None
    environment: dict = field(default_factory=dict)
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        say(f"Starting {self.name}")
        self.prepare()
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self.command(),
                stdout=log,
                stderr=log,
                env=os.environ | self.environment,
                **child_options(self.stop_signal),
                **as_account(self.account),
            )
        await self._wait_ready()

    async def keep(self) -> None:
        """Start it again whenever it ends by itself; give up after a few times in a minute."""
        deaths = deque(maxlen=MOST_DEATHS)
        while True:
            status = await self.process.wait()
            deaths.append(time.monotonic())
            if len(deaths) == MOST_DEATHS and deaths[-1] - deaths[0] < WITHIN:
                raise Trouble(explain_log(self.name, self.log))
            say(f"{self.name} ended by itself (status {status})")
            self._end_group()
            await self.start()

    async def stop(self) -> None:
        if self.process is None:
            return
        if self.process.returncode is None:
            say(f"Stopping {self.name}")
            self.process.send_signal(self.stop_signal)
            try:
                await asyncio.wait_for(self.process.wait(), PATIENCE_AT_STOP)
            except TimeoutError:
                say(f"{self.name} did not stop within {PATIENCE_AT_STOP} s: killing it")
                self.process.kill()
                await self.process.wait()
        self._end_group()

    async def _wait_ready(self) -> None:
        until = time.monotonic() + PATIENCE_AT_START
        while not await asyncio.to_thread(self.is_ready):
            if self.process.returncode is not None:
                raise Trouble(explain_log(self.name, self.log))
            if time.monotonic() > until:
                raise Trouble(f"{self.name} did not become ready in {PATIENCE_AT_START} s (see {self.log}).")
            await asyncio.sleep(0.05)

    def _end_group(self) -> None:
        """Whatever it started itself lives in its session: nothing of that may stay behind."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass
