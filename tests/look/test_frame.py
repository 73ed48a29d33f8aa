"""The frame around every page: only rooms that exist, the group and theme that this person chose."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import translation

from backlog.models import SavedView
from improvement.navigation import Navigation, drawn, initials, rooms
from teams.current import groups_of
from tests.cast import make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def request_of(cast):
    def make(user, path="/"):
        request = RequestFactory().get(path)
        request.user, request.session, request.htmx = user, {}, False
        return request

    return make


@pytest.fixture
def addresses(monkeypatch):
    """Rooms at the given addresses and no others."""

    def at(**found):
        known = {name.replace("__", ":").replace("_", "-"): url for name, url in found.items()}
        monkeypatch.setattr("improvement.navigation.address", lambda name, conf: known.get(name, ""))
        drawn.cache_clear()

    yield at
    drawn.cache_clear()


def test_rooms_without_an_address_have_no_link(cast, request_of, addresses):
    addresses(backlog__item_list="/items/")
    assert [link["icon"] for link in rooms(True, None)] == ["items"]
    side = Navigation(request_of(cast.member, "/items/42/")).side
    assert side.count("<a ") == 1
    assert 'href="/items/" data-key="i" aria-current="true"' in side


def test_the_nearest_room_is_the_current_one(cast, request_of, addresses):
    addresses(backlog__my_work="/", backlog__item_list="/items/", teams__people="/items/people/")
    for path, room in [
        ("/", "/"),
        ("/items/7/", "/items/"),
        ("/items/people/", "/items/people/"),
        ("/x/", ""),
    ]:
        assert Navigation(request_of(cast.member, path)).room == room


def test_settings_are_for_administrators(cast, request_of, addresses):
    addresses(teams__settings="/settings/")
    assert "/settings/" in Navigation(request_of(cast.admin)).side
    assert "/settings/" not in Navigation(request_of(cast.manager)).side


def test_drawn_parts_follow_the_language(cast, request_of, addresses):
    addresses(backlog__item_list="/items/")
    with translation.override("en"):
        english = Navigation(request_of(cast.member)).foot
    with translation.override("sv"):
        assert Navigation(request_of(cast.member)).foot is not english


def test_the_side_bar_stands_under_the_persons_own_group(cast, request_of):
    assert Navigation(request_of(cast.member)).group == cast.group
    assert Navigation(request_of(cast.stranger)).group == cast.elsewhere
    assert Navigation(request_of(cast.nobody)).group is None
    assert Navigation(request_of(AnonymousUser())).group is None


def test_own_groups_come_before_open_ones(cast, request_of):
    type(cast.group).objects.filter(pk=cast.elsewhere.pk).update(open=True)
    assert groups_of(request_of(cast.member)) == [cast.group, cast.elsewhere]


def test_the_frame_asks_the_database_the_same_for_everybody(cast, request_of, django_assert_max_num_queries):
    for person in (cast.admin, cast.member):
        assert Navigation(request_of(person)).own
        request = request_of(type(person).objects.get(pk=person.pk))
        with django_assert_max_num_queries(2):  # whether anything kept has changed, unread
            assert Navigation(request).own


def test_what_is_kept_of_the_frame_is_ones_own_and_new_at_each_visit(client, cast):
    address = '/items/?q="><script>'
    client.force_login(cast.member)
    first, second = (client.get(address).text for _visit in range(2))
    tokens = [re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page) for page in (first, second)]
    assert len(set(tokens[0])) == 1 and len(tokens[0][0]) == 64
    assert tokens[0] != tokens[1]
    assert first.count('name="next" value="/items/?q=%22%3E%3Cscript%3E"') == 1
    assert "<script>" not in first
    found = client.get("/find/", {"q": '"><script>'}).text
    assert 'name="q" value="&quot;&gt;&lt;script&gt;"' in found
    client.force_login(cast.manager)
    other = client.get(address).text
    assert cast.member.email not in other and cast.manager.email in other


def test_a_pinned_view_and_another_name_show_at_once(client, cast):
    client.force_login(cast.member)
    client.get("/")
    view = SavedView.save_as(by=cast.member, name="Slow builds", query="q=slow")
    view.pin(by=cast.member)
    assert f'<a href="/views/{view.pk}/">Slow builds</a>' in client.get("/").text
    view.edit(by=cast.member, version=view.version, name="Quick builds")
    cast.member.choose(name="Maria New", language="en", theme="", mail="each", shortcuts=True)
    page = client.get(f"/items/?view={view.pk}").text
    assert f'<a href="/views/{view.pk}/" aria-current="true">Quick builds</a>' in page
    assert "Menu of Maria New" in page
    view.unpin(by=cast.member)
    assert "Quick builds</a>" not in client.get("/").text


def test_a_group_one_cannot_see_cannot_be_chosen(client, cast):
    client.force_login(cast.member)
    assert client.post("/choose/group/", {"product_group": str(cast.elsewhere.pk)}).status_code == 404
    assert client.post("/choose/group/", {"product_group": "nonsense"}).status_code == 404
    assert "product_group" not in client.session


def test_an_administrator_works_in_any_group(client, cast):
    client.force_login(cast.admin)
    assert client.post("/choose/group/", {"product_group": str(cast.elsewhere.pk)}).status_code == 302
    assert client.session["product_group"] == str(cast.elsewhere.pk)


def test_the_theme_is_kept_with_the_person(client, cast):
    client.force_login(cast.member)
    answer = client.post("/choose/theme/", {"theme": "dark", "next": "/items/"})
    assert answer["Location"] == "/items/"
    cast.member.refresh_from_db()
    assert cast.member.theme == "dark"


def test_the_sign_in_page_keeps_the_theme_of_the_browser(client, cast):
    client.post("/choose/theme/", {"theme": "dark"})
    assert 'data-theme="dark"' in client.get("/account/login/").content.decode()
    client.post("/choose/theme/", {"theme": "neon"})
    assert "data-theme" not in client.get("/account/login/").content.decode()


def test_choosing_never_leads_to_a_strange_place(client):
    for address in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        assert client.post("/choose/theme/", {"theme": "", "next": address})["Location"] == "/"


def test_choosing_is_never_a_link(client, cast):
    client.force_login(cast.member)
    assert client.get("/choose/theme/").status_code == 405
    assert client.get("/choose/group/").status_code == 405


@pytest.mark.parametrize(
    ("name", "letters"), [("Karin Berg", "KB"), ("Åsa", "Å"), ("Ali ben Hassan", "AH"), ("", "")]
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_missing_pages_speak_plainly(client, cast):
    client.force_login(cast.member)
    whole = client.get("/no/such/place/")
    assert whole.status_code == 404
    assert "There is nothing here" in whole.content.decode()
    part = client.get("/no/such/place/", headers={"HX-Request": "true"}).content.decode()
    assert "notice alarm" in part
    assert "<html" not in part
