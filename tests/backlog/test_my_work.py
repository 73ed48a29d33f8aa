"""The first page: each role finds what waits for it, with the next step, and nobody else's matters."""

from datetime import timedelta

import pytest
from django.utils import timezone

from backlog.models import Action, Item
from backlog.my_work import MyWork
from tests.backlog.test_item_list import fill
from tests.cast import make_cast, make_item, noon

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def waiting(user) -> dict[str, list]:
    """Concern → words of the next step of each row."""
    return {
        concern.name: [row["step"] and row["step"][1] for row in concern.rows]
        for concern in MyWork(user).concerns
    }


@pytest.mark.parametrize(
    ("state", "who", "concern", "step"),
    [
        ("done", "member", "confirm", "Confirm that it worked"),
        ("ready", "manager", "decide", "Decide"),
        ("ready", "sponsor", "decide", "Decide"),
        ("new", "manager", "assess", "Assess"),
        ("offered", "blue_member", "offers", "Take"),
        ("offered", "member", "offers", "Take"),
        ("offered", "product_owner", "new-offers", None),
        ("taken", "blue_member", "under-way", "Start"),
        ("doing", "blue_member", "under-way", "Say it is done"),
        ("accepted", "manager", "owned", "Start"),
    ],
)
def test_each_finds_what_waits_for_them(cast, state, who, concern, step):
    make_item(cast, state)
    assert waiting(getattr(cast, who))[concern] == [step]


@pytest.mark.parametrize(
    ("state", "who"),
    [
        ("done", "both"),
        ("done", "blue_member"),
        ("done", "manager"),
        ("ready", "member"),
        ("ready", "expert"),
        ("offered", "stranger"),
        ("taken", "member"),
        ("declined", "member"),
        ("confirmed", "member"),
        ("new", "far_manager"),
        ("new", "admin"),
        ("new", "nobody"),
    ],
)
def test_nobody_is_asked_what_is_not_theirs(cast, state, who):
    make_item(cast, state)
    asked = waiting(getattr(cast, who))
    assert not {name: steps for name, steps in asked.items() if name not in {"decide", "assess"}}
    assert who != "both" or "confirm" not in asked


def test_a_confirmed_item_is_asked_again_when_its_day_has_come(cast):
    item = make_item(cast, "confirmed")
    assert "check" not in waiting(cast.member)
    Item.objects.filter(pk=item.pk).update(check_due=timezone.localdate())
    assert waiting(cast.member)["check"] == ["Answer whether it still holds"]
    item.check_holds(holds=True, by=cast.member)
    assert "check" not in waiting(cast.member)


def test_a_proposal_waits_for_each_team_until_it_answered(cast):
    item = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
    assert waiting(cast.expert) == {"own-proposals": [None]}
    assert waiting(cast.member)["consent"] == ["Answer the proposal"]
    item.consent(cast.red, agree=False, reason="No.", by=cast.member)
    assert "consent" not in waiting(cast.facilitator)
    assert waiting(cast.blue_member)["consent"] == ["Answer the proposal"]


def test_an_offer_on_which_the_team_passed_is_not_offered_again(cast):
    item = make_item(cast, "offered")
    item.pass_(cast.blue, reason="Full.", by=cast.blue_member)
    assert "offers" not in waiting(cast.blue_member)
    assert "offers" in waiting(cast.green_member)


def test_the_visit_comes_before_the_verdict(cast):
    item = make_item(cast, "ready")
    item.decide("go_see", reason="We don't know.", by=cast.manager)
    assert waiting(cast.manager)["decide"] == ["Write a visit note"]


def test_the_longest_silence_stands_first(cast):
    for days in (3, 40, 12):
        item = make_item(cast, "ready", title=f"{days}")
        Item.objects.filter(pk=item.pk).update(silent_since=noon(cast, days))
    rows = next(concern.rows for concern in MyWork(cast.manager).concerns if concern.name == "decide")
    assert [row["title"] for row in rows] == ["40", "12", "3"]


def test_replies_stand_here_until_they_are_read(client, cast):
    item = make_item(cast, "declined", title="Slow approvals")
    client.force_login(cast.member)
    assert "Not now." in client.get("/").content.decode()
    news = cast.member.notifications.get(event__name="decided")
    assert client.get(f"/inbox/{news.pk}/")["Location"] == f"/items/{item.pk}/"
    assert "Not now." not in client.get("/").content.decode()


def test_own_promises_stand_first_with_their_dates(client, cast):
    due = cast.group.today() - timedelta(days=3)
    Action.add(product_group=cast.group, text="Call them", owner=cast.manager, due=due, by=cast.manager)
    client.force_login(cast.manager)
    text = client.get("/").content.decode()
    assert "Call them" in text and "overdue by 3 days" in text
    client.force_login(cast.sponsor)
    assert "Call them" not in client.get("/").content.decode()


@pytest.mark.parametrize("who", ["nobody", "admin", "expert", "member"])
def test_an_empty_page_says_what_belongs_here(client, cast, who):
    client.force_login(getattr(cast, who))
    assert "Nothing waits for you" in client.get("/").content.decode()


def test_the_rest_is_one_press_away(client, cast):
    fill(cast, 100)
    client.force_login(cast.manager)
    text = client.get("/").content.decode()
    address = f"/items/?product_group={cast.group.pk}&amp;state=ready&amp;sort=-silent"
    assert address in text
    assert client.get(address.replace("&amp;", "&")).status_code == 200
