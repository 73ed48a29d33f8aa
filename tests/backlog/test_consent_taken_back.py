"""Consent is taken back until the managers decide, tried in each state; an item is withdrawn otherwise."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from activity.models import Event
from backlog.models import Item, WrongState
from backlog.next_steps import buttons
from tests.cast import PATHS, STEPS, make_cast, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


UNDECIDED = {"proposed", "new", "ready"}


def agreed(cast, state: str) -> Item:
    """A proposal of which blue and red have agreed, led on to `state`; for `proposed` only blue has."""
    item = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
    item.consent(cast.blue, agree=True, by=cast.blue_member)
    if state == "proposed":
        return item
    item.consent(cast.red, agree=True, by=cast.member)
    if state == "merged":
        item.merge(make_item(cast, title="Target"), by=cast.expert)
    for step in PATHS.get(state, ()):
        STEPS[step](item, cast)
    return item


@pytest.mark.parametrize("state", ["proposed", "merged", *PATHS])
def test_consent_is_taken_back_until_the_decision(client, cast, state):
    item = agreed(cast, state)
    assert item.state == state
    assert ("retract" in buttons(item, cast.blue_member)) == (state in UNDECIDED)
    client.force_login(cast.blue_member)
    before = Item.objects.filter(pk=item.pk).values().get()
    answer = client.post(f"/items/{item.pk}/retract/", {"team": cast.blue.pk, "reason": "We misread it."})
    now = Item.objects.get(pk=item.pk)
    if state not in UNDECIDED:
        assert answer.status_code == 409 and "We misread it." in answer.text
        assert Item.objects.filter(pk=item.pk).values().get() == before
        return
    assert answer.status_code == 303
    assert (now.state, now.position, now.ready_since) == ("proposed", "", None)
    assert not Item.objects.on_backlog(cast.group).filter(pk=item.pk).exists()
    assert not now.consents.filter(team=cast.blue).exists()
    assert Event.objects.about("item", item.pk).first().data["reason"] == "We misread it."
    client.post(f"/items/{item.pk}/consent/", {"team": cast.blue.pk, "agree": "true"})
    assert Item.objects.get(pk=item.pk).state == ("proposed" if state == "proposed" else "new")


@pytest.mark.parametrize("way", ["go_see", "woken", "reopened", "passed"])
def test_a_decision_stays_one_when_the_item_is_ready_again(cast, way):
    """Back on the backlog, but decided: the teams' consent holds."""
    item = agreed(cast, {"go_see": "ready", "woken": "deferred", "reopened": "declined"}.get(way, "offered"))
    if way == "go_see":
        item.decide("go_see", reason="Look first.", by=cast.manager)
    elif way == "woken":
        item.wake_up(cast.group.start_of(item.wake + timedelta(days=1)))
    elif way == "reopened":
        item.reopen(reason="Worse.", by=cast.member)
    else:
        for team, by in ((cast.red, "member"), (cast.blue, "blue_member"), (cast.green, "green_member")):
            item.pass_(team, reason="Full.", by=getattr(cast, by))
    assert item.state == "ready" and "retract" not in buttons(item, cast.blue_member)
    with pytest.raises(WrongState, match="have decided"):
        item.retract(cast.blue, reason="Misread.", by=cast.blue_member)


def test_taking_the_item_back_is_another_thing(cast):
    """`withdraw` ends it: of a proposal by who proposed it, later by the team that it then comes from."""
    item = agreed(cast, "ready")
    for who in ("blue_member", "expert", "manager"):
        with pytest.raises(PermissionDenied):
            item.withdraw(reason="Gone.", by=getattr(cast, who))
    item.withdraw(reason="Gone.", by=cast.member)
    assert item.state == "withdrawn" and item.consents.count() == 2
