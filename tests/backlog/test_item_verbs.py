"""Every verb of an item as page and as fragment: the right and the wrong person, state and fields."""

import json

import pytest
from django.utils.html import escape

from activity.models import Event
from backlog.forms.verbs import VERB_FORMS
from backlog.models import Item
from backlog.models.life import VERBS
from tests.backlog.item_pages import CASES, HTMX, item_in, sent
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db

WAYS = pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
EACH = pytest.mark.parametrize("verb", CASES)


@pytest.fixture
def cast():
    return make_cast()


def url_of(item, verb: str) -> str:
    return f"/items/{item.pk}/{verb}/"


def here(item, headers: dict) -> dict:
    """HTMX tells on which page the person is."""
    return headers and {**headers, "HX-Current-URL": f"http://testserver/items/{item.pk}/"}


def test_every_verb_has_a_page_and_a_case():
    assert set(VERB_FORMS) == set(CASES) == set(VERBS) - {"order"}


@EACH
@WAYS
def test_the_right_person_is_asked_and_does_it(client, cast, verb, headers):
    case = CASES[verb]
    item = item_in(cast, case.state)
    client.force_login(getattr(cast, case.right))
    asked = client.get(url_of(item, verb), headers=headers)
    assert asked.status_code == 200
    assert ("<html" in asked.text) == (not headers)
    done = client.post(url_of(item, verb), sent(cast, case.fields), headers=here(item, headers))
    if headers:
        assert done.status_code == 200 and '<article class="item-page" id="item">' in done.text
        assert done.headers["HX-Retarget"] == "#item"
        toast = json.loads(done.headers["HX-Trigger"])["toast"]
        assert toast["text"] == str(VERB_FORMS[verb].done)
    else:
        assert (done.status_code, done.headers["Location"]) == (303, f"/items/{item.pk}/")
    assert Item.objects.get(pk=item.pk).state == case.after


@EACH
def test_the_wrong_person_is_refused(client, cast, verb):
    case = CASES[verb]
    item = item_in(cast, case.state)
    events = Event.objects.count()
    client.force_login(getattr(cast, case.wrong))
    for headers in ({}, HTMX):
        assert client.get(url_of(item, verb), headers=headers).status_code == 403
        refused = client.post(url_of(item, verb), sent(cast, case.fields), headers=headers)
        assert refused.status_code == 403
        assert ("<html" in refused.text) == (not headers)
    assert Event.objects.count() == events


@EACH
def test_policy_is_asked_before_state_and_state_before_fields(client, cast, verb):
    case = CASES[verb]
    item = item_in(cast, case.wrong_state)
    client.force_login(getattr(cast, case.wrong))
    assert client.post(url_of(item, verb), {}).status_code == 403
    client.force_login(getattr(cast, case.right))
    for headers in ({}, HTMX):
        for answer in (
            client.get(url_of(item, verb), headers=headers),
            client.post(url_of(item, verb), sent(cast, case.bad), headers=headers),
        ):
            assert answer.status_code == 409
            assert escape(item.get_state_display()) in answer.text
            assert ("<html" in answer.text) == (not headers)


@pytest.mark.parametrize("verb", [verb for verb, case in CASES.items() if case.at])
def test_wrong_fields_come_back_with_what_was_typed(client, cast, verb):
    case = CASES[verb]
    item = item_in(cast, case.state)
    events = Event.objects.count()
    client.force_login(getattr(cast, case.right))
    typed = sent(cast, case.bad) | {"reply": "typed & kept"}
    for headers in ({}, HTMX):
        answer = client.post(url_of(item, verb), typed, headers=headers)
        assert answer.status_code == 422
        assert case.at in answer.context["form"].errors
        assert "error-summary" in answer.text and "field-error" in answer.text
        assert ("<html" in answer.text) == (not headers)
        if verb == "decide":
            assert "typed &amp; kept" in answer.text and 'value="2020-01-01"' in answer.text
        if verb in {"release", "start", "confirm"}:
            assert "x" * 4001 in answer.text
    assert Event.objects.count() == events


@EACH
def test_who_may_not_see_it_finds_nothing_and_an_administrator_has_no_verb(client, cast, verb):
    item = item_in(cast, CASES[verb].state)
    for person, status in ((cast.stranger, 404), (cast.nobody, 404), (cast.admin, 403)):
        client.force_login(person)
        assert client.get(url_of(item, verb)).status_code == status
        assert client.post(url_of(item, verb), sent(cast, CASES[verb].fields)).status_code == status


def test_another_teams_name_is_refused_not_just_wrong(client, cast):
    item = make_item(cast, "offered")
    client.force_login(cast.blue_member)
    assert client.post(url_of(item, "take"), {"team": cast.green.pk}).status_code == 403
    assert client.post(url_of(item, "take"), {"team": cast.far.pk}).status_code == 422


def test_the_only_team_is_chosen_already(client, cast):
    item = make_item(cast, "offered")
    client.force_login(cast.blue_member)
    page = client.get(url_of(item, "take")).text
    assert f'<option value="{cast.blue.pk}" selected>Blue</option>' in page
    assert "Green" not in page


def test_came_too_late_keeps_what_was_typed(client, cast):
    item = make_item(cast, "ready")
    client.force_login(cast.manager)
    typed = {"verdict": "decline", "reason": "Too <dear> for us", "reply": "Sorry, friends"}
    item.decide("learn", reason="Keep it.", by=cast.sponsor)
    for headers in ({}, HTMX):
        answer = client.post(url_of(item, "decide"), typed, headers=headers)
        assert answer.status_code == 409
        assert "Too &lt;dear&gt; for us" in answer.text and "Sorry, friends" in answer.text
        assert "Sponsor decided: Keep as learning." in answer.text
    assert answer.headers["HX-Retarget"] == "#item-dialog-body"


def test_taking_by_mistake_is_undone_at_a_press(client, cast):
    item = make_item(cast, "offered")
    client.force_login(cast.blue_member)
    done = client.post(url_of(item, "take"), {"team": cast.blue.pk}, headers=here(item, HTMX))
    undo = json.loads(done.headers["HX-Trigger"])["toast"]["undo"]
    assert client.post(undo, headers=here(item, HTMX)).status_code == 200
    item.refresh_from_db()
    assert (item.state, item.taken_by) == ("offered", None)


def test_merging_is_undone_at_a_press(client, cast):
    item = item_in(cast, "new")
    client.force_login(cast.expert)
    done = client.post(url_of(item, "merge"), {"into": "2"}, headers=here(item, HTMX))
    undo = json.loads(done.headers["HX-Trigger"])["toast"]["undo"]
    client.post(undo, headers=here(item, HTMX))
    item.refresh_from_db()
    assert item.state == "new"


def test_handed_to_a_group_that_one_does_not_see(client, cast):
    item = make_item(cast, "ready")
    client.force_login(cast.manager)
    typed = {"verdict": "escalate", "reason": "Theirs.", "product_group": cast.elsewhere.pk}
    page = client.post(url_of(item, "decide"), typed)
    assert (page.status_code, page.headers["Location"]) == (303, "/")
    assert client.get(f"/items/{item.pk}/").status_code == 404


def test_a_verdict_passes_over_the_fields_of_others(client, cast):
    item = make_item(cast, "ready")
    client.force_login(cast.manager)
    typed = {
        "verdict": "decline",
        "reason": "No.",
        "due": "not a day",
        "owner": "nobody",
        "wake": "2020-01-01",
    }
    assert client.post(url_of(item, "decide"), typed).status_code == 303


def test_only_people_of_the_group_can_own(client, cast):
    item = make_item(cast, "ready")
    client.force_login(cast.manager)
    page = client.get(url_of(item, "decide")).text
    assert str(cast.member.pk) in page and str(cast.stranger.pk) not in page
    typed = {"verdict": "act", "reason": "Us.", "due": "2999-01-01", "owner": cast.stranger.pk}
    assert client.post(url_of(item, "decide"), typed).status_code == 422


class TestChoosingWhatToMergeInto:
    def test_words_bring_suggestions_from_the_group_only(self, client, cast):
        item = item_in(cast, "new")
        Item.file(team=cast.far, title="Red builds far away", by=cast.stranger)
        client.force_login(cast.expert)
        found = client.get(f"/items/{item.pk}/merge/targets/", {"into": "red build"}, headers=HTMX)
        assert "#2 Red builds" in found.text
        assert "far away" not in found.text and f"#{item.number} " not in found.text
        nothing = client.get(f"/items/{item.pk}/merge/targets/", {"into": "zebra"}, headers=HTMX)
        assert "No undone item fits these words." in nothing.text
        empty = client.get(f"/items/{item.pk}/merge/targets/", {"into": " "}, headers=HTMX)
        assert "No undone item" not in empty.text

    def test_words_without_javascript_offer_a_choice(self, client, cast):
        item = item_in(cast, "new")
        client.force_login(cast.expert)
        asked = client.post(url_of(item, "merge"), {"into": "red builds"})
        assert asked.status_code == 422 and "Choose one of the items found." in asked.text
        other = Item.objects.get(number=2, product_group=cast.group)
        assert f'value="{other.pk}"' in asked.text
        assert client.post(url_of(item, "merge"), {"into": "red", "chosen": other.pk}).status_code == 303

    @pytest.mark.parametrize("into", ["", "#1", "999999999999", "#", "no such words", "\x00", "'; --"])
    def test_nothing_fitting_is_said_at_the_field(self, client, cast, into):
        item = item_in(cast, "new")
        client.force_login(cast.expert)
        answer = client.post(url_of(item, "merge"), {"into": into})
        assert answer.status_code == 422 and "into" in answer.context["form"].errors

    def test_suggestions_ask_the_policy(self, client, cast):
        item = item_in(cast, "new")
        client.force_login(cast.support)
        assert client.get(f"/items/{item.pk}/merge/targets/", {"into": "red"}).status_code == 403
        client.force_login(cast.stranger)
        assert client.get(f"/items/{item.pk}/merge/targets/", {"into": "red"}).status_code == 404
