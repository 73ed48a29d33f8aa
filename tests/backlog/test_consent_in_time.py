"""Who can still let a proposal in: the teams that there are, until its last day."""

import pytest
import time_machine

from activity.models import Event, Notification
from activity.subjects import tell
from backlog.models import Item, WrongState
from backlog.next_steps import buttons
from tests.backlog.test_item_races import at_once
from tests.cast import make_cast, noon


@pytest.fixture
def cast():
    return make_cast()


def proposal(cast, *agreeing) -> Item:
    """Affects red; teams have agreed."""
    item = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
    for team in agreeing:
        item.consent(team, agree=True, by=member_of(cast, team))
    return item


def member_of(cast, team):
    return {cast.red: cast.member, cast.blue: cast.blue_member, cast.green: cast.green_member}[team]


def now(item) -> Item:
    return Item.objects.get(pk=item.pk)


@pytest.mark.django_db
class TestEndedTeams:
    def test_others_let_in_what_affects_a_team_that_has_ended(self, cast):
        item = proposal(cast, cast.green, cast.blue)
        cast.red.deactivate(by=cast.admin)
        assert (now(item).state, now(item).team) == ("new", cast.green), "it comes from the first to agree"
        event = Event.objects.about("item", item.pk).first()
        assert (event.name, event.human, event.actor) == ("let_in", False, None)
        assert "“Red” has ended" in tell(event).sentence
        told = set(Notification.objects.filter(event=event).values_list("user", flat=True))
        assert told == {cast.expert.pk, cast.green_member.pk}

    def test_they_can_do_so_later(self, cast):
        item = proposal(cast, cast.green)
        cast.red.deactivate(by=cast.admin)
        assert now(item).state == "proposed"
        item.consent(cast.blue, agree=True, by=cast.blue_member)
        assert (item.state, item.team) == ("new", cast.green)

    def test_the_only_team_left_suffices(self, cast):
        item = proposal(cast, cast.red)
        cast.blue.deactivate(by=cast.admin)
        assert now(item).state == "proposed"
        cast.green.deactivate(by=cast.admin)
        assert (now(item).state, now(item).team) == ("new", cast.red)

    def test_the_word_of_a_team_that_has_ended_does_not_count(self, cast):
        item = proposal(cast, cast.blue)
        cast.blue.deactivate(by=cast.admin)
        item.consent(cast.red, agree=True, by=cast.member)
        assert item.state == "proposed"
        item.consent(cast.green, agree=True, by=cast.green_member)
        assert item.state == "new"

    def test_no_team_left_is_no_consent(self, cast):
        items = [proposal(cast), proposal(cast, cast.red)]
        for team in (cast.blue, cast.green):
            team.deactivate(by=cast.admin)
        items.append(proposal(cast))
        cast.red.deactivate(by=cast.admin)
        assert [now(item).state for item in items] == ["proposed", "new", "proposed"]

    def test_only_proposals_of_its_group_that_still_wait(self, cast):
        over = proposal(cast, cast.green, cast.blue)
        over.withdraw(reason="Not worth it.", by=cast.expert)
        late = proposal(cast, cast.green, cast.blue)
        Item.objects.filter(pk=late.pk).update(state_since=noon(cast, 14))
        refused = proposal(cast, cast.green)
        refused.consent(cast.blue, agree=False, reason="No.", by=cast.blue_member)
        cast.far.deactivate(by=cast.admin)
        cast.red.deactivate(by=cast.admin)
        states = [now(item).state for item in (over, late, refused)]
        assert states == ["withdrawn", "proposed", "proposed"]


@pytest.mark.django_db
class TestTheLastDay:
    def test_the_calendar_ends_it_not_the_night(self, client, cast):
        item = proposal(cast, cast.red)
        with time_machine.travel(noon(cast, -14), tick=False):
            assert "consent" not in buttons(now(item), cast.blue_member)
            client.force_login(cast.blue_member)
            sent = {"team": cast.blue.pk, "agree": "true", "reason": "We stand behind it"}
            late = client.post(f"/items/{item.pk}/consent/", sent)
            assert late.status_code == 409 and "We stand behind it" in late.text
            assert "the teams did not agree in time" in late.text
            address = f"/api/v1/items/{item.pk}/consent/"
            body = {"team": str(cast.blue.pk), "agree": True, "reason": ""}
            assert client.post(address, body, content_type="application/json").status_code == 409
            with pytest.raises(WrongState):
                item.consent(cast.blue, agree=False, reason="No.", by=cast.blue_member)
        assert now(item).state == "proposed" and item.consents.count() == 1

    def test_the_day_before_is_in_time(self, cast):
        item = proposal(cast, cast.red)
        with time_machine.travel(noon(cast, -13), tick=False):
            assert "consent" in buttons(now(item), cast.blue_member)
            item.consent(cast.blue, agree=True, by=cast.blue_member)
        assert item.state == "new"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_a_team_that_answers_while_it_is_ended_blocks_nobody(cast, turn):
    """Its own word goes with it, and what the others said is counted once."""
    item, other = proposal(cast, cast.red), proposal(cast, cast.green, cast.blue)
    answers = at_once(
        (
            cast.member,
            f"/items/{other.pk}/consent/",
            {"team": cast.red.pk, "agree": "false", "reason": "No."},
        ),
        (cast.admin, f"/teams/{cast.red.pk}/deactivate/", {}),
    )
    assert answers[1].status_code == 302 and answers[0].status_code in {303, 403, 409, 422}
    assert (now(item).state, now(other).state) == ("proposed", "new")
    assert Event.objects.about("item", other.pk).named("let_in").count() == 1
