"""Two people filter at the same moment: one wins, the other sees what happened and keeps what was typed."""

import pytest

from activity.models import Event
from backlog.models import Assessment, Item, Perspective, Sweep
from tests.backlog.test_item_races import at_once, one_won
from tests.cast import make_cast, make_item

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


def test_two_who_move_the_same_item_leave_one_place(cast):
    items = [make_item(cast, "ready") for _ in range(4)]
    answers = at_once(
        (cast.manager, "/backlog/order/", {"id": items[3].pk, "before": items[0].pk}),
        (cast.sponsor, "/backlog/order/", {"id": items[3].pk, "after": items[1].pk}),
    )
    assert {answer.status_code for answer in answers} <= {303, 409}
    places = list(Item.objects.on_backlog(cast.group).values_list("pk", flat=True))
    assert len(places) == 4 and places.index(items[3].pk) in {0, 2}


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
