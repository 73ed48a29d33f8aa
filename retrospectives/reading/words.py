"""What words tell: which kind of heading it is, and whether a point says anything at all."""

import re
import unicodedata
from functools import lru_cache

from retrospectives.reading import vocabulary

LONGEST_HEADING = 90
_TEMPLATE = re.compile(rf"[\W_]*(?:{'|'.join(vocabulary.TEMPLATE)})[\W_]*", re.IGNORECASE)


def plain(text: str) -> str:
    """Lower case words without marks, emoji or `:names:` of emoji."""
    text = re.sub(r":[a-z0-9_+-]+:", " ", unicodedata.normalize("NFC", text).lower())
    text = re.sub(r"['’`´]", "", text)
    return " ".join(re.findall(r"[^\W_]+", text))


def folded(text: str) -> str:
    """Plain words without their accents, as people type them in a hurry."""
    words = unicodedata.normalize("NFD", plain(text).replace("ß", "ss"))
    return "".join(sign for sign in words if not unicodedata.combining(sign))


def phrases(text: str) -> list[str]:
    """The phrases of a vocabulary, folded."""
    return [folded(phrase) for line in text.splitlines() for phrase in line.split(";") if phrase.strip()]


_NOTHING = frozenset(phrases(vocabulary.NOTHING))
_KINDS = {
    **{
        phrase: ("column", leaning)
        for leaning, text in reversed(vocabulary.COLUMNS.items())
        for phrase in phrases(text)
    },
    **dict.fromkeys(phrases(vocabulary.SIDES), ("side", "")),
    **dict.fromkeys(phrases(vocabulary.LINKS), ("links", "")),
    **dict.fromkeys(phrases(vocabulary.PEOPLE), ("people", "")),
    **dict.fromkeys(phrases(vocabulary.DECISIONS), ("decision", "")),
    **dict.fromkeys(phrases(vocabulary.ACTIONS), ("action", "")),
}
_LONGEST = max(len(phrase.split()) for phrase in _KINDS)
_RETROSPECTIVE = frozenset(folded(word) for word in vocabulary.RETROSPECTIVE)


def says_nothing(text: str) -> bool:
    """Whether a point is only a place holder: no words, or "none"."""
    words = plain(text)
    return not words and not re.search(r"[^\W\d_]|\d|[^\x00-\u2fff]", text) or folded(text[:80]) in _NOTHING


def is_template(text: str) -> bool:
    """Whether a point is a hint that nobody filled in: "Add your ideas here"."""
    return len(text) < 400 and bool(_TEMPLATE.fullmatch(text))


def names_retrospective(text: str) -> bool:
    """Whether the words say that this is a retrospective."""
    words = folded(text[:200]).split()
    return any(word in _RETROSPECTIVE or "trospe" in word for word in words) or bool(
        {"post mortem"} & {" ".join(pair) for pair in zip(words, words[1:], strict=False)}
    )


@lru_cache(maxsize=4096)
def kind_of(heading: str) -> tuple[str, str]:
    """`("column", leaning)`, `("action", "")`, `("decision", "")`, `("people", "")`, `("links", "")`,
    `("side", "")`, or `("", "open")` where it tells nothing.

    The longest phrase found decides: "what could have gone better" is no "gone well". A name of the
    retrospective with a telling word in it ("Better builds retro") tells nothing.
    """
    words = folded(heading[: LONGEST_HEADING * 2]).split()
    if len(heading) > LONGEST_HEADING * 2 or sum(map(len, words)) > LONGEST_HEADING:
        return "", "open"
    found = [
        phrase
        for size in range(min(_LONGEST, len(words)), 0, -1)
        for phrase in (" ".join(words[at : at + size]) for at in range(len(words) - size + 1))
        if phrase in _KINDS
    ]
    if not found:
        return "", "open"
    longest = max(found, key=len)
    if " " not in longest and names_retrospective(heading):
        return "", "open"
    return _KINDS[longest]
