"""Capture: one field, once, kept when refused; a proposal where one is in no team."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from uuid_utils.compat import uuid7

from backlog.models import Item
from backlog.raising import raise_once
from teams.models import Membership
from tests.cast import make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def typed(cast, **fields):
    return {"token": str(uuid7()), "title": "Builds are red", "team": str(cast.red.pk), **fields}


def test_a_title_is_enough(client, cast):
    client.force_login(cast.member)
    answer = client.post("/items/new/", typed(cast))
    item = Item.objects.get()
    assert answer.status_code == 302 and answer["Location"].endswith(f"/items/{item.pk}/")
    assert (item.state, item.team, item.kind, item.raised_by) == ("new", cast.red, "impediment", cast.member)


def test_the_title_alone_is_enough(client, cast):
    client.force_login(cast.member)
    assert client.post("/items/new/", {"title": "Builds are red"}).status_code == 302
    assert client.post("/items/new/", {"title": "Builds are red", "token": "no"}).status_code == 302
    assert Item.objects.filter(team=cast.red).count() == 2


def test_the_dialog_closes_and_the_message_leads_to_the_item(client, cast):
    client.force_login(cast.member)
    answer = client.post("/items/new/", typed(cast, title="<i>Red</i>"), headers={"HX-Request": "true"})
    item = Item.objects.get()
    assert answer.status_code == 200 and "close-dialog" in answer["HX-Trigger"]
    assert answer["HX-Retarget"] == "#messages"
    assert f'href="/items/{item.pk}/"' in answer.content.decode()
    assert "&lt;i&gt;Red" in answer.content.decode()


def test_the_dialog_gets_a_fragment(client, cast):
    client.force_login(cast.member)
    text = client.get("/items/new/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in text and 'name="title"' in text and 'hx-post="/items/new/"' in text


def test_the_same_form_twice_makes_one_item(client, cast):
    client.force_login(cast.member)
    form = typed(cast)
    first, second = client.post("/items/new/", form), client.post("/items/new/", form)
    assert first["Location"] == second["Location"]
    assert Item.objects.count() == 1


def test_going_back_and_writing_something_else_loses_nothing(client, cast):
    client.force_login(cast.member)
    form = typed(cast)
    client.post("/items/new/", form)
    client.post("/items/new/", form | {"title": "Another matter"})
    assert Item.objects.count() == 2


def test_somebody_elses_token_neither_shows_nor_blocks(client, cast):
    client.force_login(cast.member)
    form = typed(cast)
    client.post("/items/new/", form)
    client.force_login(cast.facilitator)
    client.post("/items/new/", form)
    assert sorted(Item.objects.values_list("raised_by__name", flat=True)) == ["Facilitator", "Member"]


@pytest.mark.django_db(transaction=True)
def test_the_same_form_at_the_same_moment_makes_one_item(cast):
    form, together = typed(cast), Barrier(2)

    def send(_turn):
        browser = Client()
        browser.force_login(cast.member)
        together.wait()
        try:
            return browser.post("/items/new/", form)["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        goals = set(threads.map(send, range(2)))
    assert len(goals) == 1 and Item.objects.count() == 1


@pytest.mark.parametrize("title", ["Builds are red", "Another matter"])
def test_who_is_faster_by_a_moment_has_raised_it_unless_it_says_something_else(cast, title):
    token = uuid7()

    def late(id, **said):
        if id == token:
            Item.file(id=id, **said | {"title": title})
        return Item.file(id=id, **said)

    item = raise_once(late, token, title="Builds are red", by=cast.member, team=cast.red, kind="impediment")
    assert item.title == "Builds are red"
    assert set(Item.objects.values_list("title", flat=True)) == {"Builds are red", title}
    assert (item.pk == token) == (title == "Builds are red")


@pytest.mark.parametrize(
    "refused", [{"title": "  "}, {"title": "x" * 201}, {"kind": "wish"}, {"team": "red"}]
)
def test_what_was_typed_is_kept(client, cast, refused):
    client.force_login(cast.member)
    answer = client.post("/items/new/", typed(cast, idea="Buy a second server.") | refused)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Buy a second server." in text and '<details class="fold" open' in text
    assert not Item.objects.exists()


def test_the_team_is_my_only_or_my_last_one(client, cast):
    client.force_login(cast.member)
    text = client.get("/items/new/").content.decode()
    assert f'name="team" value="{cast.red.pk}"' in text and '<select name="team"' not in text
    Membership.objects.create(user=cast.member, team=cast.blue)
    client.post("/items/new/", typed(cast, team=str(cast.blue.pk)))
    assert client.get("/items/new/").context["form"].initial["team"] == cast.blue


@pytest.mark.parametrize(
    ("who", "team", "status"),
    [
        ("member", "red", 302),
        ("both", "red", 302),
        ("member", "blue", 403),
        ("manager", "red", 403),
        ("admin", "red", 403),
        ("stranger", "red", 422),
        ("nobody", "red", 422),
    ],
)
def test_who_may_file(client, cast, who, team, status):
    client.force_login(getattr(cast, who))
    answer = client.post("/items/new/", typed(cast, team=str(getattr(cast, team).pk)))
    assert answer.status_code == status
    assert Item.objects.exists() == (status == 302)


@pytest.mark.parametrize(
    ("who", "status"), [("expert", 302), ("manager", 302), ("support", 302), ("member", 403), ("both", 403),
                        ("admin", 403), ("stranger", 422)],
)  # fmt: skip
def test_who_may_propose(client, cast, who, status):
    client.force_login(getattr(cast, who))
    answer = client.post("/items/propose/", typed(cast))
    assert answer.status_code == status
    assert list(Item.objects.values_list("state", flat=True)) == (["proposed"] if status == 302 else [])


def test_who_is_in_no_team_is_led_to_propose(client, cast):
    client.force_login(cast.expert)
    text = client.get("/items/new/").content.decode()
    assert 'action="/items/propose/"' in text and "this is a proposal" in text
    assert ">Team</label>" in text  # and not that it is optional


def test_who_has_no_role_is_told_why(client, cast):
    client.force_login(cast.nobody)
    answer = client.get("/items/new/")
    assert answer.status_code == 403 and "You are in no team yet" in answer.content.decode()
