"""The service: which processes, in which order, and what happens when the demo is left."""

import asyncio
import os
import sys
from contextlib import ExitStack

from django.conf import settings

from improvement.address import url_of
from improvement.embedded.locks import Busy, held
from improvement.embedded.processes import SUPERVISED
from improvement.embedded.servers import embedded_servers
from improvement.embedded.trouble import AlreadyTold, Trouble
from improvement.supervisor.child import Child, say
from improvement.supervisor.commands import manage
from improvement.supervisor.listening import answers, check_free
from improvement.supervisor.sign_in import describe_sign_in


class Service:
    """One run of the service in its home folder."""

    def __init__(self) -> None:
        self.home = settings.HOME
        self.demo = settings.DEMO
        self.started: list[Child] = []

    async def run(self) -> None:
        """Run until cancelled or until something can't go on (`Trouble`); stop everything, last first."""
        with ExitStack() as locks:
            self._take_home(locks)
            check_free(settings.HOST, settings.PORT)
            await self._take_servers(locks)
            try:
                await self._run_everything()
            except BaseExceptionGroup as group:
                raise _first(group) from None
            finally:
                for child in reversed(self.started):
                    await child.stop()

    def _take_home(self, locks: ExitStack) -> None:
        try:
            locks.enter_context(held(self.home.service_lock))
        except Busy as busy:
            raise Trouble(
                f"The service already runs in {self.home.root}: end it first, or set IMPROVEMENT_HOME "
                "for a second one."
            ) from busy

    async def _take_servers(self, locks: ExitStack) -> None:
        """A management command that runs the servers just now may finish first."""
        told = False
        while True:
            try:
                locks.enter_context(held(self.home.servers_lock))
                return
            except Busy:
                if not told:
                    say("Waiting for a management command to finish")
                told = True
                await asyncio.sleep(0.2)

    async def _run_everything(self) -> None:
        async with asyncio.TaskGroup() as group:
            for server in self._servers():
                await self._start(server)
                group.create_task(server.keep())
            while True:
                await self._run_programs()

    async def _run_programs(self) -> None:
        """Prepare and run web server and worker until the demo is left."""
        await self._prepare()
        worker, web = self._worker(), self._web()
        await self._start(worker)
        await self._start(web)
        say(f"Ready: {url_of(settings.HOST, settings.PORT)}")
        say(describe_sign_in(self.home.demo_people if self.demo else None))
        say("Ctrl-C stops it.")
        async with asyncio.TaskGroup() as group:
            keepers = [group.create_task(child.keep()) for child in (worker, web)]
            await self._until_demo_left()
            for keeper in keepers:
                keeper.cancel()
        say("Leaving the demo")
        await asyncio.sleep(1)  # the page that says so is still on its way, with its script and style
        self.demo = False
        for child in (web, worker):  # nobody asks for anything any more before the worker is told to finish
            await child.stop()
            self.started.remove(child)

    async def _until_demo_left(self) -> None:
        while not (self.demo and self.home.demo_left.exists()):
            await asyncio.sleep(0.3)

    async def _start(self, child: Child) -> None:
        self.started.append(child)
        await child.start()

    async def _prepare(self) -> None:
        """Database, demo, texts and static files, by a process that tells its steps and its trouble."""
        status = await manage("prepare_service", environment=self._environment())
        if status:
            raise AlreadyTold

    def _servers(self) -> list[Child]:
        servers = embedded_servers(
            self.home,
            postgres=not os.environ.get("DATABASE_URL"),
            valkey=not os.environ.get("REDIS_URL"),
        )
        return [
            Child(
                name=server.name,
                command=server.command,
                log=server.log,
                is_ready=server.is_ready,
                prepare=server.prepare,
                stop_signal=server.stop_signal,
                account=server.account,
            )
            for server in servers
        ]

    def _web(self) -> Child:
        return Child(
            name="the web server",
            command=lambda: [sys.executable, "-m", "improvement.web"],
            log=self.home.logs / "web.log",
            is_ready=lambda: answers(settings.HOST, settings.PORT),
            environment=self._environment(),
        )

    def _worker(self) -> Child:
        """Threads instead of processes, and beat inside: half the memory, enough for one machine."""
        schedule = str(self.home.root / "beat-schedule")
        options = ["worker", "--pool", "threads", "--concurrency", "2", "--beat", "--schedule", schedule]
        options += ["--loglevel", "INFO", "--without-gossip", "--without-mingle"]
        return Child(
            name="the worker",
            command=lambda: [sys.executable, "-m", "celery", "--app", "improvement", *options],
            log=self.home.logs / "worker.log",
            is_ready=lambda: True,
            environment=self._environment(),
        )

    def _environment(self) -> dict:
        return {SUPERVISED: "1", "DEMO": "1" if self.demo else "0", "PYTHONUNBUFFERED": "1"}


def _first(group: BaseExceptionGroup) -> BaseException:
    """The first trouble in nested groups: one clear sentence is enough."""
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner
