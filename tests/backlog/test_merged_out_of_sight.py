"""Of two merged items one may be handed to another product group: who sees one reads nothing of the other."""

import pytest

from activity.letters import letter
from activity.models import Event, Notification
from backlog.models import Item
from tests.backlog.test_recurrence import merged_pair, page_of
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def handed_over(cast) -> tuple[Item, Item]:
    """As `merged_pair`, and the item was handed to another product group; blue's stayed behind."""
    item, other = merged_pair(cast)
    item.assess(finding="whole_system", reason="All.", by=cast.expert)
    item.decide("escalate", reason="Theirs.", product_group=cast.elsewhere, by=cast.manager)
    return item, other


def readings_of(client, item, user) -> dict[str, str]:
    """Every place where a person or a program reads about an item."""
    client.force_login(user)
    places = [
        f"/items/{item.pk}/",
        f"/items/{item.pk}/history/",
        f"/items/{item.pk}/again/",
        f"/api/v1/items/{item.pk}/",
        f"/api/v1/items/{item.pk}/history/",
        f"/api/v1/events/?item={item.pk}",
        "/inbox/",
        "/",
    ]
    return {place: client.get(place).text for place in places}


def test_what_is_merged_but_not_visible_stays_hidden(client, cast):
    item, other = handed_over(cast)
    for place, text in readings_of(client, item, cast.far_manager).items():
        assert "Said on the merged one" not in text and other.title not in text, place
        assert str(other.pk) not in text, place
    page = page_of(client, item, cast.far_manager)
    assert item.title in page and "merged an item of another product group into it" in page
    assert other.title in page_of(client, item, cast.admin), "who sees both is told"


def test_what_it_was_merged_into_but_is_not_visible_stays_hidden(client, cast):
    item, other = handed_over(cast)
    for place, text in readings_of(client, other, cast.blue_member).items():
        assert item.title not in text and str(item.pk) not in text, place
    page = page_of(client, other, cast.blue_member)
    assert "It goes on as part of an item of another product group." in page
    assert "merged it into an item of another product group" in page
    for user in (cast.member, cast.admin):
        texts = readings_of(client, other, user)
        assert f'href="/items/{item.pk}/"' in texts[f"/items/{other.pk}/"], "red sees what it raised"
        assert item.title in texts[f"/items/{other.pk}/history/"]
        assert item.title in texts[f"/api/v1/items/{other.pk}/history/"]


def test_raising_again_what_went_on_elsewhere_names_nothing(client, cast):
    item, other = handed_over(cast)
    client.force_login(cast.blue_member)
    said = {"team": str(cast.blue.pk), "kind": "impediment", "title": "Once more", "again": str(other.pk)}
    refused = client.post("/api/v1/items/", said, content_type="application/json")
    assert refused.status_code == 422 and item.title not in refused.text
    assert "an item of another product group" in refused.text


def test_titles_that_old_events_tell_are_hidden_as_well(client, cast):
    item, other = handed_over(cast)
    for event in Event.objects.filter(name__in=["merged", "absorbed"]):
        told = {"into_title": item.title} if event.name == "merged" else {"item_title": other.title}
        event.data |= told
        event.save(update_fields=["data"])
    for place, text in readings_of(client, other, cast.blue_member).items():
        assert item.title not in text, place
    for place, text in readings_of(client, item, cast.far_manager).items():
        assert other.title not in text, place


def test_who_keeps_sight_of_what_was_handed_over_hears_no_titles_of_the_other_group(client, cast):
    item = make_item(cast, "ready")
    item.decide("escalate", reason="Theirs.", product_group=cast.elsewhere, by=cast.manager)
    theirs = Item.file(team=cast.far, title="Secret of the others", by=cast.stranger)
    theirs.merge(item, by=cast.far_manager)
    heard = Notification.objects.filter(user=cast.member, event__name="absorbed").select_related(
        "event__actor", "user"
    )
    assert heard.count() == 1 and theirs.title not in str(heard.get().event.data)
    assert theirs.title not in letter(cast.member, list(heard)).body
    for place, text in readings_of(client, item, cast.member).items():
        assert theirs.title not in text, place
