"""Bringing notes through the interface: read, corrected, stored, and written down again."""

import pytest

from backlog.models import Item
from retrospectives.models import PastedNotes, Retrospective
from retrospectives.models import bringing as bringing_module
from retrospectives.reading import Unreadable
from tests.api.conftest import wrong
from tests.retrospectives.boards import PASTED

pytestmark = pytest.mark.django_db
BAD = [
    ("", "text"),
    (" \n ", "text"),
    ("\x89PNG\x00\x00", "text"),
    ("- a\x00b", "text"),
]


def brought(cast, program, text=PASTED, **goal):
    return program("member").post("brought-notes/", {"text": text, **(goal or {"team": str(cast.red.pk)})})


def test_a_text_is_brought_corrected_and_stored_once(cast, program):
    member = program("member")
    made = brought(cast, program)
    assert made.status_code == 201, made.content
    path = made["Location"]
    (part,) = member.get(f"{path}parts/").json()["results"]
    assert (part["title"], part["date"], part["known"]) == ("Sprint 12", "2026-05-03", 0)
    note = part["columns"][1]["notes"][0]
    done = member.post(f"{path}correct/", {"do": "item", "note": note["key"]})
    assert done.json()["columns"][1]["notes"][0]["item"] == "suggested"
    assert wrong(member.post(f"{path}correct/", {"do": "explode"})) == {"do"}
    assert member.post(f"{path}correct/", {"do": "drop", "note": "x"}).status_code == 422
    assert member.post(f"{path}correct/", {"part": 7, "do": "drop", "note": "x"}).status_code == 422
    assert member.post(f"{path}correct/", {"do": "undo"}).status_code == 200
    assert member.post(f"{path}correct/", {"do": "redo"}).status_code == 200
    assert not Retrospective.objects.exists()
    for _turn in range(2):
        stored = member.post(f"{path}store/", {"items": [{"note": note["key"], "title": "Red builds"}]})
        assert stored.status_code == 200, stored.content
        assert [row["title"] for row in stored.json()] == ["Sprint 12"]
    assert Item.objects.get().title == "Red builds" and Retrospective.objects.count() == 1
    assert member.post(f"{path}correct/", {"do": "undo"}).status_code == 409
    assert member.get("brought-notes/").json()["results"][0]["stored_at"]


def test_a_draft_is_discarded_and_a_part_left_out(cast, program):
    member, path = program("member"), brought(cast, program)["Location"]
    assert member.post(f"{path}correct/", {"do": "leave_part"}).json()["stays_out"]
    assert member.post(f"{path}store/").status_code == 409
    assert member.post(f"{path}discard/").status_code == 204
    assert member.get(path).status_code == 404


@pytest.mark.parametrize(("text", "field"), BAD)
def test_what_cannot_be_read_is_refused_at_the_text_and_nothing_is_stored(cast, program, text, field):
    assert wrong(brought(cast, program, text)) == {field}
    assert not PastedNotes.objects.exists()


def test_a_long_text_is_read_by_the_worker_and_tells_why_it_could_not_be(cast, program, monkeypatch):
    def refuse(_text, _tell):
        raise Unreadable("too_many_notes")

    monkeypatch.setattr(bringing_module, "read_all", refuse)
    path = brought(cast, program, "- word\n" * 30_000)["Location"]
    assert program("member").get(path).json()["state"] == "waiting"
    assert program("member").post(f"{path}store/").status_code == 409
    PastedNotes.objects.get().understand()
    told = program("member").get(path).json()
    assert (told["state"], told["refusal"]) == ("refused", "too_many_notes")


def test_ten_megabytes_are_too_large(cast, program):
    assert brought(cast, program, "- word\n" * 1_500_000).status_code == 413


def test_policy_comes_before_the_fields(cast, program):
    for who in ("manager", "blue_member"):
        assert program(who).post("brought-notes/", {"team": str(cast.red.pk)}).status_code == 403
    overall = {"product_group": str(cast.group.pk), "kind": "overall", "text": PASTED}
    assert program("expert").post("brought-notes/", overall).status_code == 403
    assert program("manager").post("brought-notes/", overall).status_code == 201
    assert wrong(brought(cast, program, product_group=None)) == {"team"}
    foreign = {"retrospective": "00000000-0000-7000-8000-000000000000"}
    assert wrong(brought(cast, program, **foreign)) == {"retrospective"}


def test_another_persons_draft_is_not_found(cast, program):
    path = brought(cast, program)["Location"]
    for who in ("facilitator", "leader", "manager", "admin"):
        assert program(who).get(path).status_code == 404
        assert program(who).post(f"{path}store/").status_code == 404


def test_an_export_is_the_board_as_a_text(cast, program):
    member = program("member")
    (board,) = PastedNotes.objects.get(pk=brought(cast, program).json()["id"]).store(by=cast.member)
    for form, begins in (("md", ""), ("csv", "no,"), ("json", "{")):
        told = member.get(f"retrospectives/{board.pk}/export/?as={form}").json()
        assert told["text"].startswith(begins) and told["name"] == f"2026-05-03-sprint-12.{form}"
        assert "Builds are red on Mondays" in told["text"]
    assert member.get(f"retrospectives/{board.pk}/export/?as=exe").status_code == 400
    assert program("manager").get(f"retrospectives/{board.pk}/export/").status_code == 404
