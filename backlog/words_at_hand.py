"""What searches read, brought into PostgreSQL's memory after its start, so that none waits for the disk.

A search ranks up to a thousand hits by their words, and these lie all over the disk: read one by one from
there, they take ten times as long as all the rest. PostgreSQL forgets what it had whenever it starts.
"""

from django.core.cache import cache
from django.db import connection, transaction

PAGES = 2_000  # of a table in one statement: a second or two where they come from a slow disk
KEPT = 24 * 60 * 60  # seconds after which all is read anew, since other work may have taken its place
LONGEST = 15 * 60  # seconds after which somebody who began to read is taken for dead
STATE = """
SELECT extract(epoch FROM pg_postmaster_start_time())::bigint,
    pg_total_relation_size('backlog_itemwords') + pg_relation_size('backlog_item'),
    pg_size_bytes(current_setting('shared_buffers'))
"""
SIZE = "SELECT pg_relation_size(%s) / current_setting('block_size')::int"
READ = {
    "backlog_itemwords": "SELECT sum(length(words)) FROM backlog_itemwords",  # which unpacks them
    "backlog_item": "SELECT count(*) FROM backlog_item",
}
BETWEEN = " WHERE ctid >= %s::tid AND ctid < %s::tid"
BY_INDEX = "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off"
WHOLE_INDEX = "SELECT 1 FROM backlog_itemwords WHERE words @@ '!~'::tsquery LIMIT 1"
"""What does not hold a mark that there is not: only the whole index can tell."""


def keep_words_at_hand() -> bool:
    """Read words, their index and items once for each start of PostgreSQL, and once a day.

    Tells whether they are there: not while somebody else reads, and not where the server's own memory could
    not hold it all, so that nothing is read.
    """
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        start, size, room = cursor.fetchone()
        done = f"words-at-hand-{start}"
    if cache.get(done):
        return True
    if size > room or not cache.add(f"{done}-begun", True, LONGEST):
        return False
    read_words()
    cache.set(done, True, KEPT)
    return True


def read_words() -> None:
    """Read them now: seconds from memory, a minute for a million items from a slow disk."""
    with connection.cursor() as cursor:
        for table, sql in READ.items():
            cursor.execute(SIZE, [table])
            for first in range(0, cursor.fetchone()[0], PAGES):
                cursor.execute(sql + BETWEEN, [f"({first},0)", f"({first + PAGES},0)"])
        with transaction.atomic():
            cursor.execute(BY_INDEX)
            cursor.execute(WHOLE_INDEX)
