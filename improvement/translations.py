"""Translations compiled without the gettext tools, which not every machine has."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_changed(folders: list[Path]) -> bool:
    """Write a `.mo` beside each `.po` that is newer than it; True where one was written."""
    changed = [po for folder in folders for po in Path(folder).glob("*/LC_MESSAGES/*.po") if _is_newer(po)]
    for po in changed:
        _compile(po)
    return bool(changed)


def _is_newer(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns


def _compile(po: Path) -> None:
    """Replace the compiled file in one step: another process may be reading it."""
    with po.open("rb") as source:
        catalog = read_po(source, locale=po.parent.parent.name)
    draft = po.with_suffix(f".mo.{os.getpid()}")
    with draft.open("wb") as target:
        write_mo(target, catalog)
    draft.replace(po.with_suffix(".mo"))
