"""The words by which an item is found: one row per item, kept by the database itself.

Triggers write the row in the transaction of whatever changes what an item says or is: its own texts and
answers, its comments, the decisions on it (migration `0022_marks_of_items`). So no verb, import or
correction by hand can forget it.

Beside the words in their English, Swedish and German forms, and as they were written, the row holds
marks that no text can contain: one for each thing that items are filtered by, and for the four weeks in
which an item was raised and since which it is silent. So the index alone tells what is in sight and was
asked for, and only rows of hits are read, whichever of words and filters is the rare one.
"""

from datetime import datetime

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

PERIOD = 28 * 24 * 60 * 60  # seconds; as in the database's function backlog_marks_of
MARKED = {
    "product_group": "g",
    "team": "t",
    "owner": "o",
    "raised_by": "r",
    "state": "s",
    "kind": "k",
    "flag": "f",
}
"""What items are filtered by, by the name of the filter; each mark begins with such a letter."""


class ItemWords(models.Model):
    """Never written by the application. Read through `backlog.finding`.

    Its order is that of `created`, which has no index on purpose: passing over rows in that order
    would unpack the words of each, where the index on the words answers without reading them. No index on
    `silent_since` either: so what only ends a silence writes the row where it stands, and no index.
    """

    item = models.OneToOneField(
        "backlog.Item", primary_key=True, on_delete=models.CASCADE, related_name="words_of"
    )
    created = models.DateTimeField()
    silent_since = models.DateTimeField()
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="item_by_its_words", fastupdate=False)]

    def __str__(self) -> str:
        return f"Words of {self.item_id}"


def period_of(moment: datetime) -> int:
    """The four weeks in which the moment lies, counted from 1970."""
    return int(moment.timestamp() // PERIOD)


def period_mark(period: int) -> str:
    return f"~p{period}"


def silence_mark(period: int) -> str:
    return f"~q{period}"


def mark(name: str, value) -> str:
    """Of an item whose `name`, one of `MARKED`, is this value."""
    return f"~{MARKED[name]}{getattr(value, 'hex', value)}"
