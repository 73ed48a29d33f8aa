"""What is told beside the words of an action: who does it, until when, and how far it is."""

import re

_OWNER = re.compile(
    r"^(?:\[([^\]]{1,40})\]|(@[\w-]{1,39})|([^\s:][^:.!?]{0,30}))(?::|(?<=\])|(?<=\w)\s-\s)\s*(.+)$", re.S
)
MOST_NAME_WORDS = 4


def owner_of(text: str) -> tuple[str, str]:
    """Who stands before an action, as `Name:`, `[Name]` or `@name:`, and the rest of it."""
    match = _OWNER.match(text)
    if not match:
        return "", text
    name = next(part for part in match.groups()[:3] if part)
    looks_like_name = name.startswith("@") or name[:1].isupper()
    if not looks_like_name or len(name.split()) > MOST_NAME_WORDS:
        return "", text
    return name.strip(), match[4]
