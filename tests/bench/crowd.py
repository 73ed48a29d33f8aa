"""Very many made-up items in one group, copied into the tables: for measuring time, never what is found."""

from datetime import timedelta
from itertools import accumulate
from random import Random

from django.db import connection
from django.utils import timezone
from uuid_utils.compat import uuid7

from backlog.models import Item, Wording
from backlog.models.wording import keys_of

SYLLABLES = [consonant + vowel for consonant in "bdfghklmnprstv" for vowel in "aeio"]
VOCABULARY = 20_000
BATCH = 5_000


def make_crowd(team, user, count: int, seed: int) -> None:
    """Items of 3 to 12 words of title and up to 60 of text; some words are common, most are rare."""
    chance = Random(seed)
    words = _vocabulary(chance)
    common = list(accumulate(1 / (place + 3) for place in range(len(words))))
    start = timezone.now() - timedelta(days=700)
    template = Item(product_group=team.product_group, team=team, raised_by=user)
    columns = [field for field in Item._meta.concrete_fields if not field.generated]
    for first in range(0, count, BATCH):
        items = []
        for number in range(first + 1, min(first + BATCH, count) + 1):
            said = chance.choices(words, cum_weights=common, k=chance.randint(3, 12) + chance.randint(0, 60))
            title = chance.randint(3, 12)
            template.pk, template.number, template.created = (
                uuid7(),
                number,
                start + timedelta(minutes=10 * number),
            )
            template.title, template.description = " ".join(said[:title])[:200], " ".join(said[title:])
            keys = keys_of(team.product_group_id, template.title, template.description)
            row = [field.get_db_prep_save(getattr(template, field.attname), connection) for field in columns]
            items.append((row, (template.pk, team.product_group_id, keys)))
        _copy(Item, [field.column for field in columns], [row for row, _keys in items])
        _copy(Wording, ["item_id", "product_group_id", "keys"], [keys for _row, keys in items])
    type(team.product_group).objects.filter(pk=team.product_group_id).update(last_number=count)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {Item._meta.db_table}, {Wording._meta.db_table}")
        cursor.execute("RESET statement_timeout")


def _vocabulary(chance: Random) -> list[str]:
    made = {"".join(chance.choices(SYLLABLES, k=chance.randint(1, 5))) for _number in range(2 * VOCABULARY)}
    words = sorted(made)
    chance.shuffle(words)
    return words[:VOCABULARY]


def _copy(model, columns: list[str], rows: list) -> None:
    """Without the triggers that keep the words for the search: it is not what is measured here."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET session_replication_role = replica")
        with cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute("RESET session_replication_role")
