"""What was merged into an item goes on by itself when that one ends or goes back behind the gate."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activity.models import Event, Notification
from activity.subjects import tell
from backlog.models import Item, raise_flags
from tests.cast import make_cast, make_item, noon

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def proposal(cast) -> Item:
    """Agreed by blue and red."""
    item = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
    item.consent(cast.blue, agree=True, by=cast.blue_member)
    item.consent(cast.red, agree=True, by=cast.member)
    return item


def green_item(cast, into: Item, state: str = "new") -> Item:
    """An item of green's own, merged into another after green's third one was merged into it."""
    item = Item.file(team=cast.green, title="Too many forms", by=cast.green_member)
    third = Item.file(team=cast.green, title="Forms again", by=cast.green_member)
    third.merge(item, by=cast.expert)
    item.refresh_from_db()
    if state == "ready":
        item.assess(finding="unsure", reason="We differ.", by=cast.expert)
    item.merge(into, by=cast.expert)
    into.refresh_from_db()
    return item


def ended(cast, way: str, state: str) -> tuple[Item, Item]:
    """The item that ends or goes back in that way, and what had been merged into it."""
    target = make_item(cast) if way == "withdrawn" else proposal(cast)
    merged = green_item(cast, target, state)
    if way == "withdrawn":
        target.withdraw(reason="Gone by itself.", by=cast.member)
    else:
        if way != "proposed":  # what had come behind the gate before it was kept from there
            Item.objects.filter(pk=target.pk).update(state="proposed")
            target.refresh_from_db()
        if way == "lapsed":
            assert target.lapse(noon(cast, -15))
        elif way == "withdrawn_proposal":
            target.withdraw(reason="Not worth it.", by=cast.expert)
        else:
            target.retract(cast.blue, reason="We misread it.", by=cast.blue_member)
    merged.refresh_from_db()
    return target, merged


WAYS = ["proposed", "lapsed", "withdrawn", "withdrawn_proposal"]


@pytest.mark.parametrize("state", ["new", "ready"])
@pytest.mark.parametrize("way", WAYS)
def test_it_is_where_it_was_and_counted_again(cast, way, state):
    target, merged = ended(cast, way, state)
    assert target.state == way.split("_")[0]
    assert (merged.state, merged.merged_into, merged.state_before_merge) == (state, None, "")
    assert (merged.position != "") == (state == "ready"), "it has a place on the backlog again"
    assert merged.merged_items.count() == 1, "what was merged into it stays so"
    later = timezone.now() + timedelta(days=8)
    raise_flags(cast.group, later)
    assert "unanswered" in Item.objects.get(pk=merged.pk).flags


@pytest.mark.parametrize("way", WAYS)
def test_history_tells_it_on_both_and_its_team_hears_of_it(cast, way):
    target, merged = ended(cast, way, "new")
    event = Event.objects.about("item", merged.pk).first()
    assert event.name == "unmerged" and not event.human
    words = tell(event).sentence
    assert f"#{target.number}" in words and target.get_state_display() in words
    told = Event.objects.about("item", target.pk).named("unabsorbed").get()
    assert tell(told).sentence == f"#{merged.number} goes on by itself again.", "nobody took it out"
    assert Notification.objects.filter(event=event, user=cast.green_member).exists()


def test_an_ending_that_is_an_answer_takes_along_what_was_merged(cast):
    """What the managers said to the one was said to all of it."""
    target = make_item(cast, "ready")
    merged = green_item(cast, target)
    target.decide("decline", reason="Not now.", by=cast.manager)
    assert Item.objects.get(pk=merged.pk).state == "merged"


def test_the_pages_say_so_beforehand(client, cast):
    target = proposal(cast)
    client.force_login(cast.member)
    for verb in ("retract", "withdraw"):
        assert "then goes on by itself" not in client.get(f"/items/{target.pk}/{verb}/").text
    green_item(cast, target)
    for verb in ("retract", "withdraw"):
        assert "then goes on by itself" in client.get(f"/items/{target.pk}/{verb}/").text
