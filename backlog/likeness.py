"""Items that may be the same as a text: robust to typing errors, other word order and forms, missing words.

Two steps. The rarer words of a text lead through one index (`Wording`) to a bounded number of
items; these are compared with the text by the letters of all their words, three by three, where
what is common in the product group weighs little. What each choice gives and costs is measured
in `docs/duplicates.md`.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain, combinations, islice

from django.utils.translation import gettext as _

from backlog.commonness import COMPARED, Commonness, common_in, letters_of, split
from backlog.models import Item, Wording
from backlog.models.wording import MOST_WORDS, fold, word_keys, words_of

FEW = 1_000  # items of a group that is read whole
MOST_FOUND = 600  # items of a larger group that one text is led to, about
MOST_READ = 1_500  # never more, however wrong that was reckoned
FEWEST_EACH = 100  # where many texts share the items read
MOST_COMPARED = 50  # of which so many are compared letter by letter
MOST_PAIRED = 5
ENOUGH = 0.18
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
    common = common_in(product_group)
    asked = [_Text(title, description, product_group.pk, common) for title, description in texts]
    left_out = set(besides) if isinstance(besides, (list, tuple, set, frozenset)) else {besides}
    candidates = _candidates(asked, product_group, common)
    wanted = {pk for found in candidates for pk in found} - left_out
    rows = _read(wanted, product_group, user, states) if wanted else {}
    return [
        [
            _likeness(text, row, product_group, common)
            for row in text.best([rows[pk] for pk in found if pk in rows], most, common)
        ]
        for text, found in zip(asked, candidates, strict=True)
    ]


class _Text:
    """A text that was asked about, in the three ways it is compared: title, keys, letters."""

    def __init__(self, title: str, description: str, product_group_id, common: Commonness):
        distinct = dict.fromkeys(word for word, _written in words_of(title, description))
        words = list(islice(distinct, MOST_WORDS))
        each = [[str(key) for key in word_keys(product_group_id, word)] for word in words]
        self.title = _plain(title)
        self.whole = [keys[0] for keys in each]
        self.keys = {key: common.weight(key) for keys in each for key in keys}
        self.letters = letters_of(words)
        self.weight = common.weight_of(self.letters)

    def ways_in(self, common: Commonness, budget: float) -> Iterator[tuple[str, ...]]:
        """Keys that lead to about `budget` items: the rarest ones; of common words, two at once."""
        found = False
        common_words = []
        for expected, key in sorted((common.expected(key), key) for key in self.keys):
            if expected <= budget:
                budget -= expected
                found = True
                yield (key,)
            elif key in self.whole and len(common_words) < MOST_PAIRED:
                common_words.append(key)
        for pair in combinations(common_words, 2):
            expected = common.expected(pair[0]) * common.expected(pair[1]) / common.items
            if expected <= budget:
                budget -= expected
                found = True
                yield pair
        if not found and common_words:
            yield tuple(common_words[:2])

    def best(self, rows: list[dict], most: int, common: Commonness) -> list[dict]:
        scored = []
        for row in rows:
            shared = common.weight_of(self.letters & row["letters"])
            same = bool(self.title) and row["plain"] == self.title
            if same or shared and self._is_enough(shared, row["letters"], common):
                scored.append((same, shared / len(row["letters"]) ** 0.5, row["id"], row))
        return [row for *_score, row in nlargest(most, scored)]

    def _is_enough(self, shared: float, letters: set[str], common: Commonness) -> bool:
        return shared >= ENOUGH * self.weight or shared >= ENOUGH * common.weight_of(letters)


def _candidates(asked: list[_Text], product_group, common: Commonness) -> list[list]:
    """For each text the ids of the items that share most of the weight of its keys, in one query.

    A group of few items is read whole: that costs less than finding out what to read.
    """
    rows = Wording.objects.of_group(product_group.pk)
    if common.items > FEW:
        budget = max(MOST_FOUND / max(len(asked), 1), FEWEST_EACH)
        ways = {way for text in asked for way in text.ways_in(common, budget)}
        rows = rows.on_ways(ways) if ways else rows.none()
    owners: dict[str, list[tuple[int, float]]] = {}
    for place, text in enumerate(asked):
        for key, weight in text.keys.items():
            owners.setdefault(key, []).append((place, weight))
    wanted = frozenset(owners)
    weight_of = {key: held[0][1] for key, held in owners.items()}.__getitem__
    scores: list[list] = [[] for _text in asked]
    for pk, row in rows.as_text()[:MOST_READ]:
        held = split(row)
        shared = wanted.intersection(held)
        sums: dict[int, float] = {}
        if len(asked) == 1:  # the usual case, at half the price
            sums[0] = sum(map(weight_of, shared))
        else:
            for place, weight in chain.from_iterable(owners[key] for key in shared):
                sums[place] = sums.get(place, 0) + weight
        for place, total in sums.items():
            scores[place].append((total / len(held) ** 0.35, pk))
    return [[pk for _score, pk in nlargest(MOST_COMPARED, found)] for found in scores]


def _read(pks: set, product_group, user, states) -> dict:
    """What is compared and shown of those items that the person may see, by id."""
    rows = Item.objects.visible_in(user, [product_group.pk]).with_ids(pks).to_compare(COMPARED, states)
    found = {}
    for row in rows:
        words = list(words_of(row["title"], row["text"]))
        letters = letters_of(word for word, _written in words)
        found[row["id"]] = row | {"words": words, "letters": letters, "plain": _plain(row["title"])}
    return found


def _likeness(text: _Text, row: dict, product_group, common: Commonness) -> Likeness:
    return Likeness(
        id=row["id"],
        number=row["number"],
        title=row["title"],
        state=row["state"],
        url=f"/items/{row['id']}/",
        reason=_reason(text, row, product_group.pk, common),
    )


def _reason(text: _Text, row: dict, product_group_id, common: Commonness) -> str:
    """Why they are alike: the rarest words that both say, as the item writes them."""
    if text.title and row["plain"] == text.title:
        return _("Both have the same title.")
    shared: dict[str, tuple[float, str]] = {}
    for word, written in row["words"]:
        keys = [str(key) for key in word_keys(product_group_id, word)]
        hits = [common.expected(key) for key in keys if key in text.keys]
        if hits and len(word) > 2:
            shared.setdefault(keys[-1], (min(hits), written))
    if not shared:
        return _("Their words are spelled nearly alike.")
    rarest = sorted(shared.values())[:WORDS_NAMED]
    return _("Both speak of: %s.") % ", ".join(f"“{written}”" for _expected, written in rarest)


def _plain(title: str) -> str:
    return " ".join(fold(word) for word, _written in words_of(title))
