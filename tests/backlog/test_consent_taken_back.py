"""Consent is taken back until the managers decide, tried in each state; an item is withdrawn otherwise."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from activity.models import Event, Notification
from activity.subjects import tell
from backlog.models import Item, Sweep, WrongState
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


def agreed_by_three(cast) -> Item:
    """A proposal that affects red; blue and green have agreed before it."""
    item = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
    for team, by in (
        (cast.blue, cast.blue_member),
        (cast.green, cast.green_member),
        (cast.red, cast.member),
    ):
        assert item.state == "proposed"
        item.consent(team, agree=True, by=by)
    assert item.state == "new"
    return item


@pytest.mark.parametrize("state", ["new", "ready"])
def test_two_others_whose_word_would_suffice_are_asked_again(cast, state):
    """Green's word was one more than needed; a proposal that nobody can let in again would only lapse."""
    item = agreed_by_three(cast)
    for step in PATHS[state]:
        STEPS[step](item, cast)
    item.retract(cast.green, reason="We misread it.", by=cast.green_member)
    assert (item.state, item.position, item.ready_since) == ("proposed", "", None)
    event = Event.objects.about("item", item.pk).first()
    assert "“Blue” and “Red” no longer counts" in tell(event).sentence and not event.human
    told = set(Notification.objects.filter(event=event).values_list("user", flat=True))
    assert {cast.blue_member.pk, cast.member.pk} <= told
    for team, by in ((cast.blue, cast.blue_member), (cast.red, cast.member)):
        assert item.state == "proposed" and "consent" in buttons(item, by)
        item.consent(team, agree=True, by=by)
    assert item.state == "new"


def test_who_took_the_consent_back_may_refuse_and_the_others_let_it_in(cast):
    item = agreed_by_three(cast)
    item.retract(cast.green, reason="We misread it.", by=cast.green_member)
    item.consent(cast.red, agree=True, by=cast.member)
    item.consent(cast.green, agree=False, reason="No.", by=cast.green_member)
    assert item.state == "proposed"
    item.consent(cast.blue, agree=True, by=cast.blue_member)
    assert item.state == "new"


def test_without_the_affected_team_two_others_do_not_suffice(cast):
    item = agreed_by_three(cast)
    item.retract(cast.red, reason="Not with us.", by=cast.member)
    assert item.state == "proposed" and item.consents.filter(agree=True).count() == 2
    item.consent(cast.red, agree=False, reason="Not at all.", by=cast.member)
    assert item.state == "proposed"


def test_a_refusal_never_opens_the_gate(cast):
    """Also where a proposal lies behind it though enough teams agree, as it once could."""
    item = agreed_by_three(cast)
    item.consents.get(team=cast.green).delete()
    Item.objects.filter(pk=item.pk).update(state="proposed")
    item.consent(cast.green, agree=False, reason="No.", by=cast.green_member)
    assert item.state == "proposed"
    assert Event.objects.about("item", item.pk).first().name == "refused"


@pytest.mark.parametrize("state", ["new", "ready"])
def test_undoing_leads_back_to_where_the_teams_had_let_it(cast, state):
    """Taken out of another item, it is where their consent and the discussion had led it."""
    item = agreed(cast, "new")
    if state == "ready":
        item.assess(finding="unsure", reason="We differ.", by=cast.expert)
    item.merge(make_item(cast, title="Target"), by=cast.expert)
    item.unmerge(by=cast.expert)
    assert item.state == state
    item.retract(cast.blue, reason="We misread it.", by=cast.blue_member)
    with pytest.raises(WrongState):
        item.unmerge(by=cast.expert)
    assert Item.objects.get(pk=item.pk).state == "proposed"


def test_undoing_an_assessment_leads_nothing_past_a_consent_taken_back(client, cast):
    item = agreed(cast, "new")
    sweep = Sweep.assess([item.pk], finding="unsure", reason="We differ.", by=cast.expert)
    Item.objects.get(pk=item.pk).retract(cast.blue, reason="We misread it.", by=cast.blue_member)
    client.force_login(cast.expert)
    assert client.post(f"/triage/undo/{sweep.pk}/").status_code == 409
    with pytest.raises(WrongState):
        Item.objects.get(pk=item.pk).unassess(by=cast.expert, silence={})
    assert Item.objects.get(pk=item.pk).state == "proposed"


def test_undoing_a_merge_leads_nothing_past_a_consent_taken_back(client, cast):
    """What was merged into it went on by itself, and is not led anywhere a second time."""
    item = agreed(cast, "new")
    other = make_item(cast, title="Of a team")
    sweep = Sweep.merge([other.pk], into=item, by=cast.expert)
    Item.objects.get(pk=item.pk).retract(cast.blue, reason="We misread it.", by=cast.blue_member)
    client.force_login(cast.expert)
    assert client.post(f"/triage/undo/{sweep.pk}/").status_code == 409
    assert Item.objects.get(pk=other.pk).state == "new" and Item.objects.get(pk=item.pk).state == "proposed"
