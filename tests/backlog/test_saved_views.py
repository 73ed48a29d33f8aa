"""Saved views: a name for a filter, shared without showing what may not be seen, and heard of once."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backlog import subscriptions
from backlog.models import Item, SavedView, Stale, WrongState
from teams.models import GroupRole, Membership
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def save(cast, by="member", **values) -> SavedView:
    return SavedView.save_as(by=getattr(cast, by), **{"name": "New ones", "query": "state=new", **values})


class TestSaving:
    def test_a_filter_gets_a_name_and_stands_in_the_side_bar(self, client, cast):
        make_item(cast, title="Young")
        make_item(cast, "ready", title="Ripe")
        client.force_login(cast.member)
        filtered = client.get("/items/?state=ready&sort=number").text
        assert "/views/new/?query=sort%3Dnumber%26state%3Dready" in filtered
        sent = {"name": " Ripe   ones ", "shared": "", "query": "sort=number&state=ready"}
        saved = client.post("/views/new/", sent)
        view = SavedView.objects.get()
        assert saved["Location"] == f"/items/?sort=number&state=ready&view={view.pk}"
        page = client.get(saved["Location"]).text
        assert "<h1>Ripe ones</h1>" in page and "Ripe</a>" in page and "Young" not in page
        assert f'<a href="/views/{view.pk}/" aria-current="true">Ripe ones</a>' in page
        assert "Save changes" not in page and f'name="view" value="{view.pk}"' in page
        assert "Save changes" in client.get(f"/items/?state=new&view={view.pk}").text

    @pytest.mark.parametrize(
        "query",
        ["colour=red", "state=flying", "age_min=x", "team=1", "sort=up", "q=%00", "state=new&cursor=&x=1"]
        + ["q=" + "x" * 500, "&".join(["state=new"] * 500)],
    )
    def test_what_is_no_filter_is_not_saved(self, client, cast, query):
        client.force_login(cast.member)
        answer = client.post("/views/new/", {"name": "Odd", "query": query})
        assert answer.status_code == 422 and "error" in answer.text
        view = save(cast)
        assert client.post(f"/views/{view.pk}/save/", {"query": query}).status_code == 422
        assert SavedView.objects.get().query == "state=new"

    def test_where_one_was_on_the_page_is_not_saved(self, cast):
        query = "state=new&page_size=5&cursor=abc&view=1&sort=-silent"
        assert subscriptions.checked_query(query, cast.member) == "sort=-silent&state=new"

    @pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\x00b", "New ones"])
    def test_the_name_is_there_short_and_only_once(self, client, cast, name):
        save(cast)
        client.force_login(cast.member)
        answer = client.post("/views/new/", {"name": name, "query": "state=ready"})
        assert answer.status_code == 422 and "field-error" in answer.text
        assert SavedView.objects.count() == 1

    def test_changes_are_saved_on_top_by_who_may_and_only_once(self, client, cast):
        view = save(cast, product_group=cast.group)
        client.force_login(cast.member)
        sent = {"query": "state=ready", "board": "1", "version": "1"}
        saved = client.post(f"/views/{view.pk}/save/", sent)
        assert saved["Location"] == f"/items/board/?state=ready&view={view.pk}"
        late = client.post(f"/views/{view.pk}/save/", {"query": "state=doing", "board": "", "version": "1"})
        assert late.status_code == 409
        assert f'href="/items/board/?state=ready&amp;view={view.pk}"' in late.text
        assert f'href="/items/?state=doing&amp;view={view.pk}"' in late.text
        assert 'name="query" value="state=doing"' in late.text and 'name="version" value="2"' in late.text
        client.force_login(cast.manager)
        assert client.post(f"/views/{view.pk}/save/", sent).status_code == 403
        with pytest.raises(Stale):
            view.edit(name="Other", version=1, by=cast.member)

    def test_another_name_and_other_readers(self, client, cast):
        view = save(cast)
        client.force_login(cast.member)
        sent = {"name": "Renamed", "shared": f"team-{cast.red.pk}", "version": 1}
        assert client.post(f"/views/{view.pk}/edit/", sent).status_code == 303
        view.refresh_from_db()
        assert (view.name, view.team, view.query) == ("Renamed", cast.red, "state=new")
        late = client.post(f"/views/{view.pk}/edit/", {"name": "Mine", "shared": "", "version": 1})
        assert late.status_code == 409
        assert "Renamed · shared with the team Red" in late.text
        assert 'value="Mine"' in late.text and 'name="version" value="2"' in late.text
        foreign = sent | {"shared": f"team-{cast.blue.pk}", "version": 2}
        assert client.post(f"/views/{view.pk}/edit/", foreign).status_code == 422

    def test_two_hundred_are_enough(self, cast):
        SavedView.objects.bulk_create(SavedView(owner=cast.member, name=str(n)) for n in range(200))
        with pytest.raises(ValidationError):
            save(cast)


class TestSharing:
    def test_only_with_ones_own_team_or_group(self, cast):
        save(cast, name="a", team=cast.red)
        save(cast, name="b", product_group=cast.group)
        for wrong in ({"team": cast.blue}, {"team": cast.far}, {"product_group": cast.elsewhere}):
            with pytest.raises(PermissionDenied):
                save(cast, name="c", **wrong)
        with pytest.raises(PermissionDenied):
            save(cast, "admin", name="d", product_group=cast.group)

    @pytest.mark.parametrize(
        ("shared", "readers"),
        [
            ({}, {"member"}),
            ({"team": "red"}, {"member", "leader", "both", "admin"}),
            ({"product_group": "group"}, {"member", "leader", "both", "admin", "blue_member", "support"}),
        ],
    )
    def test_who_sees_it(self, client, cast, shared, readers):
        view = save(cast, **{place: getattr(cast, name) for place, name in shared.items()})
        for someone in ("member", "leader", "both", "admin", "blue_member", "support", "stranger", "nobody"):
            client.force_login(getattr(cast, someone))
            seen = someone in readers
            assert client.get(f"/views/{view.pk}/").status_code == (302 if seen else 404), someone
            assert ("New ones" in client.get("/views/").text) == seen
            assert ("New ones" in client.get(f"/items/?state=new&view={view.pk}").text) == seen
            for verb in ("pin", "subscribe", "unpin", "unsubscribe"):
                assert client.post(f"/views/{view.pk}/{verb}/").status_code == (303 if seen else 404)

    def test_whoever_opens_it_sees_only_their_own_items(self, client, cast):
        make_item(cast, title="Ours")
        Item.file(team=cast.far, title="Theirs", by=cast.stranger)
        GroupRole.objects.create(user=cast.stranger, product_group=cast.group, role="expert")
        cast.stranger.forget_access()
        view = save(
            cast,
            "stranger",
            query=f"state=new&team={cast.red.pk}&team={cast.far.pk}",
            product_group=cast.group,
        )
        client.force_login(cast.stranger)
        both = client.get(f"/views/{view.pk}/", follow=True).text
        assert "Ours</a>" in both and "Theirs</a>" in both
        client.force_login(cast.member)
        one = client.get(f"/views/{view.pk}/", follow=True).text
        assert "Ours</a>" in one and "Theirs" not in one and ">Far<" not in one

    def test_a_pin_of_what_one_no_longer_sees_is_not_shown(self, client, cast):
        view = save(cast, team=cast.red)
        view.pin(by=cast.leader)
        view.pin(by=cast.leader)
        client.force_login(cast.leader)
        assert client.get("/people/").text.count("New ones") == 1
        Membership.objects.filter(user=cast.leader).delete()
        assert "New ones" not in client.get("/people/").text

    def test_what_is_no_longer_seen_takes_no_room_in_the_side_bar(self, client, cast):
        for number in range(20):
            save(cast, name=f"A{number}", team=cast.red).pin(by=cast.leader)
        Membership.objects.filter(user=cast.leader).delete()
        cast.leader.forget_access()
        mine = save(cast, "leader", name="Mine")
        mine.pin(by=cast.leader)
        client.force_login(cast.leader)
        assert ">Mine</a>" in client.get("/people/").text

    def test_the_side_bar_holds_twenty_and_says_so(self, client, cast):
        views = [save(cast, name=f"View {number}") for number in range(22)]
        client.force_login(cast.member)
        for view in views[:20] * 2:
            assert client.post(f"/views/{view.pk}/pin/").status_code == 303
        refused = client.post(f"/views/{views[20].pk}/pin/")
        assert refused.status_code == 409 and "Your side bar holds 20 views" in refused.text
        saved = client.post("/views/new/", {"name": "One more", "query": ""}, follow=True).text
        assert "saved, but not pinned. Your side bar holds 20 views" in saved
        views[0].remove(by=cast.member)
        assert client.post(f"/views/{views[20].pk}/pin/").status_code == 303
        views[0].restore(by=cast.member)
        bar = client.get("/people/").text
        assert all(f">{view.name}</a>" in bar for view in views[:21])

    @pytest.mark.parametrize("view", ["x", "", "01a21a09-f4cd-7041-ae59-1cc686aea0b5", "\x00"])
    def test_a_view_that_is_none_changes_nothing(self, client, cast, view):
        make_item(cast)
        client.force_login(cast.member)
        answer = client.get("/items/", {"state": "new", "view": view})
        assert (
            answer.status_code == 200 and "<h1>Items</h1>" in answer.text and "Builds are red" in answer.text
        )


class TestRemoving:
    def test_it_is_gone_for_all_and_comes_back_with_pins(self, client, cast):
        view = save(cast, team=cast.red)
        view.pin(by=cast.leader)
        client.force_login(cast.member)
        removed = client.post(f"/views/{view.pk}/remove/", follow=True)
        assert f"/views/{view.pk}/restore/" in removed.text
        client.force_login(cast.leader)
        assert "New ones" not in client.get("/people/").text
        assert client.post(f"/views/{view.pk}/restore/").status_code == 403
        client.force_login(cast.member)
        assert client.post(f"/views/{view.pk}/restore/").status_code == 303
        assert SavedView.objects.visible_to(cast.leader).pinned_by(cast.leader).get() == view
        assert client.post(f"/views/{view.pk}/remove/").status_code == 303
        save(cast)
        with pytest.raises(WrongState):
            view.restore(by=cast.member)

    @pytest.mark.parametrize("removed", ["x", "", "01a21a09-f4cd-7041-ae59-1cc686aea0b5", "<b>"])
    def test_the_list_offers_no_way_back_to_nothing(self, client, cast, removed):
        client.force_login(cast.member)
        assert "/restore/" not in client.get("/views/", {"removed": removed}).text


def test_the_list_asks_as_often_for_many_views(client, cast):
    client.force_login(cast.member)

    def asked() -> int:
        client.get("/views/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/views/").status_code == 200
        return len(queries)

    save(cast, team=cast.red).pin(by=cast.member)
    few = asked()
    for number in range(60):
        view = save(cast, name=f"View {number}", product_group=cast.group)
        if number < 19:
            view.pin(by=cast.member)
    assert asked() == few
    page = client.get("/views/")
    assert page.text.count("data-row") == 50 and 'rel="next"' in page.text
    assert client.get("/views/?cursor=nonsense").status_code == 400
