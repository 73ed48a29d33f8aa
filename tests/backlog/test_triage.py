"""The triage inbox: what waits, for whom, at what price; one by one, several at once, and undone."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from activity.models import Event
from backlog.models import Item, Snooze, Sweep
from backlog.triage import BY_LAPSE, BY_LEARNING, ORDER, Inbox, Proposals
from teams.models import GroupRole
from tests.backlog.item_pages import HTMX
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db
ASSESS = {"finding": "functional", "reason": "Kept words"}
IN_TRIAGE = HTMX | {"HX-Target": "triage"}


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def inbox(cast):
    """Three items, the first one silent for longest."""
    items = [make_item(cast, title=f"Thing {n}") for n in range(3)]
    for n, item in enumerate(items):
        Item.objects.filter(pk=item.pk).update(silent_since=timezone.now() - timedelta(days=30 - n))
    return items


def get(client, cast, address="/triage/", who="expert", **query):
    client.force_login(getattr(cast, who))
    return client.get(address, {"product_group": cast.group.pk, **query})


def more(cast, count: int) -> None:
    """New items, as an import would leave them."""
    like = {"product_group": cast.group, "team": cast.red, "raised_by": cast.member}
    Item.objects.bulk_create(Item(number=500 + n, title=f"More {n}", **like) for n in range(count))


def in_order(text: str, *words: str) -> bool:
    places = [text.find(word) for word in words]
    return -1 not in places and places == sorted(places)


def test_the_longest_silence_stands_first_and_only_what_is_to_be_discussed(client, cast, inbox):
    proposal = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
    make_item(cast, "ready", title="Assessed already")
    page = get(client, cast).text
    assert in_order(page, "Thing 0", "Thing 1", "Thing 2", proposal.title)
    assert "Assessed already" not in page


def test_what_one_may_not_see_is_not_there(client, cast, inbox):
    client.force_login(cast.stranger)
    assert client.get("/triage/", {"product_group": cast.group.pk}).status_code == 404
    assert "Thing" not in client.get("/triage/").text
    page = get(client, cast, who="admin").text
    assert "Thing 0" in page and "data-sweep" not in page, "an administrator reads and does nothing"


def test_an_empty_inbox_teaches(client, cast):
    assert "Everything is discussed" in get(client, cast).text
    assert "Everything is discussed" in get(client, cast, "/triage/one/").text
    assert "You have laid nothing aside" in get(client, cast, aside="1").text


def test_one_by_one_with_what_may_be_the_same_and_why(client, cast, inbox):
    twin = Item.file(team=cast.blue, title="The nightly build of ledgers fails", by=cast.blue_member)
    item = make_item(cast, title="Nightly ledgers build fails often")
    page = get(client, cast, "/triage/one/", item=item.pk).text
    assert item.title in page and f"#{twin.number} {twin.title}" in page
    assert "Both speak of" in page and f"into=%23{twin.number}" in page


def test_next_and_previous_walk_by_silence(client, cast, inbox):
    first, second, third = inbox
    page = get(client, cast, "/triage/one/", item=second.pk).text
    assert f'data-hotkey="k" href="/triage/one/?product_group={cast.group.pk}&amp;item={first.pk}"' in page
    assert f'data-hotkey="j" href="/triage/one/?product_group={cast.group.pk}&amp;item={third.pk}"' in page
    second.assess(finding="unsure", reason="Gone.", by=cast.expert)
    Item.objects.filter(pk=second.pk).update(silent_since=timezone.now() - timedelta(days=29))
    page = get(client, cast, "/triage/one/", item=second.pk).text
    assert "<h2><a" in page and "Thing 2</a></h2>" in page, "what would have followed it"


@pytest.mark.parametrize("headers", [{}, IN_TRIAGE])
def test_several_are_assessed_at_once_and_undone(client, cast, inbox, headers):
    client.force_login(cast.expert)
    chosen = [item.pk for item in inbox[:2]]
    asked = client.get("/triage/assess/", {"item": chosen}, headers=headers)
    assert asked.status_code == 200 and "Thing 0" in asked.text and "Thing 1" in asked.text
    done = client.post("/triage/assess/", ASSESS | {"item": chosen}, headers=headers)
    assert done.status_code == (200 if headers else 303)
    page = done.text if headers else client.get(done["Location"]).text
    assert "2 items are assessed." in page and "Thing 2" in page and "Thing 0" not in page
    sweep = Sweep.objects.get()
    undone = client.post(f"/triage/undo/{sweep.pk}/", headers=headers)
    page = undone.text if headers else client.get(undone["Location"]).text
    assert "It is undone." in page and in_order(page, "Thing 0", "Thing 1", "Thing 2")


@pytest.mark.parametrize("headers", [{}, IN_TRIAGE])
def test_what_came_too_late_changes_nothing_and_keeps_what_was_typed(client, cast, inbox, headers):
    inbox[1].assess(finding="unsure", reason="First.", by=cast.manager)
    client.force_login(cast.expert)
    late = client.post("/triage/assess/", ASSESS | {"item": [item.pk for item in inbox]}, headers=headers)
    assert late.status_code == 409
    assert f"#{inbox[1].number} (Ready)" in late.text and "Kept words" in late.text
    assert late.text.count("Manager assessed it: Unsure.") == 1, "who did what, of the one that is late"
    assert ">Functional local optimization</textarea>" in late.text and ">functional<" not in late.text
    assert Item.objects.filter(state="new").count() == 2


def test_what_was_typed_for_some_items_is_kept_for_these_alone(client, cast, inbox):
    def kept_as(*items):
        page = get(client, cast, "/triage/assess/", item=[item.pk for item in items]).text
        return re.search(r'data-keep="(assess-[^"]+)"', page)[1]

    assert kept_as(*inbox[:2]) == kept_as(*inbox[1::-1]) != kept_as(*inbox[1:])


def test_what_can_be_undone_stands_in_the_inbox_of_its_group_alone(client, cast, inbox):
    GroupRole.objects.create(user=cast.expert, product_group=cast.elsewhere, role="expert")
    far = Item.file(team=cast.far, title="Far", by=cast.stranger)
    sweep = Sweep.assess([item.pk for item in inbox], **ASSESS, by=cast.expert)

    def offered(group):
        return Inbox(cast.expert, group).undoable

    assert offered(cast.group) == sweep and offered(cast.elsewhere) is None
    client.force_login(cast.expert)
    page = client.get("/triage/", {"product_group": cast.elsewhere.pk}).text
    assert "Far" in page and "3 items are assessed" not in page and "/triage/undo/" not in page
    other = Sweep.assess([far.pk], **ASSESS, by=cast.expert)
    assert offered(cast.group) == sweep and offered(cast.elsewhere) == other


def test_an_undo_that_came_too_late_says_so(client, cast, inbox):
    sweep = Sweep.assess([item.pk for item in inbox], **ASSESS, by=cast.expert)
    Item.objects.get(pk=inbox[0].pk).comment("Wait.", by=cast.member)
    client.force_login(cast.expert)
    late = client.post(f"/triage/undo/{sweep.pk}/", headers=IN_TRIAGE)
    assert late.status_code == 409 and "Nothing was undone" in late.text
    assert f"#{inbox[0].number}" in late.text and "Member commented." in late.text
    client.force_login(cast.manager)
    assert client.post(f"/triage/undo/{sweep.pk}/").status_code == 404


def test_bad_selections_are_answered_in_sentences(client, cast, inbox):
    client.force_login(cast.expert)
    assert client.post("/triage/assess/", ASSESS).status_code == 422
    foreign = Item.file(team=cast.far, title="Far", by=cast.stranger)
    for item in (foreign.pk, "not-an-id", "0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e11"):
        sent = ASSESS | {"item": [inbox[0].pk, item]}
        assert client.post("/triage/assess/", sent).status_code == 404
    client.force_login(cast.support)
    assert client.post("/triage/assess/", ASSESS | {"item": inbox[0].pk}).status_code == 403
    assert Item.objects.filter(state="ready").count() == 0
    client.force_login(cast.expert)
    assert client.get("/triage/", {"cursor": "x"}).status_code == 400
    wrong = client.post("/triage/snooze/", {"item": inbox[0].pk, "until": "2020-01-01"})
    assert wrong.status_code == 422 and "from tomorrow on" in wrong.text


def test_merging_several_into_one_found_by_number_or_words(client, cast, inbox):
    target = Item.file(team=cast.blue, title="Machines are slow", by=cast.blue_member)
    client.force_login(cast.expert)
    sent = {"item": [item.pk for item in inbox]}
    found = client.post("/triage/merge/", sent | {"into": "machines"})
    assert found.status_code == 422 and target.title in found.text
    assert client.post("/triage/merge/", sent | {"into": f"#{inbox[0].number}"}).status_code == 422
    done = client.post("/triage/merge/", sent | {"into": f"#{target.number}"})
    assert done.status_code == 303 and target.merged_items.count() == 3


def test_after_one_is_done_the_next_one_lies_on_the_table(client, cast, inbox):
    client.force_login(cast.expert)
    sent = ASSESS | {"item": inbox[0].pk, "one": "1", "then": inbox[1].pk}
    done = client.post("/triage/assess/", sent, headers=IN_TRIAGE)
    assert "Thing 1</a></h2>" in done.text and "1 item is assessed." in done.text
    assert f"item={inbox[1].pk}" in done["HX-Replace-Url"]


def test_laid_aside_it_is_out_of_ones_own_inbox_and_can_be_brought_back(client, cast, inbox):
    until = cast.group.today() + timedelta(days=3)
    client.force_login(cast.expert)
    events = Event.objects.count()
    client.post("/triage/snooze/", {"item": inbox[0].pk, "until": until})
    assert Event.objects.count() == events
    page = get(client, cast).text
    assert "Thing 0" not in page and "What you laid aside" in page
    assert "Thing 0" in get(client, cast, who="manager").text
    assert "Thing 0" in get(client, cast, aside="1").text
    client.post("/triage/unsnooze/", {"item": inbox[0].pk})
    assert "Thing 0" in get(client, cast).text and not Snooze.objects.exists()


def test_pages_by_key(client, cast):
    more(cast, 120)
    seen, address = set(), f"/triage/?product_group={cast.group.pk}"
    client.force_login(cast.expert)
    while address:
        page = client.get(address).context["page"]
        seen |= {row["number"] for row in page.rows}
        address = f"/triage/?product_group={cast.group.pk}&cursor={page.next}" if page.next else ""
    assert len(seen) == 120


def test_each_list_has_an_index_for_its_order(cast):
    """On a table this small the planner may as well sort the rows: not when it must not."""
    proposed = Proposals(cast.expert, cast.group, waiting=False).items
    lists = {
        "item_to_discuss": ORDER.sort(Inbox(cast.expert, cast.group).items.for_list()),
        "item_by_lapse": BY_LAPSE.sort(proposed.values("id")),
        "item_by_learning": BY_LEARNING.sort(Item.objects.learnings_of(cast.group).values("id")),
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_incremental_sort = off")
    for index, rows in lists.items():
        plan = rows[:51].explain()
        assert index in plan and "Sort" not in plan, plan
