"""How common words and letters are in a product group: what is rare tells most about what two texts share."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import log
from time import monotonic

from django.db.models.functions import Left

from backlog.models import Wording
from backlog.models.wording import words_of

COMPARED = 600  # letters of a description that are compared
SAMPLE = 1_000  # newest items by which it is reckoned how common a word is
SAMPLE_OF_LETTERS = 200
FEW = 20
KEPT_SECONDS = 120
KEPT_GROUPS = 32


class Commonness:
    """Reckoned from the newest items of a group. Keys are texts here, as they are read."""

    def __init__(self, product_group):
        newest = Wording.objects.of_group(product_group.pk).newest()
        rows = newest.as_text()[:SAMPLE]
        self.read = len(rows)
        self.items = max(product_group.last_number, self.read)
        self.keys = Counter(key for _pk, keys in rows for key in split(keys))
        texts = newest.values_list("item__title", Left("item__description", COMPARED))[:SAMPLE_OF_LETTERS]
        letters = Counter(part for row in texts for part in letters_of(word for word, _ in words_of(*row)))
        self.weights = _Weights({part: _weight(having, len(texts)) for part, having in letters.items()})
        self.weights.heaviest = _weight(1, len(texts))
        self.at = monotonic()

    def expected(self, key: str) -> float:
        """About how many items of the group have the key."""
        return self.items * (self.keys[key] + 0.5) / (self.read + 1)

    def weight(self, key: str) -> float:
        return _weight(self.keys[key], self.read)

    def weight_of(self, letters: Iterable[str]) -> float:
        return sum(map(self.weights.__getitem__, letters))


class _Weights(dict):
    """By letters; what is not known weighs most."""

    heaviest: float

    def __missing__(self, _part: str) -> float:
        return self.heaviest


_kept: dict = {}


def common_in(product_group) -> Commonness:
    """Reckoned anew every two minutes: what is common changes slowly."""
    known = _kept.get(product_group.pk)
    if known is None or monotonic() - known.at > KEPT_SECONDS:
        if len(_kept) >= KEPT_GROUPS:
            _kept.clear()
        known = _kept[product_group.pk] = Commonness(product_group)
    return known


def forget() -> None:
    """For measurements and tests, which fill a group faster than people do."""
    _kept.clear()


def split(keys: str) -> list[str]:
    """The keys of a row as `WordingQuerySet.as_text` reads them."""
    return keys[1:-1].split(",")


def letters_of(words: Iterable[str]) -> set[str]:
    """The letters of folded words, three by three, and each word whole."""
    return set().union(*map(_letters, words))


@lru_cache(maxsize=4096)  # some two megabytes; most words of a text are common ones
def _letters(word: str) -> tuple[str, ...]:
    ends = f" {word} "
    return f"={word}", *(ends[start : start + 3] for start in range(len(word)))


def _weight(having: int, read: int) -> float:
    """Of what `having` among `read` items have; of few items hardly anything is known to be common."""
    return log((read + FEW) / max(having, 1)) ** 2
