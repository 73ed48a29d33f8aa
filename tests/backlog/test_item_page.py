"""The item's page: everything about one item, for whoever may see it, at a price that does not grow."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from backlog import origins, parts
from backlog.models import Action, Flag, Item, Watch
from backlog.next_steps import buttons, next_step
from tests.cast import PATHS, make_cast, make_item, person

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'"


@pytest.fixture
def cast():
    return make_cast()


def page_of(client, item, user) -> str:
    client.force_login(user)
    answer = client.get(f"/items/{item.pk}/")
    assert answer.status_code == 200
    return answer.text


def test_who_may_see_it_does_and_others_find_nothing(client, cast):
    item = make_item(cast)
    for seen_by in (cast.member, cast.support, cast.admin, cast.green_member):
        assert item.title in page_of(client, item, seen_by)
    for nobody in (cast.stranger, cast.nobody):
        client.force_login(nobody)
        assert client.get(f"/items/{item.pk}/").status_code == 404
    client.logout()
    assert client.get(f"/items/{item.pk}/").status_code == 302


@pytest.mark.parametrize("state", PATHS)
def test_each_state_names_the_next_step(client, cast, state):
    item = make_item(cast, state)
    page = page_of(client, item, cast.member)
    step = next_step(Item.objects.for_page().get(pk=item.pk), cast.manager)
    assert step.sentence and "%(" not in step.sentence + step.whose
    assert "What comes next" in page and str(item.get_state_display()) in page


class TestWhatMayBeDoneNext:
    def test_managers_decide_and_others_read_who_does(self, client, cast):
        item = make_item(cast, "ready")
        assert f'href="/items/{item.pk}/decide/"' in page_of(client, item, cast.manager)
        page = page_of(client, item, cast.member)
        assert f'href="/items/{item.pk}/decide/"' not in page
        assert "Managers decide: Both, Manager, Sponsor" in page

    def test_many_names_are_cut(self, cast):
        for number in range(9):
            user = person(f"Extra {number}")
            user.group_roles.create(product_group=cast.group, role="manager")
        item = make_item(cast, "ready")
        assert next_step(item, cast.manager).whose.endswith("Extra 4, 6 more")

    def test_a_team_that_has_passed_is_not_asked_again(self, cast):
        item = make_item(cast, "offered")
        assert "pass" in buttons(item, cast.blue_member)
        item.pass_(cast.blue, reason="Full.", by=cast.blue_member)
        assert "pass" not in buttons(item, cast.blue_member)

    def test_a_team_that_has_answered_is_not_asked_again(self, cast):
        item = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
        assert "consent" in buttons(item, cast.member)
        item.consent(cast.red, agree=True, by=cast.member)
        assert "consent" not in buttons(item, cast.facilitator)

    def test_nothing_is_taken_back_that_was_not_given(self, cast):
        assert "retract" not in buttons(make_item(cast, "new"), cast.member)

    def test_only_other_teams_are_affected_too(self, cast):
        item = make_item(cast, "ready")
        assert "affects" not in buttons(item, cast.member)
        assert "affects" in buttons(item, cast.blue_member)
        item.affects(cast.blue, by=cast.blue_member)
        assert "affects" not in buttons(item, cast.blue_member)

    def test_a_second_refusal_is_final(self, cast):
        item = make_item(cast, "declined")
        assert "reopen" in buttons(item, cast.member)
        item.reopen(reason="Worse.", by=cast.member)
        item.decide("decline", reason="No.", by=cast.manager)
        assert "reopen" not in buttons(item, cast.member)

    def test_an_unowned_promise_is_named(self, cast):
        item = make_item(cast, "accepted")
        item.edit(owner=None, by=cast.manager)
        assert "nobody owns it" in next_step(item, cast.manager).sentence

    def test_a_visit_comes_before_the_next_verdict(self, cast):
        item = make_item(cast, "ready")
        item.decide("go_see", reason="Look.", by=cast.manager)
        assert next_step(item, cast.manager).verbs == ("visit",)
        assert "decide" not in buttons(item, cast.manager)

    def test_a_due_check_is_the_next_step(self, cast):
        item = make_item(cast, "confirmed")
        assert "check" not in next_step(item, cast.manager).verbs
        item.check_due = cast.group.today()
        assert next_step(item, cast.manager).verbs == ("check",)


def test_the_side_bar_stands_under_the_items_group(client, cast):
    cast.elsewhere.open = True
    cast.elsewhere.save()
    far = Item.file(team=cast.far, title="Letters are late", by=cast.stranger)
    page_of(client, make_item(cast), cast.member)
    assert client.session["product_group"] == str(cast.group.pk)
    assert "· Letters</title>" in page_of(client, far, cast.member)
    assert client.session["product_group"] == str(cast.elsewhere.pk)


class TestWhatIsShown:
    def test_everything_said_about_it(self, client, cast):
        item = make_item(
            cast,
            "ready",
            description="We wait three days.",
            idea="Ask fewer people.",
            effect="A day less.",
            source_url="https://tools.example.org/1",
        )
        item.decide("go_see", reason="Not sure.", reply="We will come.", by=cast.manager)
        item.visit(text="A queue at the desk.", by=cast.change_agent)
        item.affects(cast.blue, by=cast.blue_member)
        item.decide("offer", reason="For the teams.", by=cast.manager)
        item.pass_(cast.green, reason="No room.", by=cast.green_member)
        Action.add(
            product_group=cast.group,
            item=item,
            text="Call the provider",
            owner=cast.sponsor,
            due=cast.group.today(),
            by=cast.manager,
        )
        page = page_of(client, item, cast.member)
        for words in (
            "We wait three days.",
            "Ask fewer people.",
            "A day less.",
            'href="https://tools.example.org/1"',
            "Helps all.",
            "Improves the whole system",
            "We will come.",
            "Not sure.",
            "A queue at the desk.",
            "by 2 teams",
            "No room.",
            "Call the provider",
            "Manager decided: Offer to the teams.",
            "Member raised it for the team “Red”.",
            "raised today",
        ):
            assert words in page, words

    def test_an_experiment_shows_its_fields(self, client, cast):
        item = make_item(cast, kind="experiment", prediction="Half the time.", measure="Median of 20.")
        page = page_of(client, item, cast.member)
        assert "Half the time." in page and "Median of 20." in page

    def test_flags_tell_since_when(self, client, cast):
        item = make_item(cast, "ready")
        now = timezone.now()
        for weeks, cleared in ((9, now - timedelta(weeks=7)), (6, now - timedelta(weeks=4)), (4, None)):
            raised = now - timedelta(weeks=weeks)
            Flag.objects.create(
                item=item, name="stale", period=raised.date(), raised_at=raised, cleared_at=cleared
            )
        Item.objects.filter(pk=item.pk).update(flags=["stale"])
        client.force_login(cast.member)
        flags = client.get(f"/items/{item.pk}/").context["about"].flags
        assert flags == [("Stale", now - timedelta(weeks=6))]

    def test_merged_items_lead_to_each_other(self, client, cast):
        item = make_item(cast)
        other = Item.file(team=cast.blue, title="Red builds", by=cast.blue_member)
        other.merge(item, by=cast.expert)
        assert f'href="/items/{item.pk}/"' in page_of(client, other, cast.member)
        assert f'href="/items/{other.pk}/"' in page_of(client, item, cast.member)

    def test_the_way_back_comes_from_the_rooms_above(self, client, cast, monkeypatch):
        monkeypatch.setattr(origins, "_ways_back", {})
        monkeypatch.setattr(parts, "_ways", dict(parts._ways))
        seen = '<a href="/notes/1/">Seen by Member</a>'
        origins.register(lambda items, user: [origins.Origin("Note", f"Seen by {user}", "/notes/1/")], Watch)
        item = make_item(cast)
        assert seen not in page_of(client, item, cast.member)
        item.watch(by=cast.manager)
        assert seen in page_of(client, item, cast.member)

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x"])
    def test_no_unsafe_address_becomes_a_link(self, client, cast, address):
        item = make_item(cast)
        Item.objects.filter(pk=item.pk).update(source_url=address)
        page = page_of(client, item, cast.member)
        assert f'href="{address}"' not in page and address in page


class Tags(HTMLParser):
    """What a browser would make of the page."""

    def __init__(self):
        super().__init__()
        self.names, self.attributes, self.scripts_without_source = set(), set(), 0

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.scripts_without_source += tag == "script" and "src" not in dict(attrs)


def test_hostile_words_stay_words_everywhere(client, cast):
    item = make_item(
        cast,
        "ready",
        title=HOSTILE,
        kind="experiment",
        **dict.fromkeys(
            ("description", "idea", "effect", "prediction", "measure", "result", "learning"), HOSTILE
        ),
    )
    cast.member.name = cast.red.name = HOSTILE[:120]
    cast.member.save()
    cast.red.save()
    item.decide("go_see", reason=HOSTILE, reply=HOSTILE + "2", by=cast.manager)
    item.visit(text=HOSTILE, by=cast.change_agent)
    item.comment(HOSTILE, by=cast.member)
    item.decide("offer", reason=HOSTILE, by=cast.manager)
    item.pass_(cast.green, reason=HOSTILE, by=cast.green_member)
    item.edit(title=HOSTILE + "3", by=cast.member)
    Item.objects.filter(pk=item.pk).update(owner_text=HOSTILE, source_url=HOSTILE)
    Action.add(
        product_group=cast.group,
        item=item,
        text=HOSTILE,
        owner=cast.member,
        due="2030-01-01",
        by=cast.manager,
    )
    page = page_of(client, item, cast.blue_member)
    for asked in (f"/items/{item.pk}/take/", f"/items/{item.pk}/history/", f"/items/{item.pk}/comments/"):
        page += client.get(asked).text
    client.force_login(cast.member)
    page += client.get(f"/items/{item.pk}/edit/").text
    reader = Tags()
    reader.feed(page)
    assert reader.scripts_without_source == 0 and "img" not in reader.names
    assert not [name for name in reader.attributes if name.startswith("on") or name == "style"]
    assert HOSTILE[:20] not in page
