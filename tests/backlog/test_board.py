"""The board: limits that are seen when broken, and moves that are verbs or are refused with a sentence."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backlog.models import Item
from tests.backlog.item_pages import HTMX
from tests.backlog.test_item_list import fill
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db
ON_BOARD = HTMX | {"HX-Current-URL": "http://testserver/items/board/?state=ready"}


@pytest.fixture
def cast():
    return make_cast()


def move(client, item, to, headers=HTMX, **sent):
    return client.get(f"/items/{item.pk}/move/", {"to": to, **sent}, headers=headers)


@pytest.mark.parametrize(
    ("state", "to", "who", "form"),
    [
        ("new", "ready", "expert", "assess/"),
        ("ready", "accepted", "manager", "decide/?verdict=act"),
        ("ready", "offered", "manager", "decide/?verdict=offer"),
        ("ready", "deferred", "sponsor", "decide/?verdict=defer"),
        ("accepted", "doing", "manager", "start/"),
        ("offered", "taken", "blue_member", "take/"),
        ("offered", "ready", "blue_member", "pass/"),
        ("taken", "doing", "blue_member", "start/"),
        ("taken", "offered", "blue_member", "release/"),
        ("doing", "done", "blue_member", "complete/"),
        ("done", "ready", "member", "reopen/"),
    ],
)
def test_a_move_is_a_verb_with_its_form(client, cast, state, to, who, form):
    item = make_item(cast, state)
    client.force_login(getattr(cast, who))
    answer = move(client, item, to, **{"from": state})
    assert (answer.status_code, answer["Location"]) == (302, f"/items/{item.pk}/{form}")
    assert client.get(answer["Location"], headers=HTMX).status_code == 200


@pytest.mark.parametrize(("state", "verb"), [("ready", "decide"), ("ready", "merge"), ("accepted", "start")])
def test_the_form_names_its_item_where_the_page_does_not(client, cast, state, verb):
    item = make_item(cast, state, title="Slow <builds>")
    client.force_login(cast.manager)
    name = f"<strong>#{item.number} Slow &lt;builds&gt;</strong>"
    assert name in client.get(f"/items/{item.pk}/{verb}/", headers=ON_BOARD).text
    at_home = HTMX | {"HX-Current-URL": f"http://testserver/items/{item.pk}/"}
    assert name not in client.get(f"/items/{item.pk}/{verb}/", headers=at_home).text


def test_the_form_knows_the_verdict_of_the_column(client, cast):
    item = make_item(cast, "ready")
    client.force_login(cast.manager)
    form = client.get(f"/items/{item.pk}/decide/?verdict=act", headers=HTMX).text
    assert 'value="act" data-hotkey="1" checked' in form
    nonsense = client.get(f"/items/{item.pk}/decide/?verdict=<b>", headers=HTMX)
    assert nonsense.status_code == 200 and "checked" not in nonsense.text


@pytest.mark.parametrize(
    ("state", "to", "who", "status", "words"),
    [
        ("new", "doing", "manager", 409, "No step leads from “New” to “Doing”. From there it goes to"),
        ("ready", "ready", "manager", 409, "“Accepted” (Act on it ourselves)"),
        ("deferred", "ready", "manager", 409, "comes back by itself on"),
        ("confirmed", "ready", "manager", 409, "No step leads"),
        ("ready", "accepted", "member", 403, "Managers decide: Both, Manager"),
        ("doing", "done", "support", 403, "don&#x27;t allow “Say it is done” here"),
        ("ready", "accepted", "stranger", 404, ""),
        ("ready", "confirmed", "manager", 400, ""),
        ("ready", "", "manager", 400, ""),
        ("ready", "\x00", "manager", 400, ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_other_moves_are_refused_with_a_sentence(client, cast, state, to, who, status, words, headers):
    item = make_item(cast, state)
    client.force_login(getattr(cast, who))
    answer = move(client, item, to, headers)
    assert answer.status_code == status and words in answer.text
    assert Item.objects.get(pk=item.pk).state == state


def test_a_promised_visit_comes_before_the_verdict(client, cast):
    item = make_item(cast, "ready")
    item.decide("go_see", reason="We look.", by=cast.manager)
    client.force_login(cast.manager)
    answer = move(client, item, "accepted")
    assert answer.status_code == 409 and "visit note" in answer.text
    assert f"/items/{item.pk}/visit/" in client.get("/items/board/").text


def test_two_people_move_the_same_card(client, cast):
    item = make_item(cast, "ready")
    item.decide("offer", reason="For the teams.", by=cast.sponsor)
    client.force_login(cast.manager)
    late = move(client, item, "accepted", **{"from": "ready"})
    assert late.status_code == 409 and "board-changed" in late["HX-Trigger-After-Settle"]
    assert "Somebody was faster: it is “Offered” now. Sponsor decided: Offer to the teams." in late.text
    sent = {"verdict": "act", "reason": "My long reason", "owner": cast.manager.pk, "due": "2999-01-01"}
    too_late = client.post(f"/items/{item.pk}/decide/", sent, headers=ON_BOARD)
    assert too_late.status_code == 409 and "My long reason" in too_late.text
    assert too_late["HX-Retarget"] == "#item-dialog-body"
    assert "board-changed" in too_late["HX-Trigger-After-Settle"]


def test_a_verb_done_on_the_board_draws_the_board_anew(client, cast):
    item = make_item(cast, "taken")
    client.force_login(cast.blue_member)
    answer = client.post(f"/items/{item.pk}/start/", {}, headers=ON_BOARD)
    assert answer.status_code == 204
    assert "board-changed" in answer["HX-Trigger"] and "The work has started." in answer["HX-Trigger"]
    assert Item.objects.get(pk=item.pk).state == "doing"


@pytest.mark.parametrize("page", [{}, {"HX-Current-URL": "http://elsewhere.example.org/items/board/"}])
def test_a_verb_done_on_no_page_of_ours_leads_to_the_item(client, cast, page):
    item = make_item(cast, "taken")
    client.force_login(cast.blue_member)
    answer = client.post(f"{item.get_absolute_url()}start/", headers=HTMX | page)
    assert answer["HX-Redirect"] == item.get_absolute_url()


def test_the_menu_of_a_card_names_the_columns_it_can_go_to(client, cast):
    item = make_item(cast, "ready")
    client.force_login(cast.manager)
    text = client.get("/items/board/").text
    for address, words in (
        ("decide/?verdict=act", "Accepted: Act on it ourselves"),
        ("decide/?verdict=defer", "Deferred: Defer to a date"),
        ("merge/", "Merge into another item"),
    ):
        assert f'<a href="/items/{item.pk}/{address}" data-dialog="item-dialog">{words}</a>' in text


class TestLimits:
    def limit(self, cast, **limits):
        cast.group.configure(by=cast.admin, **limits)

    def test_a_broken_limit_is_seen(self, client, cast):
        self.limit(cast, limit_ready=2, limit_new=3)
        for _number in range(3):
            make_item(cast, "ready")
        make_item(cast, "new")
        client.force_login(cast.member)
        text = client.get("/items/board/").text
        assert "3 of at most 2" in text and "1 of at most 3" in text
        assert text.count("More than the limit") == 1 and text.count('class="column over"') == 1

    def test_a_filter_hides_cards_but_not_a_broken_limit(self, client, cast):
        self.limit(cast, limit_ready=1)
        for title in ("One", "Two", "Three"):
            make_item(cast, "ready", title=title)
        client.force_login(cast.member)
        assert "3 of at most 1" in client.get("/items/board/?q=two").text

    def test_each_group_has_its_own(self, client, cast):
        self.limit(cast, limit_ready=1)
        make_item(cast, "ready")
        client.force_login(cast.admin)
        assert "Payments: 1 of at most 1" in client.get("/items/board/").text
        assert "at most" not in client.get(f"/items/board/?product_group={cast.elsewhere.pk}").text
        client.force_login(cast.stranger)
        assert "at most" not in client.get("/items/board/").text

    def test_as_many_queries_for_a_thousand_as_for_ten_and_counting_ends(self, client, cast):
        self.limit(cast, limit_ready=3, limit_doing=2, limit_new=500)
        client.force_login(cast.member)

        def asked() -> int:
            client.get("/items/board/")
            with CaptureQueriesContext(connection) as queries:
                client.get("/items/board/")
            return len(queries)

        fill(cast, 10)
        few = asked()
        fill(cast, 990)
        assert asked() == few
        assert "103 of at most 3" in client.get("/items/board/").text

    def test_the_administrator_sets_them_with_their_effect_explained(self, client, cast):
        client.force_login(cast.admin)
        address = f"/settings/product-groups/{cast.group.pk}/"
        page = client.get(address)
        assert "Nothing is blocked" in page.text
        form = page.context["form"]
        sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
        sent |= {"limit_doing": "3", "review_time": "09:00"}
        sent |= {f"initial-{name}": value for name, value in sent.items() if name != "limit_doing"}
        assert client.post(address, sent | {"limit_doing": "0"}).status_code == 422
        assert client.post(address, sent).status_code == 302
        cast.group.refresh_from_db()
        assert cast.group.limits == {"doing": 3}
