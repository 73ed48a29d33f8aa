"""Laying aside and several items at once, for programs: as in the triage inbox."""

from datetime import timedelta

import pytest

from backlog.models import Assessment, Item, Snooze, Sweep
from tests.api.conftest import wrong
from tests.cast import make_item

pytestmark = pytest.mark.django_db
WHOLE = {"finding": "whole_system", "reason": "Helps all."}


@pytest.fixture
def three(cast):
    return [make_item(cast, title=f"Item {n}") for n in range(3)]


def ids(items) -> list[str]:
    return [str(item.pk) for item in items]


def states(items) -> list[str]:
    return [Item.objects.get(pk=item.pk).state for item in items]


def in_days(cast, days: int) -> str:
    return str(cast.group.today() + timedelta(days=days))


def test_one_is_laid_aside_for_oneself_and_brought_back(cast, program):
    item, expert = make_item(cast), program("expert")
    assert expert.post(f"items/{item.pk}/snooze/", {"until": in_days(cast, 3)}).json()["version"] == 1
    assert Snooze.objects.get().user == cast.expert
    assert wrong(expert.post(f"items/{item.pk}/snooze/", {"until": in_days(cast, 0)})) == {"until"}
    assert expert.post(f"items/{item.pk}/unsnooze/").status_code == 200 and not Snooze.objects.exists()
    assert program("admin").post(f"items/{item.pk}/snooze/", {}).status_code == 403
    assert program("stranger").post(f"items/{item.pk}/snooze/", {}).status_code == 404


def test_several_are_assessed_and_all_of_it_is_taken_back(cast, program, three):
    expert = program("expert")
    done = expert.post("sweeps/assess/", {"items": ids([*three, three[0]]), **WHOLE})
    assert done.status_code == 201 and done.json()["items"] == ids(three), "each once"
    assert done.json()["what"] == "assess" and done.json()["undo_until"] and not done.json()["undone_at"]
    assert expert.get(done["Location"]).json() == done.json()
    assert program("manager").get(done["Location"]).status_code == 404, "one's own"
    assert states(three) == ["ready"] * 3
    undone = expert.post(f"{done['Location']}undo/")
    assert undone.status_code == 200 and undone.json()["undone_at"] and not undone.json()["undo_until"]
    assert states(three) == ["new"] * 3 and not Assessment.objects.exists()
    assert expert.post(f"{done['Location']}undo/").status_code == 409


def test_sent_again_under_its_key_it_is_done_once(cast, program, three):
    expert, sent = program("expert"), {"items": ids(three), "text": "Since when?"}
    first, again = (expert.post("sweeps/ask/", sent, Idempotency_Key="one") for _turn in range(2))
    assert first.content == again.content and Sweep.objects.count() == 1
    assert three[0].comments.count() == 1 and first.json()["undo_until"] is None
    assert expert.post(f"{first['Location']}undo/").status_code == 409


def test_one_in_the_wrong_state_refuses_all_and_is_named(cast, program, three):
    three[1].assess(**WHOLE, by=cast.expert)
    late = program("expert").post("sweeps/assess/", {"items": ids(three), **WHOLE})
    assert late.status_code == 409 and f"#{three[1].number}" in late.json()["detail"]
    assert states(three) == ["new", "ready", "new"] and not Sweep.objects.exists()


def test_policy_comes_before_states_and_these_before_the_fields(cast, program, three):
    three[1].assess(**WHOLE, by=cast.expert)
    foreign = Item.file(team=cast.far, title="Far", by=cast.stranger)
    expert = program("expert")
    assert program("support").post("sweeps/assess/", {"items": ids(three)}).status_code == 403
    assert program("support").post("sweeps/assess/", {"items": "x"}).status_code == 403
    assert expert.post("sweeps/assess/", {"items": ids([*three, foreign])}).status_code == 404
    assert expert.post("sweeps/assess/", {"items": ids(three)}).status_code == 409
    assert wrong(expert.post("sweeps/assess/", {"items": []})) == {"items", "finding", "reason"}
    assert wrong(expert.post("sweeps/assess/", {"items": ids(three[:1])})) == {"finding", "reason"}
    assert expert.post("sweeps/assess/", {"items": ids(three[:1]), **WHOLE, "x": 1}).status_code == 400
    assert expert.post("sweeps/sweep/", {"items": ids(three)}).status_code == 404


def test_items_of_two_groups_are_not_done_in_one_go(cast, program, three):
    far = Item.file(team=cast.far, title="Far", by=cast.stranger)
    cast.expert.group_roles.create(product_group=cast.elsewhere, role="expert")
    answer = program("expert").post("sweeps/assess/", {"items": ids([*three, far]), **WHOLE})
    assert answer.status_code == 422 and wrong(answer) == {"items"} and states(three) == ["new"] * 3


def test_several_go_on_as_part_of_another(cast, program, three):
    expert = program("expert")
    own = expert.post("sweeps/merge/", {"items": ids(three), "into": str(three[2].pk)})
    assert wrong(own) == {"into"} and states(three) == ["new"] * 3
    merged = expert.post("sweeps/merge/", {"items": ids(three[:2]), "into": str(three[2].pk)})
    assert merged.status_code == 201 and states(three) == ["merged", "merged", "new"]


def test_several_are_laid_aside_and_brought_back(cast, program, three):
    expert = program("expert")
    aside = {"items": ids(three), "until": in_days(cast, 9)}
    assert expert.post("sweeps/snooze/", aside).status_code == 201 and Snooze.objects.count() == 3
    back = expert.post("sweeps/unsnooze/", {"items": ids(three[:2])})
    assert back.json()["what"] == "unsnooze" and Snooze.objects.count() == 1
    assert expert.post(f"{back['Location']}undo/").status_code == 200 and Snooze.objects.count() == 3
    assert [row["what"] for row in expert.get("sweeps/").json()["results"]] == ["unsnooze", "snooze"]
    assert program("manager").get("sweeps/").json()["results"] == []
