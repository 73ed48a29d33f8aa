"""The list and the board: one filter, one page, the same number of queries for ten rows and a thousand."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backlog import filter_choices
from backlog.filter_choices import owners_of
from backlog.models import Item
from tests.cast import make_cast, make_item, noon

pytestmark = pytest.mark.django_db
PAGES = ["/items/", "/items/board/"]
FRAGMENT = {"HX-Request": "true", "HX-Target": "item-list"}


@pytest.fixture
def cast():
    return make_cast()


def fill(cast, count: int, **fields) -> None:
    """Many items in all states, as an import would leave them."""
    states = ["new", "ready", "accepted", "offered", "doing", "done", "declined"]
    now = timezone.now()
    first = Item.objects.count() + 1000
    Item.objects.bulk_create(
        Item(
            product_group=cast.group,
            number=first + n,
            title=f"Filled {n}",
            description="A body that no list reads. " * 20,
            team=cast.red,
            raised_by=cast.member,
            owner=cast.manager if n % 2 else None,
            state=states[n % len(states)],
            position=f"a{n:05}",
            flags=["unanswered", "stale"] if n % 3 else [],
            created=now - timedelta(hours=n),
            **fields,
        )
        for n in range(count)
    )


def queries(client, url: str) -> list[str]:
    """What a second visit asks; the first one fills what the frame keeps for a while."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in asked]


@pytest.mark.parametrize("page", PAGES)
def test_as_many_queries_for_a_thousand_rows_as_for_ten(client, cast, page):
    client.force_login(cast.member)
    fill(cast, 10)
    few = queries(client, page)
    fill(cast, 990)
    many = queries(client, page)
    assert len(many) == len(few)
    assert not [sql for sql in many if "COUNT(" in sql.upper() and "backlog_item" in sql]
    assert not [sql for sql in many if '"description"' in sql or '"search"' in sql]


def test_a_fragment_asks_for_rows_only(client, cast):
    client.force_login(cast.member)
    fill(cast, 60)
    answer = client.get("/items/?state=new&q=&sort=created", headers=FRAGMENT)
    text = answer.content.decode()
    assert text.strip().startswith('<section id="item-list"') and "<html" not in text and "<form" not in text
    assert answer["HX-Replace-Url"] == "/items/?state=new&sort=created"
    assert "HX-Target" in answer["Vary"]


def test_pages_follow_each_other_by_cursor(client, cast):
    client.force_login(cast.member)
    fill(cast, 120)
    seen, url = [], "/items/?sort=number"
    while url:
        context = client.get(url).context
        seen += [row["number"] for row in context["rows"]]
        url = context["page"].next and f"/items/?sort=number&cursor={context['page'].next}"
    assert seen == sorted(seen) and len(seen) == 120


def test_the_page_number_is_never_counted_but_said(client, cast):
    client.force_login(cast.member)
    fill(cast, 51)
    assert "50 items, more on the next page" in client.get("/items/").content.decode()


def test_a_row_says_kind_state_flags_team_owner_and_age(client, cast):
    item = make_item(cast, "accepted", title="<b>Slow</b> builds", created=noon(cast, 40))
    Item.objects.filter(pk=item.pk).update(
        silent_since=noon(cast, 34),
        flags=["stale", "unanswered"],
        unanswered_since=noon(cast, 12),
    )
    client.force_login(cast.member)
    text = client.get("/items/").content.decode()
    for words in (
        "&lt;b&gt;Slow&lt;/b&gt; builds", "Impediment", "Accepted", "Red", "owner Manager",
        "silent for 34 days", "raised 40 days ago", "unanswered for 12 days", "Stale", f"/items/{item.pk}/",
    ):  # fmt: skip
        assert words in text
    assert "<b>Slow" not in text


def test_the_column_of_silence_leaves_out_what_has_ended(client, cast):
    make_item(cast, "declined", title="Ended long ago", silent_since=noon(cast, 90))
    make_item(cast, title="Silent")
    client.force_login(cast.member)
    heads = client.get("/items/").context["bar"].heads
    (silence,) = [head for head in heads if "sort=-silent" in head.address]
    page = client.get(f"/items/?{silence.address.rpartition('?')[2]}").text
    assert "Silent" in page and "Ended long ago" not in page
    chosen = client.get("/items/?state=declined").context["bar"].heads
    assert "state=declined&sort=-silent" in chosen[-1].address, "unless somebody asks for a state"


def test_ended_items_are_not_silent(client, cast):
    make_item(cast, "declined")
    make_item(cast, "deferred")
    client.force_login(cast.member)
    text = client.get("/items/").content.decode()
    assert "age-line" not in text and "comes back on" in text


def test_rows_of_other_groups_never_appear(client, cast):
    make_item(cast, "new", title="Ours alone")
    for user in (cast.stranger, cast.far_manager, cast.nobody):
        client.force_login(user)
        for page in PAGES:
            answer = client.get(f"{page}?product_group={cast.group.pk}")
            assert answer.status_code == 200 and "Ours alone" not in answer.content.decode()


def test_nobody_sees_a_page_without_signing_in(client):
    for page in PAGES:
        assert client.get(page).status_code == 302


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("query", ["state=asleep", "colour=red", "age_min=x", "team=1", "q=%00", "cursor=x"])
def test_what_cannot_be_read_is_said_and_not_guessed(client, cast, page, query):
    fill(cast, 3)
    client.force_login(cast.member)
    answer = client.get(f"{page}?{query}")
    assert answer.status_code == 400
    assert "This filter could not be read" in answer.content.decode()
    assert "Filled" not in answer.content.decode()


def test_empty_pages_teach(client, cast):
    client.force_login(cast.member)
    assert "No items yet" in client.get("/items/").content.decode()
    fill(cast, 1)
    text = client.get("/items/?q=unheard").content.decode()
    assert "Nothing matches this filter" in text and 'href="/items/"' in text


def test_an_empty_board_leads_to_the_list(client, cast):
    client.force_login(cast.member)
    assert "No items yet" in client.get("/items/board/").content.decode()
    make_item(cast, "declined")
    text = client.get("/items/board/?state=declined").content.decode()
    assert "Nothing matches this filter" in text and "what has ended stands in the list" in text


def test_a_choice_keeps_what_the_fields_do_not_show(client, cast):
    client.force_login(cast.member)
    fill(cast, 1)
    query = f"raised_by={cast.member.pk}&silent_min=0&team={cast.red.pk}&team={cast.blue.pk}"
    text = client.get(f"/items/?{query}").content.decode()
    assert f'<input type="hidden" name="raised_by" value="{cast.member.pk}">' in text
    assert f'<input type="hidden" name="team" value="{cast.blue.pk}">' in text
    assert "raised by Member" in text and "silent for at least 0 days" in text


def test_the_board_has_undone_states_in_order_and_leads_to_the_rest(client, cast):
    client.force_login(cast.manager)
    fill(cast, 130)
    make_item(cast, "ready", title="To decide")
    answer = client.get("/items/board/")
    assert [column.state for column in answer.context["columns"]] == [
        "new", "ready", "accepted", "offered", "taken", "doing", "done", "deferred",
    ]  # fmt: skip
    text = answer.content.decode()
    assert "/items/?state=new" in text and "Show all in the list" in text
    assert all(len(column.cards) <= 12 for column in answer.context["columns"])


def test_a_card_offers_only_what_its_reader_may_do(client, cast):
    item = make_item(cast, "ready")
    client.force_login(cast.manager)
    assert f"/items/{item.pk}/decide/" in client.get("/items/board/").content.decode()
    client.force_login(cast.support)
    text = client.get("/items/board/").content.decode()
    assert f"/items/{item.pk}/decide/" not in text and f"/items/{item.pk}/merge/" not in text


@pytest.mark.parametrize("most", [1_000, 2])
def test_owners_to_choose_from_own_something_in_sight(cast, monkeypatch, most):
    """The same for few people, who are asked for one by one, and for many."""
    monkeypatch.setattr(filter_choices, "MOST_PEOPLE", most)
    make_item(cast, "accepted")
    Item.objects.bulk_create(
        [Item(product_group=cast.elsewhere, number=9, title="Far", team=cast.far, owner=cast.far_manager)]
    )
    assert owners_of(cast.member) == [(str(cast.manager.pk), cast.manager.name)]
    assert owners_of(cast.stranger) == [(str(cast.far_manager.pk), cast.far_manager.name)]
    assert len(owners_of(cast.admin)) == 2 and owners_of(cast.nobody) == []
