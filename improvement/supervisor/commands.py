"""Management commands that the service runs for itself."""

import asyncio
import os
import sys

from improvement.embedded.processes import ROOT, child_options


async def manage(*arguments: str, environment: dict, capture: bool = False) -> tuple[int, bytes]:
    """Run `manage.py` with `arguments`; return its status and, if asked for, what it printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "manage.py"),
        *arguments,
        env=os.environ | environment,
        stdout=asyncio.subprocess.PIPE if capture else None,
        **child_options(),
    )
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode, output or b""
