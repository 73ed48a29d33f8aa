"""Retrospectives through the interface: for those who take part, and for nobody else."""

import pytest

from backlog.models import Item
from retrospectives.models import Note, Retrospective
from tests.api.conftest import wrong
from tests.retrospectives.boards import PASTED


def hold(cast, **changes) -> dict:
    return {"team": str(cast.red.pk), "date": "2026-05-04", "format": "went_well"} | changes


@pytest.fixture
def held(cast):
    return Retrospective.hold(team=cast.red, date="2026-05-04", by=cast.member)


def test_a_team_holds_one_from_notes_to_items(cast, program):
    member = program("member")
    made = member.post("retrospectives/", hold(cast, people=[str(cast.leader.pk)]))
    assert made.status_code == 201, made.content
    path = made["Location"]
    board = member.get(f"{path}board/").json()
    assert [row["title"] for row in board["columns"]] == ["Went well", "To improve", "Ideas"]
    assert {row["person_name"] for row in board["participants"]} == {"Member", "Leader"}
    column = board["columns"][1]["id"]
    notes = [
        member.post(f"{path}notes/", {"column": column, "text": text}).json()["id"]
        for text in ("Builds are slow", "Waiting for builds")
    ]
    topic = member.post(f"{path}topics/", {"notes": notes, "title": "Builds"})
    assert topic.status_code == 201
    vote = {"topic": topic.json()["id"]}
    assert member.post(f"{path}vote/", vote).status_code == 200
    assert program("leader").post(f"{path}vote/", vote).status_code == 200
    agreed = member.post(f"{path}agreements/", {"text": "Look at it on Monday", "owner": str(cast.leader.pk)})
    assert (agreed.status_code, agreed.json()["owner_name"]) == (201, "Leader")
    filed = member.post(
        f"{path}file-item/", {"notes": notes, "kind": "impediment", "title": "Builds are slow"}
    )
    assert filed.status_code == 201
    again = member.post(f"{path}file-item/", {"notes": notes, "kind": "impediment", "title": "Once more"})
    assert again.status_code == 409
    board = member.get(f"{path}board/").json()
    assert [row["votes"] for row in board["topics"]] == [2] and board["votes_left"] == 2
    assert [row["items"][0]["id"] for row in board["notes"]] == [filed.json()["id"]] * 2
    assert member.post(f"{path}unvote/", vote).status_code == 200
    kept = {"agreement": agreed.json()["id"]}
    assert member.post(f"{path}keep-agreement/", kept).status_code == 200
    assert member.get(f"{path}board/").json()["agreements"][0]["done_at"]
    assert member.post(f"{path}close/").json()["state"] == "closed"
    assert member.post(f"{path}notes/", {"column": column, "text": "Late"}).status_code == 409
    assert member.post(f"{path}reopen/").json()["state"] == "open"
    assert Item.objects.get().team == cast.red


@pytest.mark.parametrize("who", ["manager", "sponsor", "admin", "blue_member", "stranger"])
def test_nobody_else_sees_anything_of_it(cast, program, held, who):
    asked = program(who)
    assert asked.get("retrospectives/").json()["results"] == []
    for path in ("", "board/"):
        assert asked.get(f"retrospectives/{held.pk}/{path}").status_code == 404
    for path in ("notes/", "vote/", "close/", "file-item/", "paste/"):
        assert asked.post(f"retrospectives/{held.pk}/{path}").status_code == 404
    subjects = {row["subject_type"] for row in asked.get("events/").json()["results"]}
    assert "retrospective" not in subjects


def test_who_holds_it_comes_before_the_fields(cast, program):
    assert program("blue_member").post("retrospectives/", hold(cast, date="no")).status_code == 403
    assert program("manager").post("retrospectives/", hold(cast)).status_code == 403
    assert program("nobody").post("retrospectives/").status_code == 403
    overall = {"kind": "overall", "product_group": str(cast.group.pk), "date": "2026-05-04"}
    assert program("expert").post("retrospectives/", overall).status_code == 403
    assert program("manager").post("retrospectives/", overall).status_code == 201


def test_what_is_wrong_is_told_by_field(cast, program, held):
    member = program("member")
    assert wrong(member.post("retrospectives/")) == {"date"}
    assert wrong(member.post("retrospectives/", {"date": "2026-05-04"})) == {"team"}
    assert wrong(member.post("retrospectives/", hold(cast, people=["x"]))) >= {"people.0"}
    assert wrong(member.post("retrospectives/", hold(cast, people=[str(cast.stranger.pk)]))) == {"people"}
    assert wrong(member.post("retrospectives/", hold(cast, format="dance"))) == {"format"}
    path = f"retrospectives/{held.pk}/"
    foreign = {"column": "00000000-0000-7000-8000-000000000000", "text": "Hello"}
    assert member.post(f"{path}notes/", foreign).status_code == 422
    assert wrong(member.post(f"{path}notes/")) == {"column", "text"}
    assert member.post(f"{path}topics/", {"notes": [foreign["column"]], "title": "T"}).status_code == 422
    assert wrong(member.post(f"{path}topics/", {"notes": [], "title": "T"})) == {"notes"}
    assert member.post(f"{path}vote/", {}).status_code == 422
    assert wrong(member.post(f"{path}paste/", {"text": " "})) == {"text"}
    assert member.post(f"{path}notes/", {"colour": 1}).status_code == 400


def test_pasted_notes_fill_the_board(cast, program, held):
    text = "# Went well\n- New machines\n\n# To improve\n- Slow builds\n- Late mail\n"
    answer = program("member").post(f"retrospectives/{held.pk}/paste/", {"text": text})
    assert answer.status_code == 200, answer.content
    notes = program("member").get(f"retrospectives/{held.pk}/board/").json()["notes"]
    assert {row["text"] for row in notes} == {"New machines", "Slow builds", "Late mail"}


def test_facts_are_changed_by_who_has_read_them(cast, program, held):
    member = program("member")
    path = f"retrospectives/{held.pk}/"
    read = member.get(path)
    assert member.patch(path, {"title": "Spring"}).status_code == 428
    done = member.patch(path, {"title": "Spring"}, If_Match=read["ETag"])
    assert (done.status_code, done.json()["title"]) == (200, "Spring")
    assert member.patch(path, {"title": "Summer"}, If_Match=read["ETag"]).status_code == 412
    assert wrong(member.patch(path, {"votes_each": 11}, If_Match="*")) == {"votes_each"}
    assert wrong(member.patch(path, {"state": "closed"}, If_Match="*")) == {"state"}


def test_a_text_is_read_before_it_is_stored_and_stored_once(cast, program, held):
    member, path = program("member"), f"retrospectives/{held.pk}/"
    read = member.post(f"{path}read-paste/", {"text": PASTED})
    assert read.status_code == 201
    assert read.json()["columns"][0]["title"] == "Went well"
    assert {line["reason"] for line in read.json()["left_out"]} == {"nothing_said", "running_text"}
    assert not Note.objects.exists()
    for _turn in range(2):
        assert member.post(f"{path}store-paste/", {"paste": read.json()["id"]}).status_code == 200
    assert Note.objects.count() == 4
    assert wrong(member.post(f"{path}read-paste/", {"text": "- a\n" * 45_000})) == {"text"}


def test_exactly_these_people_take_part(cast, program, held):
    people = {"people": [str(cast.leader.pk), str(cast.member.pk)]}
    assert program("member").post(f"retrospectives/{held.pk}/invite/", people).status_code == 200
    assert held.participants.count() == 2
