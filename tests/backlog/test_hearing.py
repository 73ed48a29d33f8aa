"""Who is mentioned, who watches, who hears."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activity.models import Notification
from backlog.models import Item, Watch
from teams.models import GroupRole, Membership
from tests.backlog.item_pages import HTMX
from tests.cast import make_cast, make_item, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def heard(user, name: str) -> int:
    return Notification.objects.filter(user=user, event__name=name).count()


class TestMentions:
    def test_who_can_see_the_item_is_told_once(self, client, cast):
        item = make_item(cast)
        client.force_login(cast.member)
        client.post(
            f"/items/{item.pk}/comment/", {"text": "Ask @Product Owner and @blue member, @Product Owner."}
        )
        for who in (cast.product_owner, cast.blue_member):
            assert (heard(who, "mentioned"), heard(who, "commented")) == (1, 0)
        assert heard(cast.green_member, "mentioned") == 0
        html = item.comments.get().html
        assert html.count(f'<a href="/people/{cast.product_owner.pk}/"') == 2 and ">@blue member</a>" in html
        client.force_login(cast.product_owner)
        assert "Member mentioned Blue Member, Product Owner in a comment." in client.get("/inbox/").text

    def test_who_cannot_see_it_is_not_told_and_that_is_said(self, client, cast):
        item = make_item(cast)
        client.force_login(cast.member)
        sent = {"text": "@Far Manager @Stranger @Nobody @Zed Zeta @Product Owner"}
        page = client.post(f"/items/{item.pk}/comment/", sent, follow=True).text
        assert "“@Far”, “@Stranger”, “@Nobody”, “@Zed” is nobody who can see this item" in page
        for who in (cast.far_manager, cast.stranger, cast.nobody):
            assert not Notification.objects.filter(user=who).exists()
        assert heard(cast.product_owner, "mentioned") == 1

    def test_an_edit_tells_only_who_is_new_in_it(self, cast):
        item = make_item(cast)
        comment = item.comment("@Sponsor, look", by=cast.member)
        item.edit_comment(comment, "@Sponsor and @Manager, look", version=1, by=cast.member)
        assert heard(cast.sponsor, "mentioned") == heard(cast.manager, "mentioned") == 1

    def test_namesakes_hear_both_and_the_inactive_none(self, cast):
        twins = [person(f"Twin {number}") for number in (1, 2, 3)]
        type(twins[0]).objects.filter(pk__in=[twin.pk for twin in twins]).update(name="Twin")
        for twin in twins:
            GroupRole.objects.create(user=twin, product_group=cast.group, role="expert")
        twins[2].deactivate(by=cast.admin)
        make_item(cast).comment("@Twin?", by=cast.member)
        assert [heard(twin, "mentioned") for twin in twins] == [1, 1, 0]

    def test_completion_knows_only_who_can_see_the_item(self, client, cast):
        item = make_item(cast)
        client.force_login(cast.member)
        ask = f"/items/{item.pk}/comment/people/"
        assert "Blue Member" in client.get(ask, {"q": "blu"}).text
        assert "Product Owner" in client.get(ask, {"q": "own pro"}).text
        for typed in ("far", "strang", "nobody", "", "@", "'; DROP", "x" * 5_000, "\x00"):
            answer = client.get(ask, {"q": typed})
            assert answer.status_code == 200 and "option" not in answer.text

    def test_completion_costs_the_same_for_many(self, client, cast):
        item = make_item(cast)
        client.force_login(cast.member)
        ask = f"/items/{item.pk}/comment/people/?q=per"
        client.get(ask)

        def asked() -> int:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(ask).text.count("<li") <= 8
            return len(queries)

        few = asked()
        for number in range(30):
            GroupRole.objects.create(user=person(f"Person {number}"), product_group=cast.group, role="expert")
        client.get(ask)  # reads anew who is where, which is kept until it changes
        assert asked() == few

    def test_a_preview_stores_nothing_and_tells_nobody(self, client, cast):
        item = make_item(cast)
        client.force_login(cast.member)
        for headers in ({}, HTMX):
            sent = {"text": "**Hey** @Sponsor @Zed <script>x</script>"}
            answer = client.post(f"/items/{item.pk}/comment/preview/", sent, headers=headers)
            assert answer.status_code == 200 and "<strong>Hey</strong>" in answer.text
            assert "“@Zed” is nobody who can see this item" in answer.text and "<script>x" not in answer.text
            assert ("<html" in answer.text) == (not headers)
        assert not item.comments.exists() and not heard(cast.sponsor, "mentioned")


class TestWatching:
    def test_a_watcher_hears_what_happens_and_stops_hearing(self, client, cast):
        item = make_item(cast)
        client.force_login(cast.green_member)
        assert "Watch this item" in client.get(f"/items/{item.pk}/").text
        client.post(f"/items/{item.pk}/watch/")
        client.post(f"/items/{item.pk}/watch/")
        item.assess(finding="unsure", reason="Look.", by=cast.expert)
        assert heard(cast.green_member, "assessed") == 1
        assert "You hear what happens here." in client.get(f"/items/{item.pk}/").text
        client.post(f"/items/{item.pk}/unwatch/")
        item.decide("decline", reason="No.", by=cast.manager)
        assert heard(cast.green_member, "decided") == 0
        assert Watch.objects.filter(user=cast.green_member).count() == 1

    def test_author_owner_and_commenters_watch_by_themselves(self, cast):
        item = make_item(cast, "accepted")
        item.comment("I see.", by=cast.green_member)
        for someone in (cast.member, cast.manager, cast.green_member):
            assert item.watched_by(someone)
        assert not item.watched_by(cast.sponsor)
        item.start(by=cast.manager)
        assert heard(cast.member, "started") == heard(cast.green_member, "started") == 1

    def test_who_unwatched_stays_so_when_commenting_again(self, cast):
        item = make_item(cast)
        item.unwatch(by=cast.member)
        item.comment("Only this.", by=cast.member)
        item.comment("Well.", by=cast.expert)
        assert heard(cast.member, "commented") == 0 and not item.watched_by(cast.member)

    def test_a_mention_and_a_promise_reach_who_unwatched(self, cast):
        item = make_item(cast)
        item.unwatch(by=cast.sponsor)
        item.comment("@Sponsor!", by=cast.member)
        item.edit(owner=cast.sponsor, by=cast.manager)
        assert heard(cast.sponsor, "mentioned") == heard(cast.sponsor, "edited") == 1

    def test_who_no_longer_sees_the_item_hears_nothing(self, cast):
        item = make_item(cast)
        item.comment("I see.", by=cast.expert)
        GroupRole.objects.filter(user=cast.expert).delete()
        item.comment("Secret now", by=cast.member)
        assert heard(cast.expert, "commented") == 0

    def test_what_is_heard_costs_the_same_for_many_watchers(self, cast):
        item = make_item(cast)
        watchers = [person(f"Watcher {number}") for number in range(25)]
        for watcher in watchers:
            GroupRole.objects.create(user=watcher, product_group=cast.group, role="expert")

        def asked() -> int:
            with CaptureQueriesContext(connection) as queries:
                item.comment("Again", by=cast.member)
            return len(queries)

        item.watch(by=cast.sponsor)
        asked()
        few = asked()
        for watcher in watchers:
            item.watch(by=watcher)
        assert asked() == few and all(heard(watcher, "commented") == 1 for watcher in watchers)


class TestMerged:
    """What the managers answer to an item is the answer to everybody whose item went on as part of it."""

    @pytest.fixture
    def item(self, cast):
        """Of red; one of blue is merged into it, and into that one of green's, which an expert watches."""
        item = make_item(cast)
        blue = Item.file(team=cast.blue, title="Red builds", by=cast.blue_member)
        green = Item.file(team=cast.green, title="No build", by=cast.green_member)
        green.watch(by=cast.expert)
        green.merge(blue, by=cast.change_agent)
        Item.objects.get(pk=blue.pk).merge(item, by=cast.change_agent)
        Notification.objects.all().delete()
        return Item.objects.get(pk=item.pk)

    @pytest.fixture
    def cast(self, cast):
        cast.blue_mate = person("Blue Mate")
        Membership.objects.create(user=cast.blue_mate, team=cast.blue)
        return cast

    @pytest.fixture
    def concerned(self, cast):
        return [cast.blue_member, cast.blue_mate, cast.green_member, cast.expert]

    def test_a_verdict_and_a_managers_comment_reach_them(self, cast, item, concerned):
        item.comment("We look at it.", by=cast.manager)
        item.assess(finding="unsure", reason="Look.", by=cast.leader)
        item.decide("decline", reason="No.", by=cast.manager)
        for who in (*concerned, cast.member):
            assert heard(who, "commented") == heard(who, "decided") == 1, who
            assert heard(who, "assessed") == (who == cast.member)

    def test_that_it_is_taken_and_done_reaches_them(self, cast, item, concerned):
        item.assess(finding="unsure", reason="Look.", by=cast.leader)
        item.decide("offer", reason="For the teams.", by=cast.manager)
        taker = person("Taker")
        Membership.objects.create(user=taker, team=cast.red)
        item.take(cast.red, by=taker)
        item.start(by=taker)
        item.complete(by=taker)
        for who in concerned:
            assert heard(who, "taken") == heard(who, "completed") == 1, who
            assert heard(who, "started") == 0, who

    def test_what_others_say_reaches_them_no_more_than_before(self, cast, item, concerned):
        item.comment("Me too.", by=cast.leader)
        assert not any(heard(who, "commented") for who in concerned)

    def test_who_would_rather_not_or_may_not_see_it_hears_nothing(self, cast, item):
        green = Item.objects.get(title="No build")
        green.unwatch(by=cast.green_member)
        item.unwatch(by=cast.blue_mate)
        GroupRole.objects.filter(user=cast.expert).delete()
        item.comment("We look at it.", by=cast.manager)
        assert heard(cast.blue_member, "commented") == 1
        for who in (cast.green_member, cast.blue_mate, cast.expert):
            assert heard(who, "commented") == 0, who

    def test_after_the_merge_is_undone_they_hear_of_their_own_again(self, cast, item):
        Item.objects.get(title="Red builds").unmerge(by=cast.change_agent)
        item.comment("We look at it.", by=cast.manager)
        assert heard(cast.blue_member, "commented") == heard(cast.green_member, "commented") == 0

    def test_it_costs_the_same_for_many_merged_as_for_one(self, cast):
        item = make_item(cast)

        def merge(title):
            Item.file(team=cast.blue, title=title, by=cast.blue_member).merge(item, by=cast.expert)

        def asked() -> int:
            found = Item.objects.for_page().get(pk=item.pk)
            with CaptureQueriesContext(connection) as queries:
                found.comment("Again", by=cast.manager)
            return len(queries)

        merge("One")
        asked()
        few = asked()
        for number in range(8):
            merge(f"More {number}")
        assert asked() == few
