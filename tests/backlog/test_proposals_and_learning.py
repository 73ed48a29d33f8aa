"""Proposals that wait for the teams, and local optimizations that are kept for what they teach."""

import re

import pytest
from django.core.exceptions import PermissionDenied

from backlog.models import Item, Tie, WrongState
from backlog.next_steps import buttons
from backlog.perspectives import assumption_of
from teams.models import Membership, Team
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db
PROPOSALS, LEARNING = "/triage/proposals/", "/triage/learning/"


@pytest.fixture
def cast():
    return make_cast()


def get(client, cast, address, who, **query):
    client.force_login(getattr(cast, who))
    answer = client.get(address, {"product_group": cast.group.pk, **query})
    assert answer.status_code == 200
    return answer.text


def proposal(cast, title="Fewer forms") -> Item:
    return Item.propose(team=cast.red, title=title, by=cast.expert)


def ended(cast) -> Team:
    team = Team.objects.create(product_group=cast.group, name="Ended")
    team.deactivate(by=cast.admin)
    return team


def on_assumption(cast, state="ready", **fields) -> Item:
    item = make_item(cast, **fields)
    item.assess(finding="assumption", reason="Machines are the reason, says who?", by=cast.expert)
    if state == "learning":
        item.decide("learn", reason="It rests on a belief.", by=cast.manager)
    return item


class TestProposals:
    def test_they_wait_for_the_team_until_it_has_answered(self, client, cast):
        item = proposal(cast)
        page = get(client, cast, PROPOSALS, "blue_member")
        assert item.title in page and f"/items/{item.pk}/consent/" in page and "lapses on" in page
        assert '<span class="count">1</span>' in page
        item.consent(cast.blue, agree=False, reason="We have forms already", by=cast.blue_member)
        page = get(client, cast, PROPOSALS, "blue_member")
        assert (
            "No proposal waits for your team" in page and '<span class="count">' not in page.split("tabs")[1]
        )
        page = get(client, cast, PROPOSALS, "blue_member", all="1")
        assert "Blue refuses" in page and "We have forms already" in page and "/consent/" not in page

    @pytest.mark.parametrize("address", [PROPOSALS, "/"])
    def test_who_is_in_two_teams_is_shown_it_until_both_have_answered(self, client, cast, address):
        """A team that has ended, or is of another group, owes no answer."""
        for team in (cast.red, cast.far, ended(cast)):
            Membership.objects.create(user=cast.blue_member, team=team)
        item = proposal(cast)
        link = f"/items/{item.pk}/consent/"
        assert link in get(client, cast, address, "blue_member")
        item.consent(cast.blue, agree=True, by=cast.blue_member)
        assert link in get(client, cast, address, "blue_member")
        item.consent(cast.red, agree=False, reason="No.", by=cast.blue_member)
        page = get(client, cast, address, "blue_member")
        assert link not in page and item.title not in page
        tabs = get(client, cast, PROPOSALS, "blue_member").split("tabs")[1]
        assert '<span class="count">' not in tabs
        assert link not in get(client, cast, PROPOSALS, "blue_member", all="1")
        assert "consent" not in buttons(item, cast.blue_member)

    def test_who_is_in_no_team_sees_all_of_the_group_and_answers_none(self, client, cast):
        item = proposal(cast)
        for who in ("manager", "admin", "expert"):
            page = get(client, cast, PROPOSALS, who)
            assert item.title in page and "/consent/" not in page

    def test_consent_stands_on_the_proposal_and_can_be_taken_back_while_it_is_new(self, client, cast):
        item = proposal(cast)
        item.consent(cast.red, agree=True, by=cast.member)
        item.consent(cast.blue, agree=True, by=cast.blue_member)
        assert item.state == "new"
        client.force_login(cast.blue_member)
        client.post(f"/items/{item.pk}/retract/", {"team": cast.blue.pk, "reason": "Misread."})
        assert Item.objects.get(pk=item.pk).state == "proposed"
        assert item.title in get(client, cast, PROPOSALS, "blue_member")


class TestLearning:
    def test_what_was_learned_stands_there_with_the_finding(self, client, cast):
        item = on_assumption(cast, "learning")
        page = get(client, cast, LEARNING, "blue_member")
        assert item.title in page and "It rests on a belief." in page
        assert "Assumption-based local optimization" in page
        assert f"/items/{item.pk}/learn/" not in page
        assert f"/items/{item.pk}/learn/" in get(client, cast, LEARNING, "member")
        assert "Nothing was kept as learning yet" in get(
            client, cast, LEARNING, "admin", product_group=cast.elsewhere.pk
        )

    def test_the_team_and_the_managers_write_what_was_learned(self, client, cast):
        item = on_assumption(cast, "learning")
        item.learn("The network is the reason.", by=cast.member)
        item.learn("The network is the reason, not the machines.", by=cast.manager)
        assert "not the machines" in get(client, cast, LEARNING, "support")
        with pytest.raises(PermissionDenied):
            item.learn("x", by=cast.blue_member)
        with pytest.raises(WrongState):
            make_item(cast, "ready").learn("x", by=cast.member)

    def test_who_writes_second_sees_the_first_and_keeps_the_words(self, client, cast):
        item = on_assumption(cast, "learning")
        sent = {"version": item.version, "learning": "Words of the second"}
        item.learn("Words of the first", by=cast.manager)
        client.force_login(cast.member)
        late = client.post(f"/items/{item.pk}/learn/", sent)
        assert late.status_code == 409
        assert "Words of the first" in late.text and "Words of the second" in late.text
        assert Item.objects.get(pk=item.pk).learning == "Words of the first"

    def test_managers_test_an_assumption_in_one_step(self, client, cast):
        item = on_assumption(cast)
        item.give_perspective(
            gains="team", loses="nobody", whole="same", assumption="New machines are faster", by=cast.member
        )
        page = get(client, cast, f"/items/{item.pk}/", "manager")
        address = f"/items/{item.pk}/decide/?verdict=experiment"
        assert f'href="{address}"' in page and "Test the assumption" in page
        form = client.get(address).text
        assert "New machines are faster" in form and 'value="experiment" data-hotkey="3" checked' in form
        assert "rests on an assumption nobody has checked" in form and "Advised." in form
        said = {
            "verdict": "experiment",
            "reason": "We look.",
            "prediction": "A third less",
            "measure": "Median",
        }
        client.post(f"/items/{item.pk}/decide/", said)
        item.refresh_from_db()
        assert (item.state, item.kind, item.prediction) == ("offered", "experiment", "A third less")
        assert item.decisions.get().verdict == "experiment"

    def test_other_verdicts_take_no_prediction_along(self, client, cast):
        item = on_assumption(cast)
        client.force_login(cast.manager)
        said = {"verdict": "learn", "reason": "Local.", "prediction": "Not meant", "measure": "Not meant"}
        client.post(f"/items/{item.pk}/decide/", said)
        item.refresh_from_db()
        assert (item.state, item.prediction, item.learning) == ("learning", "", "Local.")

    @pytest.mark.parametrize("state", ["ready", "learning"])
    def test_a_member_suggests_an_experiment_that_leads_back(self, client, cast, state):
        item = on_assumption(cast, state)
        address = f"/items/{item.pk}/tests/"
        assert address in get(client, cast, f"/items/{item.pk}/", "blue_member")
        form = get(client, cast, address, "blue_member")
        assert f"Test: {item.title}" in form and "Machines are the reason, says who?" in form
        said = {
            "team": cast.blue.pk,
            "title": "Try new machines",
            "description": "",
            "prediction": "Less",
            "measure": "",
        }
        again = client.post(address, said)
        assert again.status_code == 422 and "Try new machines" in again.text
        client.post(address, said | {"measure": "Median"})
        new = Item.objects.get(title="Try new machines")
        assert (new.kind, new.state, new.team) == ("experiment", "new", cast.blue)
        assert Tie.objects.get().to == item
        assert f"#{new.number} Try new machines" in get(client, cast, f"/items/{item.pk}/", "member")

    def test_who_is_in_no_team_proposes_it_and_cannot_pass_the_gate(self, client, cast):
        item = on_assumption(cast)
        client.force_login(cast.support)
        said = {"team": cast.red.pk, "title": "Try it", "prediction": "Less", "measure": "Median"}
        client.post(f"/items/{item.pk}/tests/", said)
        assert Item.objects.get(title="Try it").state == "proposed"

    def test_only_where_an_assumption_was_found(self, client, cast):
        item = make_item(cast, "ready")
        assert "/tests/" not in get(client, cast, f"/items/{item.pk}/", "blue_member")
        client.force_login(cast.blue_member)
        said = {"team": cast.blue.pk, "title": "Kept title", "prediction": "P", "measure": "M"}
        late = client.post(f"/items/{item.pk}/tests/", said)
        assert late.status_code == 409 and "Kept title" in late.text

    def test_not_while_it_is_hidden_what_people_assume(self, client, cast):
        """A team took its consent back: it was found to rest on an assumption, and is a proposal again."""
        item = proposal(cast)
        for team, member in ((cast.red, cast.member), (cast.blue, cast.blue_member)):
            item.consent(team, agree=True, by=member)
        item.give_perspective(
            gains="team", loses="nobody", whole="same", assumption="Said by blue", by=cast.blue_member
        )
        item.assess(finding="assumption", reason="A belief.", by=cast.expert)
        item.retract(cast.red, reason="Misread.", by=cast.member)
        client.force_login(cast.green_member)
        address = f"/items/{item.pk}/tests/"
        refused = client.get(address)
        assert refused.status_code == 409 and "Said by blue" not in refused.text
        assert "while it is ready, or kept as learning" in refused.text
        assert assumption_of(item, cast.green_member) == "A belief."
        assert assumption_of(item, cast.blue_member) == "Said by blue"


def test_what_is_over_is_raised_again_from_its_page(client, cast):
    item = make_item(cast, "declined")
    address = f"/items/{item.pk}/again/"
    assert address in get(client, cast, f"/items/{item.pk}/", "blue_member")
    client.post(address, {"team": cast.blue.pk, "title": "With us too", "description": "Since May."})
    new = Item.objects.get(title="With us too")
    assert (new.team, new.state, new.team_count) == (cast.blue, "new", 2)
    assert client.post(address, {"team": cast.red.pk, "title": "Not my team"}).status_code == 403
    assert "/again/" not in get(client, cast, f"/items/{new.pk}/", "blue_member")
    assert client.post(f"/items/{new.pk}/again/", {"team": cast.blue.pk, "title": "x"}).status_code == 409


@pytest.mark.parametrize(("who", "state"), [("blue_member", "new"), ("support", "proposed")])
def test_pressing_twice_makes_one_item_of_it(client, cast, who, state):
    tested, over = on_assumption(cast), make_item(cast, "declined")
    for address in (f"/items/{tested.pk}/tests/", f"/items/{over.pk}/again/"):
        token = re.search(r'name="token" value="([0-9a-f-]{36})"', get(client, cast, address, who))[1]
        said = {"team": cast.blue.pk, "title": "Try it", "prediction": "Less", "measure": "Median"}
        said |= {"token": token}
        first, second = client.post(address, said), client.post(address, said)
        assert first.status_code == 303 and first["Location"] == second["Location"]
        assert client.post(address, said | {"title": "Another matter"})["Location"] != first["Location"]
    assert list(Item.objects.filter(title="Try it").values_list("state", flat=True)) == [state] * 2
