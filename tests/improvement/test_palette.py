"""The palette finds what this person may see and do, and nothing else, with few queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backlog.models import Item
from teams.models import Membership, Team
from tests.cast import make_cast, make_item, person

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def ask(client, cast):
    def asked(user, q="", here="/", **headers):
        client.force_login(user)
        answer = client.get("/palette/", {"q": q, "here": here}, headers=headers or HTMX)
        assert answer.status_code == 200
        return answer.content.decode()

    return asked


def test_an_item_is_found_by_words_and_by_number(ask, cast):
    item = make_item(cast, "new", title="Printers jam on Mondays")
    for q in ("printer monday", f"#{item.number}"):
        assert f'data-url="/items/{item.pk}/"' in ask(cast.member, q)


def test_pages_teams_people_and_actions_are_found_by_beginnings_of_words(ask, cast):
    assert 'data-url="/items/board/"' in ask(cast.member, "boa")
    assert f'data-url="/teams/{cast.red.pk}/"' in ask(cast.manager, "red")
    assert f'data-url="/people/{cast.leader.pk}/"' in ask(cast.member, "lead")
    assert 'data-dialog="capture"' in ask(cast.member, "capt")
    assert "name=theme" in ask(cast.member, "theme dark")


def test_only_what_one_may_do(ask, cast):
    assert "/reviews/plan/" in ask(cast.manager, "plan review")
    assert "/reviews/plan/" not in ask(cast.member, "plan review")
    assert "/retrospectives/hold/" in ask(cast.member, "hold")
    assert "/items/propose/" in ask(cast.expert, "propose")
    assert "/items/propose/" not in ask(cast.member, "propose")
    assert "/templates/" not in ask(cast.member, "templates")
    assert f"/settings/product-groups/{cast.group.pk}/templates/" in ask(cast.admin, "templates pay")
    assert "/settings/" not in ask(cast.member, "settings") and "/settings/" in ask(cast.admin, "settings")


def test_the_verbs_of_the_item_one_stands_on(ask, cast):
    item = make_item(cast, "ready")
    here = f"/items/{item.pk}/"
    assert f'data-url="{here}decide/" data-dialog="item-dialog"' in ask(cast.manager, "", here)
    assert f"{here}decide/" not in ask(cast.member, "", here)
    assert here not in ask(cast.stranger, "", here)
    deeper = ask(cast.manager, "decide", f"{here}edit/")
    assert f'data-url="{here}decide/"' in deeper and "item-dialog" not in deeper


def test_nothing_foreign_is_found(ask, cast):
    far = Item.file(team=cast.far, by=cast.stranger, title="Archive boxes vanish")
    page = ask(cast.member, "archive") + ask(cast.member, f"#{far.number}") + ask(cast.member, "far")
    page += ask(cast.member, "stranger")
    assert str(far.pk) not in page and str(cast.far.pk) not in page and str(cast.stranger.pk) not in page


@pytest.mark.parametrize(
    "q",
    [
        "\x00",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "#",
        "#99999999999999",
        "team:",
        "x" * 5_000,
        "a&b|c:*!",
        "%",
    ],
)
def test_hostile_words_find_nothing_and_break_nothing(ask, cast, q):
    assert "<script>alert" not in ask(cast.member, q, "/items/not-an-id/")


@pytest.mark.parametrize(
    "here", ["/items/00000000-0000-0000-0000-00000000000/", "/items/" + "-" * 36 + "/", "x" * 9_000]
)
def test_a_made_up_place_is_no_place(ask, cast, here):
    assert "On this item" not in ask(cast.member, "", here)


def test_without_scripts_it_is_a_page_of_links(ask, cast):
    item = make_item(cast, "new", title="Printers jam on Mondays")
    page = ask(cast.member, "printers", Accept="text/html")
    assert f'href="/items/{item.pk}/"' in page and "<h1>Find anything</h1>" in page
    assert "Nothing fits" in ask(cast.member, "zzzz", Accept="text/html")


def test_as_many_queries_for_many_as_for_few(ask, cast):
    make_item(cast, "new", title="Printers jam")
    ask(cast.member, "printers")
    with CaptureQueriesContext(connection) as few:
        ask(cast.member, "printers")
    for number in range(12):
        make_item(cast, "new", title=f"Printers jam again {number}")
        team = Team.objects.create(product_group=cast.group, name=f"Printers {number}")
        Membership.objects.create(team=team, user=person(f"Printers Person{number}"))
    ask(cast.member, "printers")  # roles and groups that were read before are read anew, once
    with CaptureQueriesContext(connection) as many:
        page = ask(cast.member, "printers")
    assert len(many) <= len(few)
    assert page.count('role="option"') == 6 + 5 + 5


def test_keys_of_one_letter_can_be_turned_off(client, cast):
    client.force_login(cast.member)
    assert 'data-shortcuts="off"' not in client.get("/profile/").content.decode()
    chosen = {"name": "Member", "language": "auto", "theme": "auto", "mail": "each"}
    assert client.post("/profile/", chosen).status_code == 302
    assert 'data-shortcuts="off"' in client.get("/profile/").content.decode()
    client.post("/profile/", chosen | {"shortcuts": "on"})
    assert 'data-shortcuts="off"' not in client.get("/profile/").content.decode()
