"""What was removed is erased for good after a while, and files that belong to nothing are taken away."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.storage import default_storage

from backlog.models import Attachment, Comment, SavedView, Sweep
from backlog.models.attachments import FOLDER
from backlog.models.comments import CommentVersion
from backlog.models.sweeping import KEPT
from backlog.models.talking import UNDO

LONGEST_UPLOAD = timedelta(days=1)
MOST_AT_ONCE = 1000


def erase_removed(now: datetime) -> int:
    """Erase what nobody may bring back or undo any more. Safe to repeat; returns how many rows went.

    The row goes first: who is killed in between leaves a file that belongs to nothing.
    """
    gone = list(Attachment.objects.removed_before(now - UNDO)[:MOST_AT_ONCE])
    for attachment in gone:
        attachment.delete()
        attachment.erase_files()
    removed = Comment.objects.removed_before(now - UNDO)
    views, _rows = SavedView.objects.removed_before(now - UNDO).delete()
    sweeps, _rows = Sweep.objects.done_before(now - KEPT).delete()
    words, _rows = CommentVersion.objects.filter(comment__in=removed).delete()
    return len(gone) + words + views + sweeps


def sweep_files(now: datetime) -> int:
    """Delete files that belong to nothing and are too old to be on their way in. Returns how many."""
    old = [path for path, changed in _files() if changed < (now - LONGEST_UPLOAD).timestamp()]
    kept = Attachment.objects.paths() if old else set()
    lost = [path for path in old if path not in kept]
    for path in lost:
        default_storage.delete(path)
    return len(lost)


def _files() -> Iterator[tuple[str, float]]:
    """Every stored file with the moment it was written."""
    root = Path(default_storage.path(FOLDER))
    for folder, _folders, names in os.walk(root):
        for name in names:
            place = Path(folder) / name
            yield f"{FOLDER}/{place.relative_to(root).as_posix()}", place.stat().st_mtime
