"""Every filter and every order of the list is served by an index: a page reads a page, not the table."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from activity.keyset import read_cursor, read_page
from backlog import finding
from backlog.filters import SORTS, ItemFilter
from backlog.models import Item
from tests.cast import make_cast

pytestmark = pytest.mark.django_db
ROWS = 3_000
FAR = ROWS // 3  # a page that reads more rows than this walks the table

STATES = (
    "new",
    "ready",
    "accepted",
    "offered",
    "doing",
    "done",
    "declined",
    "learning",
    "withdrawn",
    "lapsed",
)
KINDS = ("impediment", "improvement", "experiment")


@pytest.fixture
def cast():
    cast = make_cast()
    teams = (cast.far, cast.red, cast.blue)
    now, today = timezone.now(), cast.group.today()
    Item.objects.bulk_create(
        (
            Item(
                product_group=teams[n % 3].product_group,
                team=teams[n % 3],
                number=n,
                kind=KINDS[n // 10 % 3],
                title=f"Builds {n} {'pigeons' if n % 500 == 0 else 'releases'}",
                state=STATES[n % len(STATES)],
                raised_by=cast.member,
                owner=cast.manager if n % 40 == 0 else None,
                due=today + timedelta(days=n % 300) if n % 7 == 0 else None,
                position=f"a{n:06}" if n % len(STATES) == 1 else "",
                created=now - timedelta(hours=n * 7919 % ROWS),
                silent_since=now - timedelta(days=n * 6271 % 400),
                flags=["stale", "overdue"] if n % 50 == 0 else [],
            )
            for n in range(1000, 1000 + ROWS)
        ),
        batch_size=2000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE backlog_item")
    return cast


def nodes(plan: dict):
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


def read(user, query: str) -> tuple[int, set[str]]:
    """How many rows of the table one page reads, and the kinds of steps its plan takes."""
    wanted = ItemFilter(QueryDict(query), user)
    rows, cursor = wanted.items.for_list(), wanted.values["cursor"]
    if cursor:
        rows = wanted.order.beyond(rows, read_cursor(cursor, wanted.order)[1])
    rows = wanted.order.sort(rows)[:51]
    plan = rows.explain(format="JSON", analyze=True)
    (top,) = json.loads(plan)
    own = [step for step in nodes(top["Plan"]) if step.get("Relation Name", "backlog_item") == "backlog_item"]
    touched = sum(
        (step["Actual Rows"] + step.get("Rows Removed by Filter", 0)) * step["Actual Loops"]
        for step in own
        if "Relation Name" in step
    )
    return touched, {step["Node Type"] for step in own}


FILTERS = {
    "nothing": "",
    "group": "product_group={cast.group.pk}",
    "groups": "product_group={cast.group.pk}&product_group={cast.elsewhere.pk}",
    "team": "team={cast.red.pk}",
    "kind": "kind=experiment",
    "state": "state=ready",
    "states of a group": "product_group={cast.group.pk}&state=ready&state=new",
    "flag": "flag=stale",
    "owner": "owner={cast.manager.pk}",
    "raised_by": "raised_by={cast.member.pk}",
    "rare word": "q=pigeon",
    "common word": "q=release",
    "number": "q=%231500",
    "age_min": "age_min=100",
    "age_max": "age_max=30",
    "silent_min": "silent_min=390",
}


def test_every_filter_in_every_order_reads_little(cast, monkeypatch):
    """One test, since filling the table takes longest; what a list names by ids is cut as the table is."""
    monkeypatch.setattr(finding, "FEW", ROWS // 10)
    check_that_no_filter_walks_the_table(cast.member, cast)
    check_that_no_filter_walks_the_table(cast.admin, cast)
    check_that_every_order_comes_out_of_an_index(cast)
    check_that_a_deep_page_reads_no_more_than_the_first(cast)


def check_that_no_filter_walks_the_table(user, cast):
    far = {}
    for name, query in FILTERS.items():
        for sort in SORTS:
            touched, kinds = read(user, f"{query.format(cast=cast)}&sort={sort}")
            if touched > FAR:
                far[name, sort] = (touched, kinds)
    assert not far


def check_that_every_order_comes_out_of_an_index(cast):
    """On a table this small the planner may as well sort: not when it must not pass over the table."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for query in ("", f"product_group={cast.group.pk}"):
        for sort in SORTS:
            _touched, kinds = read(cast.member, f"{query}&sort={sort}")
            assert not kinds & {"Sort", "Seq Scan"}, (query, sort, kinds)


def check_that_a_deep_page_reads_no_more_than_the_first(cast):
    for sort in SORTS:
        query = f"product_group={cast.group.pk}&sort={sort}"
        wanted = ItemFilter(QueryDict(query), cast.member)
        half = read_page(wanted.items.for_list(), wanted.order, size=ROWS // 3)
        touched, kinds = read(cast.member, f"{query}&cursor={half.next}")
        assert touched < 200 and "Sort" not in kinds, (sort, touched, kinds)
