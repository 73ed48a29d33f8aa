"""Features on the Product Backlog: written by the product owner, taken and completed by teams."""

import pytest
from django.core.exceptions import ValidationError

from backlog.models import ProductBacklogEntry
from teams.models import Membership
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def feature(cast):
    return ProductBacklogEntry.add_feature(
        product_group=cast.group, title="Refunds in one click", by=cast.product_owner
    )


def test_features_and_items_stand_side_by_side_with_their_states(client, cast, feature):
    make_item(cast, "doing", title="Builds are red")
    feature.take(cast.green, by=cast.green_member)
    client.force_login(cast.member)
    text = client.get("/product-backlog/").content.decode()
    for words in ("Refunds in one click", "taken by Green", "Builds are red", "taken by Blue", "Doing"):
        assert words in text


def test_the_product_owner_adds_and_edits(client, cast):
    client.force_login(cast.product_owner)
    answer = client.post(
        "/product-backlog/new/", {"title": "  Pay   abroad ", "description": "For travellers."}
    )
    assert answer.status_code == 303
    entry = ProductBacklogEntry.objects.get()
    assert entry.title == "Pay abroad"
    client.post(f"/product-backlog/{entry.pk}/edit/", {"title": "Pay at sea", "description": "For sailors."})
    text = client.get(f"/product-backlog/{entry.pk}/").content.decode()
    assert "Pay at sea" in text and "For sailors." in text


def test_who_saves_second_sees_both_versions_and_may_save_over_it(client, cast, feature):
    client.force_login(cast.product_owner)
    url, read = f"/product-backlog/{feature.pk}/edit/", feature.version
    assert f'name="version" value="{read}"' in client.get(url).text
    assert client.post(url, {"title": "First", "version": read}).status_code == 303
    mine = {"title": "Second", "description": "Typed for long", "version": read}
    late = client.post(url, mine)
    assert late.status_code == 409 and ProductBacklogEntry.objects.get().title == "First"
    assert "First" in late.text and "Second" in late.text and "Typed for long" in late.text
    assert f'name="version" value="{read + 1}"' in late.text
    assert client.post(url, mine | {"version": read + 1}).status_code == 303
    assert ProductBacklogEntry.objects.get().title == "Second"


@pytest.mark.parametrize("sent", [{"title": " "}, {"title": "x" * 201}, {}])
def test_what_was_typed_is_kept(client, cast, feature, sent):
    client.force_login(cast.product_owner)
    for url in ("/product-backlog/new/", f"/product-backlog/{feature.pk}/edit/"):
        answer = client.post(url, {"description": "For travellers.", **sent})
        assert answer.status_code == 422 and "For travellers." in answer.content.decode()
    assert ProductBacklogEntry.objects.get().title == "Refunds in one click"


def test_a_member_takes_at_one_press_and_completes(client, cast, feature):
    client.force_login(cast.blue_member)
    assert f'name="team" value="{cast.blue.pk}"' in client.get("/product-backlog/").content.decode()
    url = f"/product-backlog/{feature.pk}/"
    assert client.post(f"{url}take/", {"team": cast.blue.pk}).status_code == 303
    assert client.post(f"{url}take/", {"team": cast.blue.pk}).status_code == 409
    assert client.post(f"{url}complete/").status_code == 303
    assert client.post(f"{url}complete/").status_code == 409
    text = client.get("/product-backlog/").content.decode()
    assert "Features done in the last 30 days" in text and text.count('class="item-row"') == 0


def test_who_is_in_several_teams_says_which(client, cast, feature):
    Membership.objects.create(user=cast.member, team=cast.blue)
    client.force_login(cast.member)
    text = client.get(f"/product-backlog/{feature.pk}/take/").content.decode()
    assert text.count("<option") == 2
    client.post(f"/product-backlog/{feature.pk}/take/", {"team": cast.blue.pk})
    feature.refresh_from_db()
    assert feature.team == cast.blue


def test_a_team_of_another_group_does_not_take_it(client, cast, feature):
    Membership.objects.create(user=cast.member, team=cast.far)
    with pytest.raises(ValidationError):
        feature.take(cast.far, by=cast.member)
    client.force_login(cast.member)
    answer = client.post(f"/product-backlog/{feature.pk}/take/", {"team": cast.far.pk})
    assert answer.status_code == 422 and "Choose an active team" in answer.content.decode()


def test_only_the_team_that_took_it_completes_it(client, cast, feature):
    feature.take(cast.blue, by=cast.blue_member)
    client.force_login(cast.member)
    assert client.get(f"/product-backlog/{feature.pk}/complete/").status_code == 403
    assert client.post(f"/product-backlog/{feature.pk}/complete/").status_code == 403


def test_an_items_entry_leads_to_the_item(client, cast):
    item = make_item(cast, "offered")
    client.force_login(cast.product_owner)
    url = f"/product-backlog/{item.entry.pk}/"
    assert client.get(url)["Location"] == f"/items/{item.pk}/"
    assert client.post(f"{url}edit/", {"title": "Mine"}).status_code == 409
    client.force_login(cast.blue_member)
    assert client.post(f"{url}take/", {"team": cast.blue.pk}).status_code == 409


@pytest.mark.parametrize(
    ("who", "new", "edit", "take"),
    [
        ("product_owner", 200, 200, 403),
        ("manager", 403, 403, 403),
        ("member", 403, 403, 200),
        ("admin", 403, 403, 403),
        ("stranger", 403, 404, 404),
        ("nobody", 404, 404, 404),
    ],
)
def test_who_may_what(client, cast, feature, who, new, edit, take):
    client.force_login(getattr(cast, who))
    url = f"/product-backlog/{feature.pk}/"
    assert client.get("/product-backlog/new/").status_code == new
    assert client.get(f"{url}edit/").status_code == edit
    assert client.get(f"{url}take/").status_code == take
    assert client.get(url).status_code == (404 if edit == 404 else 200)


def test_an_empty_order_says_what_belongs_there(client, cast):
    client.force_login(cast.product_owner)
    text = client.get("/product-backlog/").content.decode()
    assert "Nothing to take yet" in text and text.count("Add a feature") == 1
    client.force_login(cast.nobody)
    assert "There is no product group for you yet" in client.get("/product-backlog/").content.decode()
