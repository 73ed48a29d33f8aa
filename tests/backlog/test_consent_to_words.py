"""Consent is given to the words that stand there: other words are asked about anew."""

import pytest

from activity.models import Event, Notification
from activity.subjects import tell
from backlog.models import Item
from tests.backlog.test_item_edit import open_form
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def proposal(cast, **fields) -> Item:
    """Affects red, which has agreed; blue has refused."""
    item = Item.propose(team=cast.red, by=cast.expert, **{"title": "Fewer forms", **fields})
    item.consent(cast.red, agree=True, by=cast.member)
    item.consent(cast.blue, agree=False, reason="We like forms.", by=cast.blue_member)
    return item


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "More forms"},
        {"description": "There are too few."},
        {"idea": "One for each day."},
        {"effect": "All is written down."},
        {"kind": "experiment"},
        {"prediction": "Twice as many"},
        {"measure": "Counted by the week"},
        {"answers": {"Who fills them in?": "All of us"}},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_agreement_to_other_words_no_longer_counts(cast, changes):
    item = proposal(cast)
    item.edit(by=cast.expert, **changes)
    assert [consent.team for consent in item.consents.all()] == [cast.blue], "a refusal stands"
    event = Event.objects.about("item", item.pk).first()
    assert (event.name, event.human) == ("asked_again", False) and "“Red” no longer counts" in tell(
        event
    ).sentence
    told = set(Notification.objects.filter(event=event).values_list("user__name", flat=True))
    assert told == {"Member", "Facilitator", "Leader", "Both"}
    item.consent(cast.green, agree=True, by=cast.green_member)
    assert item.state == "proposed"
    item.consent(cast.red, agree=True, by=cast.member)
    assert item.state == "new"


def test_the_same_words_and_another_owner_leave_it(cast):
    item = proposal(cast)
    item.edit(by=cast.expert, title="Fewer forms", answers={})
    item.edit(by=cast.manager, owner=cast.expert, due=cast.group.today())
    assert item.consents.filter(agree=True).count() == 1
    assert not Event.objects.about("item", item.pk).named("asked_again").exists()


def test_what_the_teams_let_in_is_edited_without_asking_them(cast):
    item = proposal(cast)
    item.consent(cast.green, agree=True, by=cast.green_member)
    item.edit(by=cast.member, title="More forms")
    assert item.state == "new" and item.consents.filter(agree=True).count() == 2


def test_the_page_says_so_beforehand(client, cast):
    item = proposal(cast)
    client.force_login(cast.expert)
    notice = "Red has agreed to these words"
    address = f"/items/{item.pk}/edit/"
    assert notice in client.get(address).text
    form = open_form(client, item, cast.expert) | {"title": "Mine"}
    item.edit(title="Meanwhile", by=cast.expert)
    item.consent(cast.red, agree=True, by=cast.member)
    late = client.post(address, form)
    assert late.status_code == 409 and notice in late.text
    client.force_login(cast.member)
    assert notice not in client.get(f"/items/{make_item(cast).pk}/edit/").text
    client.force_login(cast.manager)
    assert notice not in client.get(address).text, "owner and date are no words of the proposal"


def test_the_pages_say_so_when_it_is_done(client, cast):
    item = proposal(cast)
    saved = "Saved. The teams that had agreed are asked again."
    client.force_login(cast.expert)
    same = open_form(client, item, cast.expert)
    assert saved not in client.post(f"/items/{item.pk}/edit/", same, follow=True).text
    other = same | {"title": "More forms"}
    assert saved in client.post(f"/items/{item.pk}/edit/", other, follow=True).text

    enough = "The teams agree: it is discussed now like any other item."
    for person, team, let_in in ((cast.member, cast.red, False), (cast.green_member, cast.green, True)):
        client.force_login(person)
        sent = {"team": team.pk, "agree": "true"}
        page = client.post(f"/items/{item.pk}/consent/", sent, follow=True).text
        assert "The team&#x27;s answer is recorded." in page and (enough in page) == let_in


def test_an_answer_to_words_that_were_changed_meanwhile_is_not_taken(client, cast):
    """The form was open while the proposer edited: what was typed is kept, the new words are shown."""
    item = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
    client.force_login(cast.member)
    address = f"/items/{item.pk}/consent/"
    form = client.get(address).context["form"]
    sent = {
        "team": cast.red.pk,
        "agree": "true",
        "reason": "Words of red",
        "edition": form["edition"].value(),
    }
    item.comment("Nothing changes by that", by=cast.green_member)
    item.edit(title="More forms", by=cast.expert)
    late = client.post(address, sent)
    assert late.status_code == 409 and "Words of red" in late.text and "More forms" in late.text
    assert not item.consents.exists()
    sent["edition"] = client.get(address).context["form"]["edition"].value()
    item.comment("Nor by this", by=cast.green_member)
    assert client.post(address, sent).status_code == 303 and item.consents.get().team == cast.red
