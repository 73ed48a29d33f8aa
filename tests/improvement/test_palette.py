"""The palette finds what this person may see and do, and nothing else, with few queries."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backlog.models import Item, SavedView
from improvement.navigation import address
from improvement.policy import URLS
from teams.models import GroupRole, Membership, Team
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


NOT_LISTED = {
    "backlog:find-completions": "a part of the search box",
    "backlog:item-questions": "a part of the form that captures",
    "backlog:view-create": "keeps the filter of the list that it is opened from",
    "backlog:item-export": "a file of what a list shows, offered there",
    "palette": "the palette itself",
    "healthz": "for machines",
    "readyz": "for machines",
    "teams:welcome": "for who is not signed in",
}


def test_every_page_is_listed_or_named(ask, client, cast):
    Membership.objects.create(user=cast.admin, team=cast.red, role="leader")
    for role in ("sponsor", "product_owner"):
        GroupRole.objects.create(user=cast.admin, product_group=cast.group, role=role)
    listed = set(re.findall(r'data-url="([^"#?]+)', ask(cast.admin) + ask(cast.expert)))
    client.force_login(cast.admin)
    missing = []
    for name in URLS:
        url = "" if name.startswith("api:") else address(name, None)
        if not url or client.get(url).status_code in {302, 400, 404, 405, 422}:  # no page by itself
            continue
        if (url in listed) == (name in NOT_LISTED):
            missing.append(name)
    assert not missing, "list it in improvement/reachable.py, or say in NOT_LISTED why not"


def test_views_are_found_by_name_by_who_sees_them(ask, cast):
    mine = SavedView.save_as(by=cast.member, name="Slow builds")
    ours = SavedView.save_as(by=cast.leader, name="Builds of all", product_group=cast.group)
    theirs = SavedView.save_as(by=cast.leader, name="Builds of mine")
    page = ask(cast.member, "buil")
    assert f"/views/{mine.pk}/" in page and f"/views/{ours.pk}/" in page and str(theirs.pk) not in page
    assert f"/views/{mine.pk}/" not in ask(cast.member, "slow red")


def test_the_settings_of_a_group_are_found_by_who_configures_it(ask, cast):
    place = f"/settings/product-groups/{cast.group.pk}/"
    for words, url in {
        "settings pay": place,
        "limits pay": f"{place}#id_limit_new",
        "teams pay": f"{place}teams/",
        "roles pay": f"{place}roles/",
        "templates pay": f"{place}templates/",
    }.items():
        assert f'data-url="{url}"' in ask(cast.admin, words), words
        assert place not in ask(cast.manager, words)
    assert "/invitations/" in ask(cast.leader, "invitations")
    assert "/invitations/" not in ask(cast.member, "invitations")


def test_what_else_the_page_of_an_item_offers(ask, cast):
    item = make_item(cast, "ready")
    here = f"/items/{item.pk}/"
    action = f'data-url="{here}add-action/" data-dialog="item-dialog"'
    assert action in ask(cast.manager, "add action", here)
    assert "add-action" not in ask(cast.member, "", here)
    assert 'data-press="#watching button"' in ask(cast.expert, "watch", here)
    assert "Watch this item" in ask(cast.expert, "", here) and "Unwatch" in ask(cast.member, "", here)
    assert f'href="{here}#watching"' in ask(cast.expert, "watch", here, Accept="text/html")
    assert f'data-url="{here}perspective/" data-dialog="item-dialog"' in ask(cast.member, "answer five", here)
    assert f'data-url="{here}#id_comment_text"' in ask(cast.member, "comment", here)
    item.give_perspective(by=cast.member, gains="team", loses="nobody", whole="better")
    assert "Change my answer" in ask(cast.member, "", here)
    assert f"{here}again/" not in ask(cast.member, "", here)
    item.decide("decline", reason="No.", by=cast.manager)
    assert f'data-url="{here}again/"' in ask(cast.expert, "raise again", here)
    assumed = make_item(cast, "new")
    assumed.assess(finding="assumption", reason="Unchecked.", by=cast.expert)
    there = f"/items/{assumed.pk}/"
    assert f'data-url="{there}tests/"' in ask(cast.expert, "experiment", there)
    assert f'data-url="{there}decide/?verdict=experiment"' in ask(cast.manager, "test", there)


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
