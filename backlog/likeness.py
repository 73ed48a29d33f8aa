"""Items that may be the same as a text: robust to typing errors, other word order and forms, missing words.

Two steps. The rarer words of a text lead through one index (`Wording`) to a bounded number of
items; these are compared with the text by the letters of all their words, three by three, where
what is common in the product group weighs little. What each choice gives and costs is measured
in `docs/duplicates.md`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import combinations
from math import log
from time import monotonic

from django.db.models.functions import Left
from django.utils.translation import gettext as _

from backlog.models import Item, Wording
from backlog.models.wording import MOST_WORDS, fold, word_keys, words_of

MOST_FOUND = 1_500  # rows read for one text, about
MOST_READ = 4_000  # never more, however wrong that was reckoned
MOST_COMPARED = 50  # of which so many are compared letter by letter
FEWEST_EACH = 100  # where many texts share the rows read
COMPARED = 1_000  # letters of a description that are compared
SAMPLE = 1_000  # newest items by which it is reckoned how common a word is
SAMPLE_OF_LETTERS = 200
FEW = 20
KEPT_SECONDS = 120
KEPT_GROUPS = 32
ENOUGH = 0.3
"""The share of a text's weight that must be found again, in one or the other direction."""
WORDS_NAMED = 3


@dataclass(frozen=True)
class Likeness:
    """An item that may be the same matter, and a sentence that says why."""

    id: object
    number: int
    title: str
    state: str
    url: str
    reason: str


def alike(
    title: str,
    description: str = "",
    *,
    product_group,
    user,
    besides=None,
    most: int = 3,
    states: Collection[str] | None = None,
) -> list[Likeness]:
    """The items of `product_group` that `user` may see and that say most nearly the same, best first.

    `besides` is the id of an item to leave out (or several), `states` narrows to some states.
    Merged items are left out: the one they went into stands for them. A warm call is three
    queries and stays under 50 ms among 100,000 items.
    """
    [found] = alike_many(
        [(title, description)],
        product_group=product_group,
        user=user,
        besides=besides,
        most=most,
        states=states,
    )
    return found


def alike_many(
    texts: Sequence[tuple[str, str]],
    *,
    product_group,
    user,
    besides=None,
    most: int = 3,
    states: Collection[str] | None = None,
) -> list[list[Likeness]]:
    """`alike` for many pairs of title and description at once, with as many queries as for one."""
    common = _common_in(product_group)
    asked = [_Text(title, description, product_group.pk, common) for title, description in texts]
    left_out = set(besides) if isinstance(besides, (list, tuple, set, frozenset)) else {besides}
    candidates = _candidates(asked, common)
    wanted = {pk for found in candidates for pk in found} - left_out
    rows = _read(wanted, product_group, user, states) if wanted else {}
    return [
        [
            _likeness(text, row, product_group, common)
            for row in text.best([rows[pk] for pk in found if pk in rows], most, common)
        ]
        for text, found in zip(asked, candidates, strict=True)
    ]


class _Common:
    """How common keys and letters are among the newest items of a group: what is rare tells most."""

    def __init__(self, product_group):
        newest = Wording.objects.newest_of(product_group.pk)
        keys = list(newest.values_list("keys", flat=True)[:SAMPLE])
        self.read = len(keys)
        self.items = max(product_group.last_number, self.read)
        self.keys = Counter(key for row in keys for key in row)
        texts = newest.values_list("item__title", Left("item__description", COMPARED))[:SAMPLE_OF_LETTERS]
        rows = [letters_of(words_of(*row)) for row in texts]
        self.read_letters = len(rows)
        self.letters = Counter(letter for row in rows for letter in row)
        self.at = monotonic()

    def expected(self, key: int) -> float:
        """About how many items of the group have the key."""
        return self.items * (self.keys[key] + 0.5) / (self.read + 1)

    def weight(self, key: int) -> float:
        return _weight(self.keys[key], self.read)

    def weight_of_letters(self, letters: str) -> float:
        return _weight(self.letters[letters], self.read_letters)


def _weight(having: int, read: int) -> float:
    """Of what `having` among `read` items have; of few items hardly anything is known to be common."""
    return log((read + FEW) / max(having, 1)) ** 2


_kept: dict = {}


def _common_in(product_group) -> _Common:
    """Reckoned anew every two minutes: what is common changes slowly."""
    known = _kept.get(product_group.pk)
    if known is None or monotonic() - known.at > KEPT_SECONDS:
        if len(_kept) >= KEPT_GROUPS:
            _kept.clear()
        known = _kept[product_group.pk] = _Common(product_group)
    return known


class _Text:
    """A text that was asked about: its keys, and its letters with their weights."""

    def __init__(self, title: str, description: str, product_group_id, common: _Common):
        self.words = dict.fromkeys(word for word, _written in words_of(title, description))
        for word in list(self.words)[MOST_WORDS:]:
            del self.words[word]
        self.title = _plain(title)
        self.keys = {
            key: common.weight(key) for word in self.words for key in word_keys(product_group_id, word)
        }
        self.word_keys = [next(word_keys(product_group_id, word)) for word in self.words]
        weights = {part: common.weight_of_letters(part) for part in _letters(self.words)}
        self.letters = weights
        self.weight = sum(weights.values())

    def search_keys(self, common: _Common, budget: float) -> tuple[list[int], list[tuple[int, int]]]:
        """Keys that lead to about `budget` items: the rarest ones; of common words, two at once."""
        chosen, left = [], budget
        for expected, key in sorted((common.expected(key), key) for key in self.keys):
            if expected > left:
                break
            left -= expected
            chosen.append(key)
        pairs = []
        rest = sorted(set(self.word_keys) - set(chosen), key=common.expected)[:5]
        for first, second in combinations(rest, 2):
            expected = common.expected(first) * common.expected(second) / max(common.items, 1)
            if expected <= left:
                left -= expected
                pairs.append((first, second))
        if not chosen and not pairs:
            return ([], [tuple(rest[:2])]) if len(rest) > 1 else (rest, [])
        return chosen, pairs

    def best(self, rows: list[dict], most: int, common: _Common) -> list[dict]:
        scored = []
        for row in rows:
            shared = sum(self.letters[part] for part in self.letters.keys() & row["letters"])
            if not shared:
                continue
            enough = shared >= ENOUGH * self.weight or shared >= ENOUGH * sum(
                common.weight_of_letters(part) for part in row["letters"]
            )
            if enough or row["plain"] == self.title:
                scored.append((row["plain"] == self.title, shared / len(row["letters"]) ** 0.5, row))
        return [
            row for *_score, row in nlargest(most, scored, key=lambda one: (one[0], one[1], one[2]["id"]))
        ]


def _rank(scored: tuple) -> tuple:
    same_title, score, row = scored
    return same_title, score, row["id"]


def letters_of(words: Iterable[tuple[str, str]]) -> set[str]:
    """The letters of folded words, three by three, and each word whole."""
    return set(_letters(word for word, _written in words))


def _letters(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield f"={word}"
        ends = f" {word} "
        for start in range(len(ends) - 2):
            yield ends[start : start + 3]


def _candidates(asked: list[_Text], common: _Common) -> list[list]:
    """For each text the ids of the items that share most of the weight of its keys, in one query."""
    budget = max(MOST_FOUND / max(len(asked), 1), FEWEST_EACH)
    keys, pairs = set(), set()
    for text in asked:
        single, both = text.search_keys(common, budget)
        keys.update(single)
        pairs.update(both)
    if not keys and not pairs:
        return [[] for _text in asked]
    owners: dict[int, list[tuple[int, float]]] = {}
    for place, text in enumerate(asked):
        for key, weight in text.keys.items():
            owners.setdefault(key, []).append((place, weight))
    scores: list[list] = [[] for _text in asked]
    rows = Wording.objects.sharing(list(keys), list(pairs)).values_list("item", "keys")[:MOST_READ]
    for pk, row in rows:
        sums: dict[int, float] = {}
        for key in row:
            for place, weight in owners.get(key, ()):
                sums[place] = sums.get(place, 0) + weight
        for place, total in sums.items():
            scores[place].append((total / len(row) ** 0.35, pk))
    return [[pk for _score, pk in nlargest(MOST_COMPARED, found)] for found in scores]


def _read(pks: set, product_group, user, states) -> dict:
    """What is compared and shown of those items that the person may see, by id."""
    rows = Item.objects.visible_in(user, [product_group.pk]).with_ids(pks).to_compare(COMPARED, states)
    found = {}
    for row in rows:
        words = list(words_of(row["title"], row["text"]))
        found[row["id"]] = row | {"words": words, "letters": letters_of(words), "plain": _plain(row["title"])}
    return found


def _likeness(text: _Text, row: dict, product_group, common: _Common) -> Likeness:
    return Likeness(
        id=row["id"],
        number=row["number"],
        title=row["title"],
        state=row["state"],
        url=f"/items/{row['id']}/",
        reason=_reason(text, row, product_group.pk, common),
    )


def _reason(text: _Text, row: dict, product_group_id, common: _Common) -> str:
    """Why they are alike: the rarest words that both say, as the item writes them."""
    if row["plain"] == text.title:
        return _("Both have the same title.")
    shared: dict[str, tuple[float, str]] = {}
    for word, written in row["words"]:
        keys = list(word_keys(product_group_id, word))
        hits = [key for key in keys if key in text.keys]
        if hits and len(word) > 2:
            shared.setdefault(keys[-1] if len(keys) > 1 else word, (min(map(common.expected, hits)), written))
    if not shared:
        return _("Their words are spelled nearly alike.")
    rarest = sorted(shared.values())[:WORDS_NAMED]
    return _("Both speak of: %s.") % ", ".join(f"“{written}”" for _expected, written in rarest)


def _plain(title: str) -> str:
    return " ".join(fold(word) for word, _written in words_of(title))
