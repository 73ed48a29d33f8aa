"""Who wrote a note and how many voted for it, where marks around its words tell."""

import re

from retrospectives.reading.words import plain

_OPENING = re.compile(
    r"^(?:\[([^\[\]]{2,40})\](?![(\[])|(@[\w.-]{2,39})(?=[\s:]))(?:\s*(?::|[-–]\s))?\s*(?=\S)"
)
_AND = {"and", "och", "und", "et", "y", "e"}
_NO_NAMES = frozenset((
    "done", "open", "new", "wip", "todo", "link", "issue", "bug", "idea", "action", "fixed", "upcoming", "in",
    "progress", "pending", "draft", "optional", "question", "note", "update", "edit", "x", "ci", "qa", "ux",
    "ui", "api", "pr",
))  # fmt: skip
MOST_NAME_WORDS = 6
_VOTES = re.compile(
    r"\s*(?:"
    r"[(\[]\s*\+\s?(\d{1,4})\s*[)\]]"
    r"|[(\[]?\s*\b(\d{1,4})\s*(?:votes?|röster|röst|stimmen?|voix|votos?|likes?)\s*[)\]]?"
    r"|[(\[]\s*(?:votes?|röster|stimmen|voix|votos?|likes?)\s*:?\s*\+?(\d{1,4})\s*[)\]]"
    r"|[(\[]?\s*(?:👍|:thumbsup:|:\+1:)\s*[x×]?\s*(\d{1,4})\s*[)\]]?"
    r"|[(\[]?\s*[x×]?(\d{1,4})\s*[x×]?\s*(?:👍|:thumbsup:|:\+1:)\s*[)\]]?"
    r")$",
    re.IGNORECASE,
)


def signed(text: str) -> tuple[str, str, str]:
    """What stands before the words and names their author, the author, and the words.

    `"[Kim] builds are slow"` → `("[Kim] ", "Kim", "builds are slow")`; without: `("", "", text)`.
    """
    match = _OPENING.match(text)
    name = (match[1] or match[2]).strip() if match else ""
    if not match or not is_name(name):
        return "", "", text
    return match[0], name.removeprefix("@"), text[match.end() :]


def is_name(name: str) -> bool:
    """Whether it may be the name of a person, or of a few: no sentence, no status, no count."""
    words = re.findall(r"[^\s,&+/]+", name)
    if not words or len(words) > MOST_NAME_WORDS or any(sign.isdigit() for sign in words[0][:1]):
        return False
    if name.startswith(("+", "-")) or plain(name) in _NO_NAMES or not any(map(str.isalpha, name)):
        return False
    if len(words) == 1:
        return bool(re.fullmatch(r"@?[\w.'’-]+", name))
    return all(word[:1].isupper() or word.lower() in _AND or word.startswith("@") for word in words)


def voted(text: str) -> tuple[str, int]:
    """The words without the count of votes behind them, and that count: `"slow builds (+3)"`."""
    match = _VOTES.search(text, max(0, len(text) - 40))
    words = text[: match.start()].rstrip(" -–—,") if match else ""
    if not words or not plain(words):
        return text, 0
    return words, int(next(count for count in match.groups() if count))
