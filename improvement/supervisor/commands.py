"""Management commands that the service runs for itself."""

import asyncio
import os
import sys

from improvement.embedded.processes import ROOT, child_options


async def manage(*arguments: str, environment: dict) -> int:
    """Run `manage.py` with `arguments` and return its status."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "manage.py"),
        *arguments,
        env=os.environ | environment,
        **child_options(),
    )
    try:
        return await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
