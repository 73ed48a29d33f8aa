"""The inbox: own news only, unread first, marked one by one or all, taken back, paged."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activity.models import Event, Notification
from tests.cast import make_cast, make_item, person

pytestmark = pytest.mark.django_db
INBOX = "/inbox/"


@pytest.fixture
def reader(client):
    reader = person("Reader")
    client.force_login(reader)
    return reader


def news(reader, count=1, first=1) -> list[Notification]:
    for number in range(first, first + count):
        Event.record(
            "taken",
            subject_type="item",
            subject_id=reader.pk,
            product_group_id=None,
            tell=[reader.pk],
            title="Builds are red",
            number=number,
        )
    return list(Notification.objects.of(reader).order_by("id"))


def numbers(response) -> tuple[list, list]:
    page = response.context["page"]
    return tuple([entry.row.event.data["number"] for entry in part] for part in (page.unread, page.seen))


def test_an_empty_inbox_teaches(client, reader):
    response = client.get(INBOX)
    assert response.status_code == 200 and "Nothing waits for you" in response.text


def test_unread_comes_first_and_opening_reads(client, reader):
    rows = news(reader, 3)
    opened = client.get(f"{INBOX}{rows[2].pk}/")
    assert opened.status_code == 302 and opened.url == f"/items/{reader.pk}/"
    assert numbers(client.get(INBOX)) == ([2, 1], [3])


def test_one_is_marked_and_taken_back(client, reader):
    (row,) = news(reader)
    assert client.post(f"{INBOX}{row.pk}/read/").status_code == 302
    assert numbers(client.get(INBOX)) == ([], [1])
    client.post(f"{INBOX}{row.pk}/unread/")
    assert numbers(client.get(INBOX)) == ([1], [])


def test_all_means_all_that_was_shown_and_can_be_taken_back(client, reader):
    rows = news(reader, 3)
    client.post(f"{INBOX}{rows[0].pk}/read/")
    (late,) = news(reader, 1, first=4)[-1:]
    done = client.post(reverse("activity:inbox-read"), {"newest": rows[2].pk})
    assert Notification.objects.get(pk=late.pk).read_at is None
    page = client.get(done.url)
    assert "2 marked as read." in page.text and numbers(page) == ([4], [3, 2, 1])
    client.post(reverse("activity:inbox-unread"), {"read": page.context["marked"]})
    assert numbers(client.get(INBOX)) == ([4, 3, 2], [1])


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("read/", {"newest": "x"}),
        ("read/", {"newest": "9" * 40}),
        ("read/", {}),
        ("unread/", {"read": "2026-99-99T00:00"}),
        ("unread/", {"read": "x"}),
    ],
)
def test_nonsense_marks_nothing(client, reader, path, data):
    news(reader)
    assert client.post(INBOX + path, data).status_code == 302
    assert numbers(client.get(INBOX)) == ([1], [])


def test_a_fragment_is_the_list_alone_with_the_new_count(client, reader):
    rows = news(reader, 2)
    answer = client.post(f"{INBOX}{rows[0].pk}/read/", headers={"HX-Request": "true"})
    assert answer.status_code == 200 and "<html" not in answer.text
    assert 'id="inbox"' in answer.text
    assert '<span id="unread-count" class="count" hx-swap-oob="true">1</span>' in answer.text


def test_other_peoples_news_are_not_found(client, reader):
    other = person("Other")
    (row,) = news(other)
    assert numbers(client.get(INBOX)) == ([], [])
    for way in (client.get, client.post):
        for path in ("", "read/", "unread/"):
            if (way == client.post) != (path == ""):
                assert way(f"{INBOX}{row.pk}/{path}").status_code == 404
    client.post(reverse("activity:inbox-read"), {"newest": row.pk})
    assert Notification.objects.get(pk=row.pk).read_at is None


def test_who_is_not_signed_in_is_led_to_the_entrance(client):
    assert client.get(INBOX).status_code == 302


def test_pages_show_every_row_once_also_while_rows_are_read(client, reader):
    rows = news(reader, 120)
    Notification.objects.filter(pk__lte=rows[59].pk).update(read_at=rows[0].event.at)
    seen, address = [], INBOX
    while address:
        response = client.get(address)
        unread, before = numbers(response)
        seen += unread + before
        following = response.context["page"].next
        address = f"{INBOX}?cursor={following}" if following else ""
    assert seen == list(range(120, 0, -1))
    assert client.get(f"{INBOX}?cursor=unread.forged").status_code == 404


def test_the_count_stops_at_99(client, reader):
    news(reader, 99)
    assert Notification.objects.of(reader).unread().count_capped() == "99"
    news(reader, 1)
    assert '<span id="unread-count" class="count">99+</span>' in client.get(INBOX).text


def test_the_same_number_of_queries_for_few_and_many(client):
    cast = make_cast()
    client.force_login(cast.manager)

    def queries() -> int:
        client.get(INBOX)
        with CaptureQueriesContext(connection) as captured:
            client.get(INBOX)
        return len(captured)

    item = make_item(cast, "new")
    item.comment("First.", by=cast.manager)
    for _ in range(2):
        item.comment("Tell us.", by=cast.member)
    few = queries()
    for number in range(60):
        make_item(cast, "new", title=f"Item {number}").comment("We look.", by=cast.manager)
    for one in type(item).objects.all():
        one.comment("Tell us.", by=cast.member)
    assert queries() <= few
