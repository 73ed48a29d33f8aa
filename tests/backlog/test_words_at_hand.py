"""What searches read is brought into the database's memory once for each of its starts."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backlog import tasks, words_at_hand
from backlog.words_at_hand import keep_words_at_hand
from tests.cast import make_cast, make_item

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_cache")]


def pages_read(table: str) -> int:
    """How many pages of the table this transaction has looked into, in memory or not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_stat_get_xact_blocks_fetched(%s::regclass) "
            "+ coalesce(pg_stat_get_xact_blocks_fetched(nullif(reltoastrelid, 0)), 0) "
            "FROM pg_class WHERE oid = %s::regclass",
            [table, table],
        )
        return cursor.fetchone()[0]


def pages_of(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(words_at_hand.SIZE, [table])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("at_once", [1, 3, 2_000])
def test_every_page_of_words_items_and_their_index(monkeypatch, at_once):
    monkeypatch.setattr(words_at_hand, "PAGES", at_once)
    cast = make_cast()
    for number in range(60):
        make_item(cast, title=f"Builds are red {number}", description=f"word{number} " * 80)
    tables = ("backlog_itemwords", "backlog_item", "item_by_its_words")
    before = {table: pages_read(table) for table in tables}
    with CaptureQueriesContext(connection) as asked:
        assert keep_words_at_hand()
    for table in tables:
        assert pages_of(table) > 1
        assert pages_read(table) - before[table] >= pages_of(table), table
    reads = sum("ctid" in query["sql"] for query in asked.captured_queries)
    assert reads == sum(-(-pages_of(table) // at_once) for table in words_at_hand.READ)


def reads() -> int:
    """How often a table is read when the worker comes to it."""
    with CaptureQueriesContext(connection) as asked:
        keep_words_at_hand()
    return sum("ctid" in query["sql"] for query in asked.captured_queries)


def test_once_for_each_start(monkeypatch):
    make_item(make_cast())
    assert reads() == 2 and keep_words_at_hand() and reads() == 0
    later = words_at_hand.STATE.replace("bigint", "bigint + 1")
    monkeypatch.setattr(words_at_hand, "STATE", later)
    assert reads() == 2 and reads() == 0


def test_who_is_killed_in_the_middle_leaves_it_to_the_next(monkeypatch):
    monkeypatch.setitem(words_at_hand.READ, "backlog_item", "SELECT 1 / 0 FROM backlog_item")
    make_item(make_cast())
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT before")
    with pytest.raises(Exception, match="division by zero"):
        keep_words_at_hand()
    with connection.cursor() as cursor:
        cursor.execute("ROLLBACK TO SAVEPOINT before")
    monkeypatch.undo()
    assert not keep_words_at_hand(), "somebody may still be at it"
    cache.clear()  # as time does
    assert keep_words_at_hand()


def test_nothing_is_read_where_memory_does_not_hold_it(monkeypatch):
    monkeypatch.setattr(words_at_hand, "STATE", "SELECT 1, 2::bigint, 1::bigint")
    with CaptureQueriesContext(connection) as asked:
        assert not keep_words_at_hand()
    assert len(asked) == 1


def test_the_worker_does_it(settings):
    assert settings.CELERY_BEAT_SCHEDULE["words"]["task"] == tasks.words_at_hand.name
    make_item(make_cast())
    tasks.words_at_hand()
    assert reads() == 0 and keep_words_at_hand()
