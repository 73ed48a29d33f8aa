"""Review meetings through the interface: plan, hold, decide, end."""

from datetime import timedelta

from django.utils import timezone

from backlog.models import Item
from reviews.models import Review
from tests.api.conftest import wrong
from tests.cast import far_future, make_item


def plan(cast, **changes) -> dict:
    at = (timezone.now() + timedelta(hours=1)).isoformat()
    return {"product_group": str(cast.group.pk), "planned_at": at, "place": "Room 4"} | changes


def held(cast) -> Review:
    review = Review.plan(product_group=cast.group, planned_at=timezone.now(), by=cast.manager)
    review.start(by=cast.manager)
    return review


def decline(review) -> dict:
    return {"verdict": "decline", "reason": "Not now.", "review": str(review.pk)}


def test_a_meeting_is_planned_moved_and_cancelled(cast, program):
    agent = program("change_agent")
    made = agent.post("reviews/", plan(cast))
    assert made.status_code == 201
    assert (made.json()["state"], made.json()["place"]) == ("planned", "Room 4")
    moved = agent.patch(made["Location"], {"place": "Room 5"}, If_Match=made["ETag"])
    assert (moved.status_code, moved.json()["place"]) == (200, "Room 5")
    assert moved.json()["planned_at"] == made.json()["planned_at"]
    for edge in ("0001-01-01", "9999-12-31T23:59:59-05:00"):
        assert wrong(agent.post("reviews/", plan(cast) | {"planned_at": edge})) == {"planned_at"}
    assert agent.patch(made["Location"], {"place": "Room 6"}, If_Match=made["ETag"]).status_code == 412
    assert wrong(agent.post(f"{made['Location']}cancel/")) == {"reason"}
    assert agent.post(f"{made['Location']}cancel/", {"reason": "Holidays."}).json()["state"] == "cancelled"
    assert agent.patch(made["Location"], {"place": "Room 7"}, If_Match="*").status_code == 409


def test_others_neither_plan_nor_run(cast, program):
    assert program("member").post("reviews/").status_code == 403
    review = Review.plan(product_group=cast.group, planned_at=timezone.now(), by=cast.manager)
    for who in ("member", "admin", "change_agent"):
        assert program(who).post(f"reviews/{review.pk}/start/").status_code == 403
    assert program("stranger").post(f"reviews/{review.pk}/start/").status_code == 404
    assert program("stranger").get("reviews/").json()["results"] == []


def test_a_meeting_from_start_to_minutes(cast, program):
    item = make_item(cast, "ready")
    manager = program("manager")
    path = f"reviews/{manager.post('reviews/', plan(cast)).json()['id']}/"
    lines = manager.get(f"{path}agenda/").json()["lines"]
    assert [line["about"] for line in lines] == [str(item.pk)]
    assert manager.post(f"{path}start/").json()["state"] == "running"
    sponsor = {"person": str(cast.sponsor.pk), "present": True}
    assert manager.post(f"{path}attend/", sponsor).status_code == 200
    there = {row["person_name"]: row["present"] for row in manager.get(f"{path}attendance/").json()["people"]}
    assert there["Sponsor"] and there["Manager"] and not there["Change Agent"]
    decided = manager.post(f"items/{item.pk}/decide/", decline(Review.objects.get()))
    assert (decided.status_code, decided.json()["state"]) == (200, "declined")
    (line,) = manager.get(f"{path}agenda/").json()["lines"]
    assert line["outcome"] == "decided"
    assert manager.post(f"{path}mark/", {"key": line["key"], "outcome": "heard"}).status_code == 409
    promise = {"text": "Ask again", "owner": str(cast.manager.pk), "due": str(far_future(cast))}
    assert manager.post(f"{path}promise/", promise).status_code == 200
    ended = manager.post(f"{path}end/", {"remarks": "Good."}).json()
    assert ended["state"] == "held" and "Builds are red" in ended["minutes"]
    (row,) = manager.get("decisions/", {"review": ended["id"]}).json()["results"]
    assert row["review"] == ended["id"]
    assert manager.post(f"{path}end/").status_code == 409


def test_a_verdict_belongs_to_a_running_meeting_of_the_group(cast, program):
    item = make_item(cast, "ready")
    manager = program("manager")
    planned = Review.plan(
        product_group=cast.group, planned_at=timezone.now() + timedelta(days=3), by=cast.manager
    )
    assert manager.post(f"items/{item.pk}/decide/", decline(planned)).status_code == 409
    foreign = Review.plan(product_group=cast.elsewhere, planned_at=timezone.now(), by=cast.far_manager)
    assert wrong(manager.post(f"items/{item.pk}/decide/", decline(foreign))) == {"review"}
    assert wrong(manager.post(f"items/{item.pk}/decide/", decline(planned) | {"review": "x"})) == {"review"}
    between = manager.post(f"items/{item.pk}/decide/", decline(planned) | {"review": None})
    assert between.status_code == 200
    assert Item.objects.get().state == "declined"


def test_lines_that_are_not_there_are_told_at_the_field(cast, program):
    review = held(cast)
    manager = program("manager")
    for key in ("item-x", "nothing", f"item-{cast.group.pk}"):
        assert wrong(manager.post(f"reviews/{review.pk}/mark/", {"key": key, "outcome": "heard"})) == {"key"}
        assert wrong(manager.post(f"reviews/{review.pk}/remove-line/", {"key": key})) == {"key"}
    item = make_item(cast, "ready")
    assert manager.post(f"reviews/{review.pk}/add-item/", {"item": str(item.pk)}).status_code == 200
    assert wrong(manager.post(f"reviews/{review.pk}/add-item/", {"item": str(item.pk)})) == {"item"}
