"""Being told to stop: once is enough, and stopping is never interrupted."""

import asyncio
import signal

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


async def run_until_told_to_stop(run) -> None:
    """Await `run()`; the first signal cancels it, so that it stops its children in order.

    A hang-up that whoever started us chose to ignore (nohup) stays ignored; Ctrl-C never does, though
    shells start what they put in the background so.
    """
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(run())
    told = asyncio.Event()

    def stop() -> None:
        if not told.is_set():
            told.set()
            task.cancel()

    for number in STOPPING:
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            loop.add_signal_handler(number, stop)
    try:
        await task
    except asyncio.CancelledError:
        if not told.is_set():
            raise
