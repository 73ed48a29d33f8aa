"""The words by which an item is found: one row per item, kept by the database itself.

Triggers write the row in the transaction of whatever changes what an item says: its own texts, its
comments, the decisions on it (migration `0010_words_of_items`). So no verb, import or correction by
hand can forget it.

Beside the words in their English, Swedish and German forms, and as they were written, the row holds
marks that no text can contain. By them the index alone tells whose product group an item belongs to,
which team raised it and in which four weeks, so that a search among the newest items of one group
costs the same however many others there are.
"""

from datetime import datetime

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

PERIOD = 28 * 24 * 60 * 60  # seconds; as in the database's function backlog_words_write


class ItemWords(models.Model):
    """Never written by the application. Read through `backlog.finding`.

    Its order is that of `created`, which has no index on purpose: passing over rows in that order
    would unpack the words of each, where the index on the words answers without reading them.
    """

    item = models.OneToOneField(
        "backlog.Item", primary_key=True, on_delete=models.CASCADE, related_name="words_of"
    )
    created = models.DateTimeField()
    words = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="item_by_its_words", fastupdate=True, gin_pending_list_limit=256)
        ]

    def __str__(self) -> str:
        return f"Words of {self.item_id}"


def period_of(moment: datetime) -> int:
    """The four weeks in which the moment lies, counted from 1970."""
    return int(moment.timestamp() // PERIOD)


def group_mark(pk) -> str:
    return f"~g{pk.hex}"


def team_mark(pk) -> str:
    return f"~t{pk.hex}"


def period_mark(period: int) -> str:
    return f"~p{period}"
