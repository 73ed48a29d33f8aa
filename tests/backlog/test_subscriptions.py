"""What newly matches a saved view is told to its subscribers: once, and nothing that they may not see."""

import threading

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from activity.models import Notification
from backlog import finding, subscriptions
from backlog.models import Item, ViewSubscription
from backlog.subscriptions import tell_matches
from teams.models import Membership
from tests.backlog.test_saved_views import save
from tests.cast import make_cast, make_item
from tests.lists.plans import rows_read, steps_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def news(user) -> list[int]:
    """How many items each piece of news about a view names."""
    rows = Notification.objects.filter(user=user, event__name="view_matched").order_by("pk")
    return [row.event.data["count"] for row in rows.select_related("event")]


class TestSubscribing:
    def test_what_newly_matches_is_told_once(self, client, cast):
        make_item(cast, title="There before")
        view = save(cast, product_group=cast.group)
        client.force_login(cast.sponsor)
        client.post(f"/views/{view.pk}/subscribe/")
        client.post(f"/views/{view.pk}/subscribe/")
        assert tell_matches() == 0
        for title in ("First", "Second"):
            make_item(cast, title=title)
        make_item(cast, "ready", title="No match")
        assert (tell_matches(), tell_matches()) == (1, 0)
        assert news(cast.sponsor) == [2] and news(cast.member) == []
        inbox = client.get("/inbox/").text
        assert "New ones" in inbox and "2 newly match: #3 Second, #2 First" in inbox
        client.post(f"/views/{view.pk}/unsubscribe/")
        make_item(cast)
        assert tell_matches() == 0

    def test_what_came_back_is_told_again(self, cast):
        view = save(cast, query="state=ready")
        item = make_item(cast)
        subscriptions.subscribe(view, by=cast.member)
        item.assess(finding="unsure", reason="Look.", by=cast.expert)
        tell_matches()
        item.decide("decline", reason="No.", by=cast.manager)
        tell_matches()
        item.reopen(reason="It is back.", by=cast.member)
        tell_matches()
        assert news(cast.member) == [1, 1]

    def test_words_of_the_saver_s_language_are_heard_by_others(self, cast):
        with translation.override("sv"):
            query = subscriptions.checked_query("q=state:redo", cast.leader)
            view = save(cast, query=query, product_group=cast.group)
            subscriptions.subscribe(view, by=cast.leader)
        subscriptions.subscribe(view, by=cast.member)
        make_item(cast, "ready")
        assert tell_matches() == 2

    @pytest.mark.parametrize("failing", [ValueError, "slow"])
    def test_one_that_fails_or_is_slow_keeps_nobody_else_from_hearing(self, cast, monkeypatch, failing):
        views = [save(cast, name=name, query=f"q={name}") for name in ("pump", "lamp", "door")]
        for view in views:
            subscriptions.subscribe(view, by=cast.member)
        for view in views:
            make_item(cast, title=view.name)
        matching = subscriptions._matching

        def faulty(view, user):
            if view == views[0] and failing != "slow":
                raise failing
            if view == views[0]:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(3)")
            return matching(view, user)

        monkeypatch.setattr(subscriptions, "TIME_LIMIT", 1)
        monkeypatch.setattr(subscriptions, "_matching", faulty)
        assert tell_matches() == 2
        monkeypatch.undo()
        assert tell_matches() == 1 and news(cast.member) == [1, 1, 1]

    def test_a_word_is_looked_for_together_with_what_else_is_asked(self, cast, monkeypatch):
        """Not item by item: of a common word that meets a rare state, that would be the whole table."""
        monkeypatch.setattr(finding, "FEW", 3)
        monkeypatch.setattr(subscriptions, "MOST_KNOWN", 9)
        ready = [make_item(cast, "ready", title="Pump") for _number in range(4)]
        new = [make_item(cast, title="Pump") for _number in range(12)]
        view = save(cast, query="q=pump&state=ready")
        with CaptureQueriesContext(connection) as queries:
            assert subscriptions._matching(view, cast.member) == [item.pk for item in reversed(ready)]
        found = [
            query["sql"] for query in queries if 'ORDER BY "backlog_item"."created" DESC' in query["sql"]
        ]
        assert found
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
            read = sum(rows_read(steps_of(sql), "backlog_item") for sql in found)
        assert read < len(new), "passes over what is in another state"

    def test_what_is_silent_is_looked_for_among_what_is_old_enough(self, cast):
        view = save(cast, query="silent_min=30")
        with CaptureQueriesContext(connection) as queries:
            assert subscriptions._matching(view, cast.member) == []
        assert '"backlog_item"."created" < ' in queries[-1]["sql"]

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("q=pump", "dcba"),
            ("q=pump state:new&state=new&state=ready", "dcb"),
            ("q=pump state:new&state=ready", ""),
            ("q=pump team:red&team={blue}", ""),
            ("q=pump team:red&team={blue}&team={red}&kind=impediment&age_min=0&age_max=4", "dca"),
            ("q=pump age:<3 age:>=0&age_max=9&age_min=0", "dcba"),
            ("q=pump flag:stale&flag=overdue", "c"),
            ("q=pump&flag=stale&flag=overdue", "dc"),
            ("q=pump #1", "a"),
            ("q=pump team:mars", ""),
            ("q=pump&product_group={elsewhere}", ""),
            ("q=pump&product_group={group}&owner={owner}", "b"),
            ("state=new", "dcb"),
        ],
    )
    def test_what_was_typed_and_the_parameters_narrow_together(self, cast, query, titles):
        items = [make_item(cast, "ready", title="a pump")] + [
            make_item(cast, title=f"{letter} pump") for letter in "bcd"
        ]
        rows = Item.objects.with_ids
        rows([items[1].pk]).update(kind="improvement", owner=cast.leader)
        rows([items[2].pk]).update(flags=["stale", "overdue"])
        rows([items[3].pk]).update(flags=["stale"])
        ids = {"red": cast.red.pk, "blue": cast.blue.pk, "owner": cast.leader.pk}
        ids |= {"group": cast.group.pk, "elsewhere": cast.elsewhere.pk}
        view = save(cast, query=query.format(**ids).replace(" ", "+").replace("#", "%23"))
        found = subscriptions._matching(view, cast.member)
        assert found == [item.pk for letter in titles for item in items if item.title[0] == letter]

    def test_another_filter_is_known_as_a_whole(self, cast):
        make_item(cast, "ready")
        view = save(cast)
        subscriptions.subscribe(view, by=cast.member)
        view.edit(query="state=ready", by=cast.member)
        assert tell_matches() == 0
        make_item(cast, "ready")
        assert tell_matches() == 1

    def test_who_no_longer_sees_view_or_items_hears_nothing(self, cast):
        view = save(cast, team=cast.red, query="")
        for someone in (cast.leader, cast.facilitator):
            subscriptions.subscribe(view, by=someone)
        Membership.objects.filter(user=cast.leader).delete()
        cast.facilitator.deactivate(by=cast.admin)
        make_item(cast)
        assert tell_matches() == 0 and not ViewSubscription.objects.exists()

    def test_a_removed_view_is_silent_until_it_is_back(self, cast):
        view = save(cast)
        subscriptions.subscribe(view, by=cast.member)
        view.remove(by=cast.member)
        make_item(cast)
        assert tell_matches() == 0
        view.restore(by=cast.member)
        assert tell_matches() == 1

    def test_of_a_view_that_matches_too_much_what_moves_up_is_not_new(self, cast, monkeypatch):
        monkeypatch.setattr(subscriptions, "MOST_KNOWN", 3)
        items = [make_item(cast, title=str(n)) for n in range(5)]
        view = save(cast)
        subscriptions.subscribe(view, by=cast.member)
        items[4].withdraw(reason="Gone.", by=cast.member)
        assert tell_matches() == 0
        make_item(cast, title="Young")
        assert tell_matches() == 1 and news(cast.member) == [1]

    def test_the_worker_asks_as_often_for_many_items(self, cast):
        view = save(cast)
        subscriptions.subscribe(view, by=cast.member)

        def asked(count: int) -> int:
            for _number in range(count):
                make_item(cast)
            with CaptureQueriesContext(connection) as queries:
                assert tell_matches() == 1
            return len(queries)

        assert asked(1) == asked(8)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_tell_once():
    cast = make_cast()
    view = save(cast)
    subscriptions.subscribe(view, by=cast.member)
    make_item(cast)
    start, told = threading.Barrier(3), []

    def work():
        start.wait()
        try:
            told.append(tell_matches())
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(told) == 1 and news(cast.member) == [1]
