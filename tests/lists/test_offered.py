"""Every filter and every order of every list is served by an index: a page reads a page, not the table.

Of items, tests/backlog/test_indexes.py asks more.
"""

import pytest
from django.db import connection, transaction
from django.urls import resolve, reverse

from teams.filters import PeopleForm
from tests.lists.asking import ask
from tests.lists.conftest import ROWS, address_of
from tests.lists.offered import offers
from tests.lists.plans import rows_read, steps_of

pytestmark = pytest.mark.django_db
OF_EVERY_LIST = {"cursor", "page_size"}
OF_ITEMS = {"api:item-list"}
ALSO_FORBIDDEN = (
    "SET LOCAL enable_sort = off",
    "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_sort = on",
)
"""Tables of a thousand rows are read whole sooner than by an index, where both can be done."""


@pytest.mark.parametrize(("name", "table", "query"), offers())
def test_a_page_reads_a_page(world, name, table, query):
    check(world, "member", name, table, query)


@pytest.mark.parametrize(("name", "table", "query"), [one for one in offers() if one[0].startswith("api:")])
def test_nor_does_it_for_who_sees_one_group(world, name, table, query):
    check(world, "manager", name, table, query)


def check(world, who: str, name: str, table: str, query: str) -> None:
    asked = ask(world.clients[who], address(world, name, query))
    assert asked.status == 200
    wanted = [sql for sql in asked.queries if f'FROM "{table}"' in sql and " LIMIT " in sql]
    assert wanted or who == "manager", "nothing was asked"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        (count,) = cursor.fetchone()
        cursor.execute("SET LOCAL enable_seqscan = off")
        for forbidden in ALSO_FORBIDDEN:
            cursor.execute(forbidden)
            steps = [step for sql in wanted for step in steps_of(sql)]
            read = rows_read(steps, table)
            if read < count / 3:
                break
    assert read < count / 3, [
        (step["Node Type"], step.get("Index Name"), step["Actual Rows"]) for step in steps
    ]
    assert "Seq Scan" not in {step["Node Type"] for step in steps if step.get("Relation Name") == table}


def test_every_filter_of_the_interface_is_tried():
    lists = [name for name in ROWS if name.startswith("api:") and name.endswith("-list")]
    for name in set(lists) - OF_ITEMS:
        form = PeopleForm if name == "api:person-list" else resolve(reverse(name)).func.cls.listing
        queries = [query for one, _table, query in offers() if one == name]
        assert queries, f"name {name} in tests/lists/offered.py"
        tried = {part.partition("=")[0] for query in queries for part in query.split("&")}
        assert set(form.base_fields) - OF_EVERY_LIST <= tried, name


def address(world, name: str, query: str) -> str:
    cast, own = world.cast, world.own
    ids = {word: getattr(cast, word).pk for word in ["group", "elsewhere", "far", "blue", "expert", "leader"]}
    ids |= {"item": own["taken"].args[0], "review": own["review"].args[0]}
    base = address_of(world, ROWS[name], "") if ROWS[name].thing in {"item"} else reverse(name)
    return f"{base}?{query.format(**ids)}"
