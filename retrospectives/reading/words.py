"""What words tell: which kind of heading it is, and whether a point says anything at all."""

import re
import unicodedata
from functools import lru_cache

from retrospectives.reading import vocabulary

LONGEST_HEADING = 90
LONGEST_KEPT = 180  # signs of what is remembered, and of what may be a heading at all
LONGEST_NOTHING = 60
UNTOLD = ("", "open")
_QUOTES = re.compile(r"['’`´]")
_EMOJI = re.compile(r":[a-z0-9_+-]+:")
_WORDS = re.compile(r"[^\W_]+")
_SAYS = re.compile(r"[^\W_]|[^\x00-\u2fff]")  # a letter, a digit, an emoji
_TEMPLATE = re.compile(rf"[\W_]*(?:{'|'.join(vocabulary.TEMPLATE)})[\W_]*", re.IGNORECASE)


def plain(text: str) -> str:
    """Lower case words without marks, emoji or `:names:` of emoji."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = _QUOTES.sub("", _EMOJI.sub(" ", text.lower()) if ":" in text else text.lower())
    return " ".join(_WORDS.findall(text))


def folded(text: str) -> str:
    """Plain words without their accents, as people type them in a hurry."""
    return _folded(text) if len(text) <= LONGEST_KEPT else _folded.__wrapped__(text)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    words = plain(text)
    if words.isascii():
        return words
    words = unicodedata.normalize("NFD", words.replace("ß", "ss"))
    return "".join(sign for sign in words if not unicodedata.combining(sign))


def phrases(text: str) -> list[str]:
    """The phrases of a vocabulary, folded."""
    return [folded(phrase) for line in text.splitlines() for phrase in line.split(";") if phrase.strip()]


_ABOUT_MEETING = re.compile("|".join(vocabulary.ABOUT_MEETING))
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
_LENGTHS: dict[str, set[int]] = {}  # the first word of phrases: how many words they have
for _phrase in _KINDS:
    _LENGTHS.setdefault(_phrase.partition(" ")[0], set()).add(_phrase.count(" ") + 1)
_RETROSPECTIVE = frozenset(folded(word) for word in vocabulary.RETROSPECTIVE)


def says_nothing(text: str) -> bool:
    """Whether a point is only a place holder: no words, or "none"."""
    if len(text) <= LONGEST_NOTHING and folded(text) in _NOTHING:
        return True
    return not _SAYS.search(text)


def is_template(text: str) -> bool:
    """Whether a point is a hint that nobody filled in: "Add your ideas here"."""
    return len(text) < 400 and bool(_TEMPLATE.fullmatch(text))


def names_retrospective(text: str) -> bool:
    """Whether the words say that this is a retrospective."""
    words = folded(text[:LONGEST_KEPT])
    return "trospe" in words or "post mortem" in words or not _RETROSPECTIVE.isdisjoint(words.split())


def kind_of(heading: str) -> tuple[str, str]:
    """`("column", leaning)`, `("action", "")`, `("decision", "")`, `("people", "")`, `("links", "")`,
    `("side", "")`, or `("", "open")` where it tells nothing.

    The longest phrase found decides: "what could have gone better" is no "gone well". A name of the
    retrospective with a telling word in it ("Better builds retro") tells nothing.
    """
    return UNTOLD if len(heading) > LONGEST_KEPT else _kind_of(heading)


@lru_cache(maxsize=4096)
def _kind_of(heading: str) -> tuple[str, str]:
    words = folded(heading).split()
    if sum(map(len, words)) > LONGEST_HEADING:
        return UNTOLD
    if _ABOUT_MEETING.fullmatch(" ".join(words)):
        return "side", ""
    found = [
        phrase
        for at, word in enumerate(words)
        for size in _LENGTHS.get(word, ())
        if (phrase := " ".join(words[at : at + size])) in _KINDS
    ]
    if not found:
        return UNTOLD
    longest = max(found, key=lambda phrase: (len(phrase), phrase.count(" ")))
    if " " not in longest and names_retrospective(heading):
        return UNTOLD
    return _KINDS[longest]
