"""Comments and history: each row once, the newest first seen, at a price that does not grow."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from activity.models import Event
from backlog.models import Action, Comment
from tests.backlog.item_pages import HTMX
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


class TestManyComments:
    def fill(self, cast, item, count: int) -> None:
        start = timezone.now() - timedelta(days=2)
        for number in range(count):
            at = start + timedelta(minutes=number // 2)  # pairs share their moment
            Comment.objects.create(
                item=item, author=cast.blue_member, text=f"c{number}", html=f"<p>c{number}.</p>", created=at
            )
        Event.objects.bulk_create(
            Event(name="commented", actor=cast.blue_member, subject_type="item", subject_id=item.pk)
            for _number in range(count)
        )

    def test_the_page_asks_as_often_for_2_as_for_200(self, client, cast, django_assert_num_queries):
        few, many = make_item(cast, "ready"), make_item(cast, "ready")
        self.fill(cast, few, 2)
        self.fill(cast, many, 200)
        client.force_login(cast.manager)
        client.get(f"/items/{few.pk}/")
        with django_assert_num_queries(26, exact=False) as asked:
            client.get(f"/items/{few.pk}/")
        with django_assert_num_queries(len(asked)):
            page = client.get(f"/items/{many.pk}/").text
        assert page.count('class="comment"') == 20
        assert "c199." in page and "c179." not in page

    def test_older_ones_come_on_demand_each_once(self, client, cast):
        item = make_item(cast)
        self.fill(cast, item, 65)
        client.force_login(cast.member)
        seen, address = [], f"/items/{item.pk}/comments/"
        while address:
            part = client.get(address, headers=HTMX).text
            assert "<html" not in part
            seen = re.findall(r"<p>(c\d+)\.</p>", part) + seen
            found = re.search(r'hx-get="([^"]+)"', part)
            address = found and found[1]
        assert sorted(seen, key=lambda name: int(name[1:])) == [f"c{number}" for number in range(65)]
        assert len(seen) == len(set(seen))

    def test_older_history_comes_on_demand_each_once(self, client, cast):
        item = make_item(cast)
        self.fill(cast, item, 65)
        client.force_login(cast.member)
        rows, address = 0, f"/items/{item.pk}/history/"
        while address:
            part = client.get(address, headers=HTMX).text
            rows += len(re.findall(r"<time ", part))
            found = re.search(r'hx-get="([^"]+)"', part)
            address = found and found[1]
        assert rows == 66

    def test_without_javascript_older_ones_are_pages(self, client, cast):
        item = make_item(cast)
        self.fill(cast, item, 65)
        client.force_login(cast.member)
        for part in ("comments", "history"):
            page = client.get(f"/items/{item.pk}/{part}/").text
            assert "<html" in page and "Older" in page

    def test_a_comments_address_leads_to_it_wherever_it_stands(self, client, cast):
        item = make_item(cast)
        self.fill(cast, item, 65)
        client.force_login(cast.member)
        for comment in Comment.objects.filter(text__in=["c0", "c1", "c44", "c45", "c64"]):
            moved = client.get(f"/items/{item.pk}/comments/{comment.pk}/")
            address, place = moved.headers["Location"].split("#")
            assert f'id="{place}"' in client.get(address).text

    @pytest.mark.parametrize("before", ["x", "99999999999999999999999", "-1", "²", "0' OR 1"])
    def test_nonsense_is_not_found(self, client, cast, before):
        item = make_item(cast)
        client.force_login(cast.member)
        assert client.get(f"/items/{item.pk}/comments/", {"before": before}).status_code == 404
        assert client.get(f"/items/{item.pk}/history/", {"before": before}).status_code == 404

    def test_a_comment_of_another_item_is_not_found_here(self, client, cast):
        item, other = make_item(cast), make_item(cast)
        comment = other.comment("Elsewhere", by=cast.member)
        client.force_login(cast.member)
        assert client.get(f"/items/{item.pk}/comments/{comment.pk}/").status_code == 404
        assert client.get(f"/items/{item.pk}/comments/", {"before": comment.pk}).status_code == 404


class TestCommenting:
    def test_a_comment_is_kept_as_safe_html(self, client, cast):
        item = make_item(cast)
        client.force_login(cast.member)
        text = "**Bold** [x](javascript:alert(1)) <script>alert(1)</script> ![i](http://x/y.png)\n\n# Head"
        moved = client.post(f"/items/{item.pk}/comment/", {"text": text})
        comment = item.comments.get()
        assert (moved.status_code, moved.headers["Location"]) == (
            303,
            f"/items/{item.pk}/#comment-{comment.pk}",
        )
        page = client.get(f"/items/{item.pk}/").text
        assert "<strong>Bold</strong>" in page
        assert "<script>alert" not in page and 'href="javascript' not in page and "<img" not in page

    def test_as_a_fragment_the_item_comes_back_with_it(self, client, cast):
        item = make_item(cast)
        client.force_login(cast.member)
        answer = client.post(f"/items/{item.pk}/comment/", {"text": "Here"}, headers=HTMX)
        assert answer.status_code == 200 and "<html" not in answer.text
        assert "<p>Here</p>" in answer.text and answer.headers["HX-Retarget"] == "#item"
        assert "Your comment is there." in answer.headers["HX-Trigger"]

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
    @pytest.mark.parametrize("text", ["", "   ", "x" * 20_001, "a\x00b"])
    def test_no_words_too_many_or_unreadable(self, client, cast, text, headers):
        item = make_item(cast)
        client.force_login(cast.member)
        answer = client.post(f"/items/{item.pk}/comment/", {"text": text}, headers=headers)
        assert answer.status_code == 422 and "field-error" in answer.text
        assert ("<html" in answer.text) == (not headers)
        assert not item.comments.exists()

    def test_a_managers_comment_is_marked_as_an_answer(self, client, cast):
        item = make_item(cast)
        item.comment("From the team", by=cast.member)
        client.force_login(cast.member)
        assert "Answer</span>" not in client.get(f"/items/{item.pk}/").text
        item.comment("From us", by=cast.manager)
        assert client.get(f"/items/{item.pk}/").text.count("Answer</span>") == 1

    def test_an_administrator_without_a_role_reads_only(self, client, cast):
        item = make_item(cast)
        client.force_login(cast.admin)
        assert 'id="comment-form"' not in client.get(f"/items/{item.pk}/").text
        assert client.post(f"/items/{item.pk}/comment/", {"text": "x"}).status_code == 403
        client.force_login(cast.stranger)
        assert client.post(f"/items/{item.pk}/comment/", {"text": "x"}).status_code == 404

    def test_looking_at_the_address_leads_to_the_form(self, client, cast):
        item = make_item(cast)
        client.force_login(cast.member)
        assert client.get(f"/items/{item.pk}/comment/").headers["Location"] == f"/items/{item.pk}/#comments"


class TestActions:
    def typed(self, cast, **other):
        return {"text": "Call them", "owner": cast.sponsor.pk, "due": "2999-01-31"} | other

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
    def test_a_manager_promises_and_the_owner_completes(self, client, cast, headers):
        item = make_item(cast)
        if headers:
            headers = headers | {"HX-Current-URL": f"http://testserver/items/{item.pk}/"}
        client.force_login(cast.manager)
        added = client.post(f"/items/{item.pk}/add-action/", self.typed(cast), headers=headers)
        assert added.status_code == (200 if headers else 303)
        action = item.actions.get()
        client.force_login(cast.sponsor)
        assert "Call them" in client.get(f"/items/{item.pk}/").text
        done = client.post(f"/actions/{action.pk}/complete/", headers=headers)
        assert done.status_code == (200 if headers else 303)
        action.refresh_from_db()
        assert action.done_at
        if headers:
            undo = json.loads(done.headers["HX-Trigger"])["toast"]["undo"]
            client.post(undo, headers=headers)
            action.refresh_from_db()
            assert action.done_at is None

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
    def test_wrong_values_come_back(self, client, cast, headers):
        item = make_item(cast)
        client.force_login(cast.manager)
        for wrong in ({"due": "soon"}, {"owner": cast.stranger.pk}, {"text": " "}, {"text": "x" * 301}):
            answer = client.post(f"/items/{item.pk}/add-action/", self.typed(cast, **wrong), headers=headers)
            assert answer.status_code == 422 and "field-error" in answer.text
            assert ("<html" in answer.text) == (not headers)
        assert not item.actions.exists()

    def test_others_do_not_promise_or_complete(self, client, cast):
        item = make_item(cast)
        action = Action.add(
            product_group=cast.group,
            item=item,
            text="Call",
            owner=cast.sponsor,
            due=cast.group.today(),
            by=cast.manager,
        )
        for someone, status in ((cast.member, 403), (cast.admin, 403), (cast.stranger, 404)):
            client.force_login(someone)
            assert client.post(f"/items/{item.pk}/add-action/", self.typed(cast)).status_code == status
            assert client.post(f"/actions/{action.pk}/complete/").status_code == status
            assert client.post(f"/actions/{action.pk}/resume/").status_code == status

    def test_what_has_ended_takes_no_promises(self, client, cast):
        item = make_item(cast, "withdrawn")
        client.force_login(cast.manager)
        assert client.post(f"/items/{item.pk}/add-action/", self.typed(cast)).status_code == 409

    def test_the_way_back_stays_in_the_house(self, client, cast):
        item = make_item(cast)
        action = Action.add(
            product_group=cast.group,
            item=item,
            text="Call",
            owner=cast.sponsor,
            due=cast.group.today(),
            by=cast.manager,
        )
        client.force_login(cast.manager)
        done = client.post(f"/actions/{action.pk}/complete/", {"next": "/my-work/"})
        assert done.headers["Location"] == "/my-work/"
        again = client.post(f"/actions/{action.pk}/resume/", {"next": "https://evil.example/"})
        assert again.headers["Location"] == "/"
