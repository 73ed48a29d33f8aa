#!/usr/bin/env python
"""Management commands. They use the environment in .venv and find or start the database themselves."""

import os
import sys
from pathlib import Path

ENVIRONMENT = Path(__file__).resolve().parent / ".venv"

if __name__ == "__main__":
    python = ENVIRONMENT / "bin" / "python"
    if python.exists() and Path(sys.prefix).resolve() != ENVIRONMENT.resolve():
        os.execv(str(python), [str(python), *sys.argv])
    try:
        from improvement.embedded.commands import main
    except ImportError as error:
        sys.exit(f"The environment is not prepared ({error}): run `make prepare` first.")
    sys.exit(main(sys.argv))
