"""What the people of the demonstration are called, raise and say."""

import tomllib
from pathlib import Path

_here = Path(__file__).parent


def read(name: str) -> dict:
    """The contents of one of the text files."""
    return tomllib.loads((_here / f"{name}.toml").read_text(encoding="utf-8"))
