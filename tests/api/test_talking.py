"""What programs say about items and read of what is said; and the views that they save."""

import pytest

from activity.models import Notification
from backlog.models import SavedView, Watch
from backlog.uploads import Upload
from tests.api.conftest import wrong
from tests.cast import make_item

pytestmark = pytest.mark.django_db


def test_a_comment_is_said_edited_removed_and_brought_back(cast, program):
    item = make_item(cast)
    expert, member = program("expert"), program("member")
    said = expert.post(f"items/{item.pk}/comments/", {"text": "Ask @Sponsor and @Zed"})
    assert said.status_code == 201
    assert said.json()["mentioned"] == [str(cast.sponsor.pk)] and said.json()["not_told"] == ["Zed"]
    assert Notification.objects.filter(user=cast.sponsor, event__name="mentioned").count() == 1
    address = f"items/{item.pk}/comments/{said.json()['id']}/"
    read = member.get(address)
    assert read.json()["text"] == "Ask @Sponsor and @Zed" and read.json()["edited"] is None
    assert expert.patch(address, {"text": "Other"}).status_code == 428
    edited = expert.patch(address, {"text": "Other"}, If_Match=read["ETag"])
    assert edited.status_code == 200 and edited.json()["version"] == 2 and edited.json()["edited"]
    assert expert.patch(address, {"text": "Late"}, If_Match=read["ETag"]).status_code == 412
    assert wrong(expert.patch(address, {"text": " "}, If_Match=edited["ETag"])) == {"text"}
    assert member.patch(address, {"text": "Mine"}, If_Match="*").status_code == 403
    assert member.delete(address).status_code == 403
    removed = expert.delete(address)
    assert removed.status_code == 200 and removed.json()["text"] == "" and removed.json()["removed"]
    listed = member.get(f"items/{item.pk}/comments/").json()["results"]
    assert [row["text"] for row in listed] == [""]
    assert expert.patch(address, {"text": "x"}, If_Match="*").status_code == 409
    assert expert.post(f"{address}restore/").json()["text"] == "Other"
    assert program("stranger").get(address).status_code == 404
    other = make_item(cast)
    assert expert.get(f"items/{other.pk}/comments/{said.json()['id']}/").status_code == 404


def test_files_are_listed_and_read(cast, program):
    item = make_item(cast)
    comment = item.comment("Look", files=[Upload("a.txt", "text/plain", b"words")], by=cast.member)
    member = program("member")
    (row,) = member.get(f"items/{item.pk}/attachments/").json()["results"]
    assert (row["name"], row["size"], row["comment"]) == ("a.txt", 5, str(comment.pk))
    content = member.get(f"items/{item.pk}/attachments/{row['id']}/")
    assert b"".join(content.streaming_content) == b"words" and "attachment" in content["Content-Disposition"]
    assert program("stranger").get(f"items/{item.pk}/attachments/{row['id']}/").status_code == 404
    item.remove_comment(comment, by=cast.member)
    assert member.get(f"items/{item.pk}/attachments/").json()["results"] == []
    assert member.get(f"items/{item.pk}/attachments/{row['id']}/").status_code == 404


def test_watching(cast, program):
    item = make_item(cast)
    support = program("support")
    assert support.post(f"items/{item.pk}/watch/").json()["id"] == str(item.pk)
    assert Watch.objects.get(user=cast.support).watching
    assert support.post(f"items/{item.pk}/unwatch/").status_code == 200
    assert not Watch.objects.get(user=cast.support).watching
    assert program("stranger").post(f"items/{item.pk}/watch/").status_code == 404


def test_naming_another_place_moves_the_sharing_there(cast, program):
    member, group, team = program("member"), str(cast.group.pk), str(cast.red.pk)
    made = member.post("views/", {"name": "Old", "team": team}).json()
    address = f"views/{made['id']}/"

    def shared(method, body) -> tuple:
        answer = method(address, body, If_Match="*")
        assert answer.status_code == 200, answer.content
        return answer.json()["team"], answer.json()["product_group"]

    assert shared(member.patch, {"product_group": group}) == (None, group)
    assert shared(member.put, {"name": "Old", "team": team}) == (team, None)
    assert shared(member.put, {"name": "Old", "product_group": group}) == (None, group)
    assert shared(member.patch, {"team": team, "product_group": None}) == (team, None)
    assert shared(member.patch, {"name": "Other"}) == (team, None)
    assert shared(member.patch, {"team": None}) == (None, None)
    assert wrong(member.patch(address, {"team": team, "product_group": group}, If_Match="*")) == {"team"}
    foreign = {"team": str(cast.blue.pk)}
    assert member.patch(address, foreign, If_Match="*").status_code == 403


def test_saved_views(cast, program):
    member, sponsor = program("member"), program("sponsor")
    body = {"name": "Old", "query": "sort=-silent&state=ready", "product_group": str(cast.group.pk)}
    made = member.post("views/", body)
    assert made.status_code == 201 and made.json()["query"] == "sort=-silent&state=ready"
    address = f"views/{made.json()['id']}/"
    assert wrong(member.post("views/", body | {"name": "Odd", "query": "colour=red"})) == {"query"}
    assert wrong(member.post("views/", body)) == {"name"}
    assert wrong(member.post("views/", body | {"name": "B", "team": str(cast.red.pk)})) == {"team"}
    assert member.post("views/", {"name": "C", "team": str(cast.blue.pk)}).status_code == 403
    assert [row["name"] for row in sponsor.get("views/").json()["results"]] == ["Old"]
    assert sponsor.patch(address, {"name": "New"}, If_Match="*").status_code == 403
    renamed = member.patch(address, {"name": "New"}, If_Match=made["ETag"])
    assert renamed.json()["name"] == "New" and renamed.json()["version"] == 2
    assert member.patch(address, {"name": "Late"}, If_Match=made["ETag"]).status_code == 412
    for verb in ("pin", "subscribe", "unpin", "unsubscribe"):
        assert sponsor.post(f"{address}{verb}/").status_code == 200
        assert program("stranger").post(f"{address}{verb}/").status_code == 404
    assert sponsor.delete(address).status_code == 403
    assert member.delete(address).status_code == 204
    assert sponsor.get(address).status_code == 404
    assert not SavedView.objects.visible_to(cast.member).exists()
