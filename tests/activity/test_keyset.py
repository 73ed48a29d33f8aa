"""Paging by the last row: nothing twice, nothing left out, also while rows come and go."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from activity.keyset import Order, read_page
from backlog.filters import SORTS
from backlog.models import Item
from tests.cast import make_cast

pytestmark = pytest.mark.django_db
BASE = timezone.now() - timedelta(days=400)


@pytest.fixture
def items():
    """Eleven items with ties in every key and holes in those that may be empty."""
    cast = make_cast()
    rows = [
        Item(
            product_group=cast.group,
            team=cast.red,
            raised_by=cast.member,
            number=number,
            title=f"Item {number}",
            created=BASE + timedelta(days=number // 3),
            silent_since=BASE + timedelta(days=number // 4),
            due=date(2026, 1, 1 + number // 3) if number % 2 else None,
            state="ready" if number % 3 else "new",
            position=f"a{number}" if number % 3 else "",
        )
        for number in range(11)
    ]
    Item.objects.bulk_create(rows)
    return Item.objects.all()


def walk(rows, order, size, direction="next"):
    """All pages in one direction, from the first or from the last."""
    page = read_page(rows, order, size=size)
    if direction == "previous":
        while page.next:
            page = read_page(rows, order, cursor=page.next, size=size)
    pages = [page]
    while cursor := getattr(page, direction):
        page = read_page(rows, order, cursor=cursor, size=size)
        pages.append(page)
    return pages


def ids(rows):
    return [row["id"] if isinstance(row, dict) else row.pk for row in rows]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("size", [1, 3, 11, 50])
def test_pages_cover_every_row_once_both_ways(items, sort, size):
    order = SORTS[sort]
    whole = ids(order.sort(items))
    there = walk(items.values(), order, size)
    assert [pk for page in there for pk in ids(page.rows)] == whole
    back = walk(items, order, size, "previous")
    assert [pk for page in reversed(back) for pk in ids(page.rows)] == whole
    assert there[0].previous is None and back[-1].previous is None and there[-1].next is None


def test_empty_dates_and_places_come_last(items):
    dues = [row.due for row in SORTS["due"].sort(items)]
    assert dues == sorted(due for due in dues if due) + [None] * 6
    places = [row.position for row in SORTS["position"].sort(items)]
    assert places == sorted(place for place in places if place) + [""] * 4


def test_a_row_that_comes_in_between_moves_nothing(items):
    order = SORTS["-created"]
    first = read_page(items, order, size=4)
    last = first.rows[-1]
    newest = Item(product_group=last.product_group, team=last.team, number=99, title="New")
    Item.objects.bulk_create([newest])
    second = read_page(items, order, cursor=first.next, size=4)
    assert not set(ids(first.rows)) & set(ids(second.rows))
    again = read_page(items, order, cursor=second.previous, size=4)
    assert ids(again.rows) == ids(first.rows)
    assert ids(read_page(items, order, cursor=again.previous, size=4).rows) == [newest.pk]


def test_a_row_that_goes_leaves_no_hole(items):
    order = SORTS["number"]
    first = read_page(items, order, size=4)
    items.filter(pk=first.rows[-1].pk).delete()
    assert [row.number for row in read_page(items, order, cursor=first.next, size=4).rows] == [4, 5, 6, 7]


def test_behind_the_last_row_there_is_nothing_and_no_error(items):
    order = SORTS["number"]
    page = read_page(items, order, size=10)
    items.filter(number=10).delete()
    beyond = read_page(items, order, cursor=page.next, size=10)
    assert (beyond.rows, beyond.next, beyond.previous) == ([], None, None)


@pytest.mark.parametrize("cursor", ["x", ":", "a:b:c", "åäö", "\x00", "[]", "W10:1234", "x" * 5000])
def test_a_cursor_of_somebody_elses_making_is_refused(items, cursor):
    with pytest.raises(ValidationError) as refused:
        read_page(items, SORTS["due"], cursor=cursor)
    assert "cursor" in refused.value.message_dict


def test_a_cursor_serves_only_its_own_order(items):
    cursor = read_page(items, SORTS["number"], size=2).next
    with pytest.raises(ValidationError):
        read_page(items, SORTS["created"], cursor=cursor)
    with pytest.raises(ValidationError):
        read_page(items, SORTS["number"], cursor=cursor[:-1] + "x")


def test_fields_of_an_order_run_the_same_way():
    with pytest.raises(ValueError, match="same way"):
        Order.by("-created", "id")
    assert Order.by("-created", "-id").descending
