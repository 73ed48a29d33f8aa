"""Comments that are edited, removed and brought back."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from activity.models import Event
from backlog.erasing import erase_removed
from backlog.models import Comment, Item, Stale, WrongState
from teams.models import GroupRole
from tests.backlog.item_pages import HTMX
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def address(comment: Comment, verb: str = "") -> str:
    return f"/items/{comment.item_id}/comments/{comment.pk}/{verb}"


class TestEditing:
    def test_every_version_is_kept_and_shown_to_who_sees_the_item(self, client, cast):
        item = make_item(cast)
        comment = item.comment("First **words**", by=cast.expert)
        client.force_login(cast.expert)
        for text, version in (("Second words", 1), ("Third words", 2)):
            assert (
                client.post(address(comment, "edit/"), {"text": text, "version": version}).status_code == 303
            )
        client.force_login(cast.member)
        page = client.get(f"/items/{item.pk}/").text
        assert "<p>Third words</p>" in page and "Second words" not in page and "edited</a>" in page
        versions = client.get(address(comment, "versions/")).text
        assert (
            versions.index("Third words") < versions.index("Second words") < versions.index("<strong>words")
        )
        client.force_login(cast.stranger)
        assert client.get(address(comment, "versions/")).status_code == 404
        assert item.comments.get().version == 3

    def test_what_is_the_same_makes_no_version(self, cast):
        item = make_item(cast)
        comment = item.comment("Words", by=cast.expert)
        item.edit_comment(comment, " Words ", version=1, by=cast.expert)
        assert comment.version == 1 and not comment.versions.exists()

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
    def test_two_edits_of_one_comment_show_both(self, client, cast, headers):
        item = make_item(cast)
        comment = item.comment("Old", by=cast.expert)
        item.edit_comment(Comment.objects.get(), "Theirs", version=1, by=cast.expert)
        client.force_login(cast.expert)
        late = client.post(address(comment, "edit/"), {"text": "Mine", "version": 1}, headers=headers)
        assert late.status_code == 409
        assert "<p>Theirs</p>" in late.text and ">\nMine</textarea>" in late.text
        assert 'name="version" value="2"' in late.text
        on_top = client.post(address(comment, "edit/"), {"text": "Mine", "version": 2}, headers=headers)
        assert on_top.status_code in {200, 303}
        assert list(comment.versions.values_list("text", flat=True)) == ["Theirs", "Old"]

    @pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
    def test_a_wrong_version_is_never_an_error_of_ours(self, client, cast, version):
        item = make_item(cast)
        comment = item.comment("Old", by=cast.expert)
        client.force_login(cast.expert)
        answer = client.post(address(comment, "edit/"), {"text": "New", "version": version})
        assert answer.status_code in {409, 422} and item.comments.get().text == "Old"

    @pytest.mark.parametrize("text", ["", "  ", "x" * 20_001, "a\x00b"])
    def test_no_words_too_many_or_unreadable(self, client, cast, text):
        item = make_item(cast)
        comment = item.comment("Old", by=cast.expert)
        client.force_login(cast.expert)
        answer = client.post(address(comment, "edit/"), {"text": text, "version": 1})
        assert answer.status_code == 422 and "field-error" in answer.text
        assert item.comments.get().text == "Old"

    @pytest.mark.parametrize("verb", ["edit/", "remove/", "restore/"])
    def test_nobody_but_its_author(self, client, cast, verb):
        item = make_item(cast)
        comment = item.comment("Mine", by=cast.expert)
        for someone, status in (("manager", 403), ("member", 403), ("admin", 403), ("stranger", 404)):
            client.force_login(getattr(cast, someone))
            sent = {"text": "Other", "version": 1}
            assert client.post(address(comment, verb), sent).status_code == status
        GroupRole.objects.filter(user=cast.expert).delete()
        client.force_login(cast.expert)
        assert client.post(address(comment, verb), {"text": "x", "version": 1}).status_code == 404
        assert item.comments.get().text == "Mine"

    def test_only_of_the_item_that_is_named(self, client, cast):
        comment = make_item(cast).comment("Mine", by=cast.expert)
        other = make_item(cast)
        client.force_login(cast.expert)
        for verb in ("edit/", "versions/"):
            assert client.get(f"/items/{other.pk}/comments/{comment.pk}/{verb}").status_code == 404


class TestRemoving:
    def test_it_leaves_a_trace_without_words_and_comes_back(self, client, cast):
        item = make_item(cast)
        comment = item.comment("Hasty words", by=cast.expert)
        item.edit_comment(comment, "Hastier words", version=1, by=cast.expert)
        client.force_login(cast.expert)
        here = HTMX | {"HX-Current-URL": f"http://testserver/items/{item.pk}/"}
        removed = client.post(address(comment, "remove/"), headers=here)
        assert removed.status_code == 200 and "restore/" in removed.headers["HX-Trigger"]
        client.force_login(cast.member)
        page = client.get(f"/items/{item.pk}/").text
        assert "This comment was removed by its author." in page and "Hast" not in page
        assert "Bring it back" not in page
        for place in (address(comment, "versions/"), f"/items/{item.pk}/history/", "/inbox/"):
            assert "Hast" not in client.get(place).text
        assert "Hast" not in str(list(Event.objects.values_list("data", flat=True)))
        client.force_login(cast.expert)
        assert client.post(address(comment, "restore/")).status_code == 303
        assert client.post(address(comment, "restore/")).status_code == 303
        assert "Hastier words" in client.get(f"/items/{item.pk}/").text
        assert list(comment.versions.values_list("text", flat=True)) == ["Hasty words"]

    def test_removed_twice_is_removed_once(self, cast):
        item = make_item(cast)
        comment = item.comment("Words", by=cast.expert)
        item.remove_comment(comment, by=cast.expert)
        item.remove_comment(Comment.objects.get(), by=cast.expert)
        assert comment.versions.count() == 1
        assert Event.objects.filter(name="comment_removed").count() == 1

    def test_what_is_removed_cannot_be_edited(self, client, cast):
        item = make_item(cast)
        comment = item.comment("Words", by=cast.expert)
        item.remove_comment(Comment.objects.get(), by=cast.expert)
        client.force_login(cast.expert)
        late = client.post(address(comment, "edit/"), {"text": "My new words", "version": 1})
        assert late.status_code == 409 and "My new words" in late.text
        with pytest.raises(WrongState):
            item.edit_comment(comment, "x", version=2, by=cast.expert)

    def test_after_a_week_it_is_erased_for_good(self, client, cast):
        item = make_item(cast)
        comment, young = item.comment("Old secret", by=cast.expert), item.comment("Young", by=cast.expert)
        for one in (comment, young):
            item.remove_comment(one, by=cast.expert)
        Comment.objects.filter(pk=comment.pk).update(removed_at=timezone.now() - timedelta(days=7, minutes=1))
        assert erase_removed(timezone.now()) == 1
        assert erase_removed(timezone.now()) == 0
        assert not comment.versions.exists() and young.versions.exists()
        client.force_login(cast.expert)
        answer = client.post(address(comment, "restore/"))
        assert answer.status_code == 409 and "erased" in answer.text
        assert client.post(address(young, "restore/")).status_code == 303

    def test_an_answer_that_is_taken_back_is_none(self, cast):
        item = make_item(cast)
        waiting = item.unanswered_since
        first = item.comment("We look.", by=cast.manager)
        second = item.comment("Soon.", by=cast.sponsor)
        assert item.unanswered_since == second.created
        item.remove_comment(first, by=cast.manager)
        assert Item.objects.get().unanswered_since == second.created
        item.remove_comment(second, by=cast.sponsor)
        assert Item.objects.get().unanswered_since == waiting
        item.restore_comment(second, by=cast.sponsor)
        assert Item.objects.get().unanswered_since == second.created

    def test_silence_does_not_end_by_removing(self, cast):
        item = make_item(cast)
        comment = item.comment("Words", by=cast.expert)
        long_ago = timezone.now() - timedelta(days=40)
        Item.objects.update(silent_since=long_ago, last_human_activity=long_ago)
        item.remove_comment(comment, by=cast.expert)
        item.restore_comment(comment, by=cast.expert)
        assert Item.objects.get().silent_since == long_ago


@pytest.mark.django_db(transaction=True)
def test_two_people_saying_the_same_edit_at_the_same_moment():
    cast = make_cast()
    item = make_item(cast)
    comment = item.comment("Old", by=cast.expert)
    outcomes, start = [], threading.Barrier(2)

    def edit(text):
        mine = Item.objects.get(pk=item.pk)
        theirs = Comment.objects.select_related("item").get(pk=comment.pk)
        start.wait()
        try:
            mine.edit_comment(theirs, text, version=1, by=cast.expert)
            outcomes.append("saved")
        except Stale:
            outcomes.append("stale")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=edit, args=(text,)) for text in ("One", "Two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved", "stale"] and comment.versions.count() == 1
