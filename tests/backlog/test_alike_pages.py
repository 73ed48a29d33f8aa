"""What may be the same, shown where it helps: while a title is typed, beside an item, and to programs."""

import pytest
from django.urls import reverse

from backlog.models import Item
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
TITLE = "Builds of the payment service fail every morning"


@pytest.fixture
def cast():
    cast = make_cast()
    cast.item = make_item(cast, "new", title=TITLE)
    return cast


def test_while_typing_a_title_what_was_said_before_is_shown(client, cast):
    client.force_login(cast.blue_member)
    answer = client.get("/items/alike/", {"title": "payment service build fails"}, headers=HTMX)
    page = answer.content.decode()
    assert f"#{cast.item.number} {TITLE}" in page and "<html" not in page
    assert "Both speak of" in page


@pytest.mark.parametrize("title", ["", "pay", "x" * 5_000, "\x00" * 9, "!" * 300, "ﷺ" * 200])
def test_short_long_and_hostile_titles_show_nothing(client, cast, title):
    client.force_login(cast.blue_member)
    answer = client.get("/items/alike/", {"title": title}, headers=HTMX)
    assert answer.status_code == 200 and "#1" not in answer.content.decode()


def test_without_scripts_the_same_stands_on_a_page(client, cast):
    client.force_login(cast.blue_member)
    assert TITLE in client.get("/items/alike/", {"title": TITLE}).content.decode()
    page = client.get("/items/alike/", {"title": "Coffee tastes of soap"}).content.decode()
    assert "Nobody has said" in page


def test_a_foreign_team_shows_nothing_foreign(client, cast):
    far = Item.file(team=cast.far, by=cast.stranger, title="Letters of the archive get lost")
    client.force_login(cast.member)
    for team in [str(cast.far.pk), "no", ""]:
        page = client.get("/items/alike/", {"title": far.title, "team": team}, headers=HTMX).content.decode()
        assert far.title not in page


def test_the_page_of_an_item_leads_to_what_is_alike(client, cast):
    again = make_item(cast, "new", title="Payment service: every morning the build fails")
    client.force_login(cast.member)
    assert f'href="/items/{again.pk}/alike/"' in client.get(f"/items/{again.pk}/").content.decode()
    page = client.get(f"/items/{again.pk}/alike/").content.decode()
    assert TITLE in page and f"/items/{again.pk}/merge/" in page
    client.force_login(cast.support)
    page = client.get(f"/items/{again.pk}/alike/").content.decode()
    assert TITLE in page and f"/items/{again.pk}/merge/" not in page


def test_programs_get_number_state_and_reason(client, cast):
    again = make_item(cast, "new", title="Payment service: every morning the build fails")
    client.force_login(cast.member)
    found = client.get(reverse("api:item-alike", args=[again.pk])).json()
    assert [row["number"] for row in found["results"]] == [cast.item.number]
    assert found["next"] is None and found["results"][0]["reason"]
    assert found["results"][0]["url"].endswith(cast.item.get_absolute_url())
    client.force_login(cast.stranger)
    assert client.get(reverse("api:item-alike", args=[again.pk])).status_code == 404


def test_the_capture_form_asks_while_one_types(client, cast):
    client.force_login(cast.member)
    page = client.get("/items/new/").content.decode()
    assert 'hx-get="/items/alike/"' in page and 'class="alike"' in page
