"""What has not changed for this person is not sent again; whatever has changed is."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activity.models import Event
from backlog.models import Item
from teams.models import ApiToken, GroupRole
from tests.cast import make_cast, make_item

PAGES = ("/items/", "/items/?state=new&sort=number", "/items/board/", "/", "/find/?q=builds")


@pytest.fixture
def cast(db):
    return make_cast()


def tag(client, address: str, **options) -> str:
    answer = client.get(address, **options)
    assert answer.status_code == 200
    return answer["ETag"]


def again(client, address: str, etag: str, **headers):
    return client.get(address, headers={"If-None-Match": etag, **headers})


@pytest.mark.parametrize("page", [*PAGES, "item"])
def test_what_has_not_changed_is_not_sent_again(client, cast, page):
    address = make_item(cast, "new").get_absolute_url() if page == "item" else page
    client.force_login(cast.member)
    client.get(address)
    answer = again(client, address, tag(client, address))
    assert answer.status_code == 304 and not answer.content
    assert answer["Cache-Control"] == "private, no-cache" and "Cookie" in answer["Vary"]
    assert again(client, address, '"other"').status_code == 200
    other = type(client)()
    other.force_login(cast.blue_member)
    assert again(other, address, answer["ETag"]).status_code == 200, "another person sees another page"


CHANGES = {
    "a comment": lambda cast, item: item.comment("Yes", by=cast.blue_member),
    "a flag": lambda cast, item: Item.objects.filter(pk=item.pk).update(flags=["stale"]),
    "a change of state": lambda cast, item: item.assess(finding="unsure", reason="Hm", by=cast.expert),
    "a title": lambda cast, item: item.edit(title="Other", by=cast.member),
    "the name of the team": lambda cast, item: type(cast.red).objects.filter(pk=cast.red.pk).update(name="R"),
    "the name of the group": lambda cast, item: (
        type(cast.group).objects.filter(pk=cast.group.pk).update(name="P")
    ),
    "the inbox": lambda cast, item: Event.record(
        "filed", subject_type="item", subject_id=item.pk, product_group_id=None, tell=[cast.member.pk]
    ),
    "the language": lambda cast, item: type(cast.member).objects.update(language="sv"),
    "the theme": lambda cast, item: type(cast.member).objects.update(theme="dark"),
    "one's name": lambda cast, item: type(cast.member).objects.update(name="Mia"),
}
SEEN_ON_THE_ITEM_ALONE = {"a comment"}


@pytest.mark.parametrize("change", CHANGES)
def test_each_kind_of_change_is_sent(client, cast, change):
    item = make_item(cast, "new")
    client.force_login(cast.member)
    addresses = [item.get_absolute_url()] + ([] if change in SEEN_ON_THE_ITEM_ALONE else ["/items/"])
    tags = {address: tag(client, address) for address in addresses}
    CHANGES[change](cast, item)
    for address, etag in tags.items():
        assert again(client, address, etag).status_code == 200, address


def test_a_role_and_the_next_day_are_sent(client, cast):
    item = make_item(cast, "new").get_absolute_url()
    client.force_login(cast.expert)
    before = tag(client, item)
    GroupRole.objects.create(user=cast.expert, product_group=cast.group, role="manager")
    with_role = tag(client, item)
    assert with_role != before
    listed = tag(client, "/items/")
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        client.force_login(cast.expert)
        assert again(client, "/items/", listed).status_code == 200
        assert again(client, item, with_role).status_code == 200


def test_a_fragment_is_another_answer_than_the_page(client, cast):
    make_item(cast, "new")
    client.force_login(cast.member)
    whole = tag(client, "/items/")
    part = again(client, "/items/", whole, HX_Request="true", HX_Target="item-list")
    assert part.status_code == 200 and b"<html" not in part.content
    assert {"HX-Request", "HX-Target"} <= set(part["Vary"].split(", "))


def test_programs_are_answered_so_as_well(client, cast):
    item = make_item(cast, "new")
    _token, secret = ApiToken.issue(cast.member, "a test", "write")
    key = {"Authorization": f"Bearer {secret}"}
    one, many = f"/api/v1/items/{item.pk}/", "/api/v1/items/"
    tags = {address: tag(client, address, headers=key) for address in (one, many)}
    for address, etag in tags.items():
        assert again(client, address, etag, **key).status_code == 304
    type(cast.red).objects.filter(pk=cast.red.pk).update(name="Crimson")
    for address, etag in tags.items():
        assert again(client, address, etag, **key).status_code == 200, "a name has no version"
    sent = {"title": "Faster builds"}
    headers = key | {"If-Match": tags[one]}
    done = client.patch(one, sent, content_type="application/json", headers=headers)
    assert done.status_code == 200, "what was read is still the newest version"
    assert client.patch(one, sent, content_type="application/json", headers=headers).status_code == 412


@pytest.mark.django_db(transaction=True)
def test_where_the_database_rests_the_page_is_not_even_made(client):
    cast = make_cast()
    item = make_item(cast, "new")
    client.force_login(cast.member)
    address = item.get_absolute_url()
    client.get(address)
    etag = tag(client, address)
    assert again(client, address, etag).status_code == 304
    assert any(asked_about_items(client, address, etag) == (304, 0) for _turn in range(100)), (
        "other tests write to this server as well, but not all the time"
    )
    item.comment("Yes", by=cast.blue_member)
    status, queries = asked_about_items(client, address, etag)
    assert status == 200 and queries
    newer = tag(client, address)
    assert again(client, address, newer).status_code == 304
    type(cast.red).objects.filter(pk=cast.red.pk).update(purpose="Anything")
    status, queries = asked_about_items(client, address, newer)
    assert status == 304 and queries, "something was written somewhere: it is made anew, and the same"
    client.post("/choose/theme/", {"theme": "dark"})
    assert again(client, address, newer).status_code == 200


def asked_about_items(client, address: str, etag: str) -> tuple[int, int]:
    with CaptureQueriesContext(connection) as asked:
        answer = again(client, address, etag)
    return answer.status_code, sum("backlog_item" in query["sql"] for query in asked)
