"""Files that programs bring, remove and bring back: with the checks and limits of the page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from activity.models import Event
from backlog.models import Attachment
from tests.api.conftest import address, wrong
from tests.backlog.test_attachments import picture, stored
from tests.cast import make_item

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


def bring(program, item, *files: tuple[str, bytes], headers=None, **fields):
    sent = [SimpleUploadedFile(name, content, "text/html") for name, content in files]
    place = address(f"items/{item.pk}/attachments/")
    return program.client.post(
        place, fields | ({"files": sent} if sent else {}), headers=program.headers | (headers or {})
    )


def test_with_a_comment(cast, program):
    item, member = make_item(cast), program("member")
    brought = bring(member, item, ("shot.html", picture()), ("a.txt", b"words"), text="Look, @Sponsor")
    assert brought.status_code == 201, brought.content
    told = brought.json()
    assert told["text"] == "Look, @Sponsor" and told["mentioned"] == [str(cast.sponsor.pk)]
    assert [file["name"] for file in told["attachments"]] == ["shot.png", "a.txt"]
    assert member.get(f"items/{item.pk}/attachments/").json()["results"] == told["attachments"]
    content = member.get(f"items/{item.pk}/attachments/{told['attachments'][1]['id']}/")
    assert b"".join(content.streaming_content) == b"words"
    assert bring(member, item, ("b.txt", b"x")).json()["text"] == ""


def test_beside_a_comment_of_ones_own(cast, program):
    item, member, expert = make_item(cast), program("member"), program("expert")
    said = member.post(f"items/{item.pk}/comments/", {"text": "Look"}).json()
    brought = bring(member, item, ("a.txt", b"x"), comment=said["id"])
    assert brought.status_code == 201 and brought.json()["version"] == 2 and brought.json()["edited"]
    assert Event.objects.named("comment_edited").get().data["added"] == ["a.txt"]
    assert bring(expert, item, ("a.txt", b"x"), comment=said["id"]).status_code == 403
    assert bring(member, make_item(cast), ("a.txt", b"x"), comment=said["id"]).status_code == 404
    assert wrong(bring(member, item, ("a.txt", b"x"), comment="x")) == {"comment"}
    assert wrong(bring(member, item, ("a.txt", b"x"), comment=said["id"], text="B")) == {"text"}
    item.remove_comment(item.comments.get(), by=cast.member)
    assert bring(member, item, ("a.txt", b"x"), comment=said["id"]).status_code == 409
    assert Attachment.objects.count() == 1


def test_by_content_size_and_count(cast, program, settings):
    settings.FILE_MAX_MB, settings.FILES_PER_COMMENT = 1, 2
    item, member = make_item(cast), program("member")
    for files in (
        [("page.txt", b"<!doctype html>")],
        [("shot.png", picture()), ("drawing.svg", b"<svg/>")],
        [("empty.txt", b"")],
        [("large.txt", b"x" * (1024**2 + 1))],
        [(f"{number}.txt", b"x") for number in range(3)],
        [],
    ):
        answer = bring(member, item, *files, text="Look")
        assert answer.status_code == 422 and wrong(answer) == {"files"}, files
    assert wrong(member.post(f"items/{item.pk}/attachments/", {"files": ["a.txt"]})) == {"files.0"}
    assert wrong(bring(member, item, ("a.txt", b"x"), text="a\x00b")) == {"text"}
    assert bring(member, item, ("a.txt", b"x"), colour="red").status_code == 400
    assert bring(member, item, ("a.txt", b"x"), text="a\ufffdb").status_code == 400
    flood = bring(member, item, ("flood.txt", b"x" * (3 * 1024**2 + 1)))
    assert flood.status_code == 413 and "2 MB together" in flood.json()["detail"]
    assert bring(member, item, *[("a.txt", b"x")] * 101).status_code == 400
    assert not stored() and not item.comments.exists()


def test_removed_and_brought_back_by_its_author_alone(cast, program):
    item, member = make_item(cast), program("member")
    file = bring(member, item, ("a.txt", b"x")).json()["attachments"][0]
    place = f"items/{item.pk}/attachments/{file['id']}/"
    for _twice in range(2):
        assert member.delete(place).status_code == 204
    assert member.get(place).status_code == 404
    for who, status in (("manager", 403), ("admin", 403), ("stranger", 404)):
        assert program(who).delete(place).status_code == status
        assert program(who).post(f"{place}restore/").status_code == status
    assert member.delete(f"items/{make_item(cast).pk}/attachments/{file['id']}/").status_code == 404
    assert member.post(f"{place}restore/").json() == file
    assert member.get(place).status_code == 200
    events = Event.objects.named("comment_edited").order_by("pk")
    assert [event.data.get("removed") for event in events] == [["a.txt"], None]


def test_who_may(cast, program):
    item = make_item(cast)
    file = ("a.txt", b"x")
    assert bring(program("support"), item, file).status_code == 201
    assert bring(program("admin"), item, file).status_code == 403
    assert bring(program("stranger"), item, file).status_code == 404
    assert bring(program("member", scope="read"), item, file).status_code == 403


def test_brought_twice_under_one_key_it_is_brought_once(cast, program):
    item, member, key = make_item(cast), program("member"), {"Idempotency-Key": "one"}
    first, second = (bring(member, item, ("a.txt", b"x"), text="A", headers=key) for _twice in range(2))
    assert first.json() == second.json() and Attachment.objects.count() == 1
    assert second["Idempotent-Replayed"] == "true"
    for files, text in ((("a.txt", b"y"), "A"), (("b.txt", b"x"), "A"), (("a.txt", b"x"), "B")):
        assert bring(member, item, files, text=text, headers=key).status_code == 422
    assert (
        b"".join(member.get(f"items/{item.pk}/attachments/{first.json()['attachments'][0]['id']}/")) == b"x"
    )
