"""Two people filter at the same moment: one wins, the other sees what happened and keeps what was typed."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep
from types import SimpleNamespace

import pytest
from django.db import connection, connections, transaction

from activity.models import Event
from backlog.models import Assessment, Item, Perspective, Sweep, WrongState
from teams.models import GroupRole
from tests.backlog.item_pages import HTMX
from tests.backlog.test_item_races import at_once, one_won
from tests.backlog.test_ordering import ImprovementBacklog, ProductBacklog
from tests.cast import make_cast, make_item, person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    return make_cast()


def late_one(answers):
    return next(answer for answer in answers if answer.status_code == 409)


def test_one_of_two_assessments_counts(cast):
    item = make_item(cast)
    url = f"/items/{item.pk}/assess/"
    answers = at_once(
        (cast.expert, url, {"finding": "functional", "reason": "Words of the expert"}),
        (cast.manager, url, {"finding": "whole_system", "reason": "Words of the manager"}),
    )
    assert one_won(answers) and Assessment.objects.count() == 1
    assert "Words of the expert" in late_one(answers).text
    assert "Words of the manager" in late_one(answers).text


def test_one_of_two_selections_that_share_an_item_is_done_and_the_other_not_at_all(cast):
    items = [make_item(cast, title=f"Item {n}") for n in range(5)]
    first, second = [item.pk for item in items[:3]], [item.pk for item in items[2:]]
    url = "/triage/assess/"
    answers = at_once(
        (cast.expert, url, {"item": first, "finding": "functional", "reason": "Words of the expert"}),
        (cast.manager, url, {"item": second[::-1], "finding": "unsure", "reason": "Words of the manager"}),
    )
    assert one_won(answers)
    assert Item.objects.filter(state="ready").count() == 3 and Sweep.objects.count() == 1
    late = late_one(answers).text
    assert f"#{items[2].number}" in late and "Nothing was changed" in late
    typed = "Words of the manager" if answers[1].status_code == 409 else "Words of the expert"
    assert typed in late


def test_one_of_two_merges_counts_and_the_other_sees_where_it_went(cast):
    item = make_item(cast)
    one, two = (Item.file(team=cast.blue, title=title, by=cast.blue_member) for title in ("One", "Two"))
    url = f"/items/{item.pk}/merge/"
    answers = at_once(
        (cast.expert, url, {"into": f"#{one.number}"}), (cast.manager, url, {"into": f"#{two.number}"})
    )
    assert one_won(answers)
    item.refresh_from_db()
    assert f"#{item.merged_into.number}" in late_one(answers).text
    assert sorted(Item.objects.filter(pk__in=[one.pk, two.pk]).values_list("team_count", flat=True)) == [1, 2]


def test_moving_and_merging_at_once_leave_one_order_and_one_merge(cast):
    target, item = make_item(cast, "ready"), make_item(cast, "ready")
    answers = at_once(
        (cast.manager, "/backlog/order/", {"id": item.pk}),
        (cast.expert, f"/items/{item.pk}/merge/", {"into": f"#{target.number}"}),
    )
    assert answers[1].status_code == 303 and answers[0].status_code in {303, 409}
    item.refresh_from_db()
    assert (item.state, item.position) == ("merged", "")


ORDERS = pytest.mark.parametrize(
    "backlog", [ImprovementBacklog(), ProductBacklog()], ids=["items", "entries"]
)


def two_who_order(cast, backlog) -> tuple:
    other = person("Second to order")
    GroupRole.objects.create(user=other, product_group=cast.group, role=backlog.orderer)
    return getattr(cast, backlog.orderer), other


@ORDERS
def test_one_of_two_who_move_the_same_row_is_told_who_was_faster(cast, backlog):
    """By drag, key and menu: all send where the page showed the row."""
    rows, people, url = backlog.fill(cast), two_who_order(cast, backlog), f"{backlog.url}order/"
    row = {"id": rows[3].pk, "position": rows[3].position}
    answers = at_once(
        (people[0], url, row | {"where": "top"}), (people[1], url, row | {"after": rows[1].pk}, HTMX)
    )
    first = answers[1].status_code == 409
    assert sorted(answer.status_code for answer in answers) in ([200, 409], [303, 409])
    late = late_one(answers).text
    assert f"{people[0 if first else 1]} was faster" in late and "this is the order as it is now" in late
    assert backlog.titles(cast) == ("DABC" if first else "ABDC")


@ORDERS
def test_who_moves_what_was_moved_since_the_page_was_read_is_told(cast, backlog, client):
    rows, people, url = backlog.fill(cast), two_who_order(cast, backlog), f"{backlog.url}order/"
    seen = rows[3].position
    client.force_login(people[0])
    client.post(url, {"id": rows[3].pk, "position": seen, "where": "top"})
    again = {"id": rows[3].pk, "position": seen, "where": "down"}
    assert client.post(url, again).status_code == 303, "one's own key pressed twice is in nobody's way"
    client.force_login(people[1])
    late = client.post(url, {"id": rows[3].pk, "position": seen, "where": "bottom"})
    assert late.status_code == 409 and f"{people[0]} was faster" in late.text
    assert backlog.titles(cast) == "ADBC"
    now = type(rows[3]).objects.get(pk=rows[3].pk).position
    assert f'data-position="{now}"' in late.text and f'name="position" value="{now}"' in late.text
    assert client.post(url, {"id": rows[3].pk, "position": now, "where": "bottom"}).status_code == 303
    assert backlog.titles(cast) == "ABCD"


@ORDERS
def test_programs_are_told_as_well(cast, backlog, client):
    rows, people = backlog.fill(cast), two_who_order(cast, backlog)
    resource = "items" if isinstance(backlog, ImprovementBacklog) else "product-backlog"
    url, seen = f"/api/v1/{resource}/{rows[3].pk}/order/", rows[3].position
    answers = at_once(
        (people[0], url, {"position": seen}),
        (people[1], url, {"position": seen, "after": str(rows[1].pk)}),
    )
    assert one_won(answers) and "was faster" in late_one(answers).json()["detail"]
    client.force_login(people[0] if answers[0].status_code == 409 else people[1])
    sent = {"content_type": "application/json"}
    assert client.post(url, {"position": seen}, **sent).status_code == 409
    assert client.post(url, {}, **sent).status_code == 200, "who says nothing of what they saw just moves it"


@pytest.mark.parametrize("turn", range(2))
def test_one_of_two_who_move_a_card_wins_and_the_other_keeps_the_words(cast, turn):
    """Both have the form of their move open on the board; whoever sends it second sees what happened."""
    item = make_item(cast, "ready")
    url, board = f"/items/{item.pk}/decide/", HTMX | {"HX-Current-URL": "http://testserver/items/board/"}
    answers = at_once(
        (cast.manager, url, {"verdict": "offer", "reason": "Words of the manager"}, board),
        (cast.sponsor, url, {"verdict": "decline", "reason": "Words of the sponsor"}, board),
    )
    assert one_won(answers)
    late = late_one(answers)
    assert "Words of the manager" in late.text and "Words of the sponsor" in late.text
    assert "board-changed" in str(late.headers), "the board behind the dialog is drawn as it is now"
    assert item.decisions.count() == 1


@pytest.mark.parametrize("verb", ["assess", "merge"])
def test_one_of_two_programs_wins(cast, verb):
    item, *others = (make_item(cast, title=title) for title in ("One", "Two", "Three"))
    bodies = [
        {"into": str(other.pk)} if verb == "merge" else {"finding": "unsure", "reason": other.title}
        for other in others
    ]
    url = f"/api/v1/items/{item.pk}/{verb}/"
    answers = at_once((cast.expert, url, bodies[0]), (cast.manager, url, bodies[1]))
    assert one_won(answers)
    assert Event.objects.about("item", item.pk).count() == 2, "filed, and the verb once"


def test_undo_and_a_verdict_at_once_never_both(cast):
    item = make_item(cast)
    sweep = Sweep.assess([item.pk], finding="unsure", reason="We differ.", by=cast.expert)
    answers = at_once(
        (cast.expert, f"/triage/undo/{sweep.pk}/", {}),
        (cast.manager, f"/items/{item.pk}/decide/", {"verdict": "learn", "reason": "Words of the manager"}),
    )
    assert one_won(answers)
    state = Item.objects.get(pk=item.pk).state
    assert state == ("new" if answers[0].status_code == 303 else "learning")


def test_an_undo_pressed_twice_is_one(cast):
    item = make_item(cast)
    sweep = Sweep.assess([item.pk], finding="unsure", reason="We differ.", by=cast.expert)
    url = f"/triage/undo/{sweep.pk}/"
    assert one_won(at_once((cast.expert, url, {}), (cast.expert, url, {})))
    assert Event.objects.about("item", item.pk).filter(name="unassessed").count() == 1


def test_the_same_answer_sent_twice_is_one_answer(cast):
    item = make_item(cast)
    url, sent = f"/items/{item.pk}/perspective/", {"gains": "teams", "loses": "nobody", "whole": "better"}
    answers = at_once((cast.member, url, sent), (cast.member, url, sent), (cast.leader, url, sent))
    assert [answer.status_code for answer in answers] == [303] * 3
    assert Perspective.objects.count() == 2


def test_two_teams_give_the_last_consent_at_once_and_one_suffices(cast):
    item = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
    item.consent(cast.red, agree=True, by=cast.member)
    url = f"/items/{item.pk}/consent/"
    answers = at_once(
        (cast.blue_member, url, {"team": cast.blue.pk, "agree": "true"}),
        (cast.green_member, url, {"team": cast.green.pk, "agree": "true"}),
    )
    assert one_won(answers) and Item.objects.get(pk=item.pk).state == "new"


def waiting_for_a_lock(thread) -> bool:
    """Whether what runs in the thread has come to a row that another transaction holds."""
    for _turn in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return True
        if thread.done():
            return False
        sleep(0.02)
    return False


def in_a_thread(pool, do):
    def run():
        try:
            return do()
        finally:
            connections.close_all()

    return pool.submit(run)


@pytest.fixture
def chain(cast):
    """What lies above was raised first: a lock taken step by step would go against the order of ids."""
    top, middle, below = (make_item(cast, title=title) for title in ("Top", "Middle", "Below"))
    first = Sweep.merge([below.pk], into=middle, by=cast.expert)
    second = Sweep.merge([middle.pk], into=top, by=cast.manager)
    return SimpleNamespace(top=top, middle=middle, below=below, first=first, second=second)


def test_undoing_a_merge_takes_all_rows_of_the_chain_in_one_order(cast, chain):
    """Who waits for the first of them holds none of the others, so that two never wait for each other."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Item.with_lock(chain.top.pk)
            undoing = in_a_thread(pool, lambda: chain.first.undo(by=cast.expert))
            assert waiting_for_a_lock(undoing)
            others = [chain.middle.pk, chain.below.pk]
            list(Item.objects.select_for_update(nowait=True).filter(pk__in=others))
        undoing.result(timeout=20)
    chain.below.refresh_from_db()
    assert chain.below.state == "new"


def test_what_goes_on_into_another_item_at_the_moment_of_undoing_is_told_and_miscounts_nothing(cast):
    target, middle = make_item(cast, title="Target"), make_item(cast, title="Middle")
    item = Item.file(team=cast.blue, title="Blue", by=cast.blue_member)
    item.merge(middle, by=cast.expert)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Item.objects.get(pk=middle.pk).merge(target, by=cast.manager)
            undoing = in_a_thread(pool, lambda: Item.objects.get(pk=item.pk).unmerge(by=cast.expert))
            assert waiting_for_a_lock(undoing)
        with pytest.raises(WrongState):
            undoing.result(timeout=20)
    assert Item.objects.get(pk=target.pk).team_count == 2
    assert Item.objects.get(pk=item.pk).state == "merged"
