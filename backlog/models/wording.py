"""How items are worded: the keys by which items that say the same are found among very many."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from unicodedata import combining, normalize
from zlib import crc32

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Cast

WORD = re.compile(r"[^\W_]{2,40}")
ADDRESS = re.compile(r"https?://\S+")
MOST_WORDS = 120
READ = 4_000
WORDED = frozenset({"title", "description", "product_group"})
"""Fields of an item on which its keys depend."""


class WordingQuerySet(models.QuerySet):
    def of_group(self, product_group_id) -> "WordingQuerySet":
        return self.filter(product_group=product_group_id)

    def newest(self) -> "WordingQuerySet":
        return self.order_by("-item")

    def as_text(self) -> "WordingQuerySet":
        """Pairs of an item's id and its keys in one string, with commas between: quicker than lists."""
        return self.values_list("item", Cast("keys", models.TextField()))

    def on_ways(self, ways: Iterable[tuple]) -> "WordingQuerySet":
        """With the one key of a way, or with all keys of it."""
        single = [way[0] for way in ways if len(way) == 1]
        wanted = models.Q(keys__overlap=single) if single else models.Q()
        for way in ways:
            if len(way) > 1:
                wanted |= models.Q(keys__contains=way)
        return self.filter(wanted)


class Wording(models.Model):
    """The keys of one item's words, kept in the transaction that changes its texts.

    A key is a number made of the product group and a word, or the beginning of one: the whole
    word finds the same word, the beginning its other forms, and most words with an error in
    them. Because the group is part of the key, one index serves every group, large or small.
    """

    item = models.OneToOneField(
        "backlog.Item", primary_key=True, on_delete=models.CASCADE, related_name="wording"
    )
    product_group = models.ForeignKey(
        "teams.ProductGroup", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    keys = ArrayField(models.IntegerField())

    objects = WordingQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["keys"], name="wording_by_key"),
            models.Index(fields=["product_group", "-item"], name="wording_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {len(self.keys)}"

    @classmethod
    def of(cls, item) -> "Wording":
        keys = keys_of(item.product_group_id, item.title, item.description)
        return cls(item_id=item.pk, product_group_id=item.product_group_id, keys=keys)

    @classmethod
    def keep(cls, items: Iterable) -> None:
        """Write the keys of new or changed items; inside the transaction that writes the items."""
        cls.objects.bulk_create(
            [cls.of(item) for item in items],
            update_conflicts=True,
            unique_fields=["item"],
            update_fields=["product_group", "keys"],
        )


def fold(word: str) -> str:
    """A word without marks and case, so that "Über" and "uber" are the same."""
    if word.isascii():
        return word.lower()
    return "".join(part for part in normalize("NFKD", word.casefold()) if not combining(part))


def words_of(*texts: str) -> Iterator[tuple[str, str]]:
    """The words of texts, folded and as written; addresses of pages are no words."""
    for text in texts:
        for written in WORD.findall(ADDRESS.sub(" ", normalize("NFC", text[:READ]))):
            yield fold(written), written


def parts_of(word: str) -> Iterator[str]:
    """What a folded word is found by: itself and, of a longer word, its beginnings."""
    yield word
    if len(word) > 4:
        yield word[:4]
    if len(word) > 7:
        yield word[:6]


def keys_of(product_group_id, title: str, description: str) -> list[int]:
    """The keys of an item's words, of at most `MOST_WORDS` different ones, the title's first."""
    distinct = islice(dict.fromkeys(word for word, _written in words_of(title, description)), MOST_WORDS)
    return sorted({key for word in distinct for key in word_keys(product_group_id, word)})


def word_keys(product_group_id, word: str) -> Iterator[int]:
    """The keys of one folded word in a group, as numbers that fit an integer column."""
    seed = crc32(product_group_id.bytes)
    for part in parts_of(word):
        yield crc32(part.encode(), seed) - 2**31
