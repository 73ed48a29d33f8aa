"""One person's part of the frame: side bar, top line, menu. Drawn once for what it shows, and kept.

It is a fifth of what a page costs. What differs at each visit (the token of the forms, the way back, the
words searched for) is put in afterwards, where marks stand that nobody outside of this process can guess.
"""

import secrets
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

MARKS = {name: f"{name}-{secrets.token_hex(12)}" for name in ("token", "here", "text")}


@dataclass(frozen=True)
class OwnFrame:
    """What it shows; of product groups and views: id and name."""

    language: str
    urlconf: str | None
    side: SafeString
    actions: tuple[tuple[str, str], ...]
    name: str
    email: str
    initials: str
    theme: str
    group: tuple[str, str] | None
    groups: tuple[tuple[str, str], ...]
    views: tuple[tuple[str, str], ...]
    view: str
    unread: str

    def draw(self) -> SafeString:
        context = {"own": self, "actions": dict(self.actions), "marks": MARKS}
        return render_to_string("_frame.html", context)


drawn = lru_cache(maxsize=1024)(OwnFrame.draw)


def put_in(frame: SafeString, **values: str) -> SafeString:
    """The frame with what this visit brings along: values by the names of `MARKS`."""
    for name, value in values.items():
        frame = frame.replace(MARKS[name], escape(value))
    return SafeString(frame)
