"""Every list: what it shows to whom, filtered, paged, and at the price of a short one."""

from datetime import timedelta

import pytest

from backlog.models import Action, Flag, Item, ProductBacklogEntry, Sweep
from teams.models import Membership, ProductGroup, Team
from tests.api.conftest import wrong
from tests.cast import far_future, make_item, person

LISTS = [
    "product-groups",
    "teams",
    "people",
    "items",
    "decisions",
    "actions",
    "product-backlog",
    "flags",
    "events",
    "sweeps",
]


def fill(cast, number: int) -> None:
    """`number` rows for every list, in the cast's group."""
    for count in range(number):
        item = make_item(cast, "offered", title=f"Item {number} {count}")
        Flag.objects.create(item=item, name="stale", period=cast.group.today())
        Sweep.snooze([item.pk], until=cast.group.today() + timedelta(days=3), by=cast.manager)
        promise = {"text": f"Act {count}", "owner": cast.manager, "due": far_future(cast), "by": cast.manager}
        Action.add(product_group=cast.group, item=item if count % 2 else None, **promise)
        ProductBacklogEntry.add_feature(product_group=cast.group, title=f"F {count}", by=cast.product_owner)
        Team.objects.create(product_group=cast.group, name=f"Team {number} {count}")
        name = f"Group {number} {count}"
        Membership.objects.create(user=person(f"Person {number} {count}"), team=cast.red)
        ProductGroup.objects.create(name=name, slug=name.lower().replace(" ", "-"), open=True)


@pytest.mark.parametrize("name", LISTS)
def test_every_row_is_read_once_page_by_page(cast, program, name):
    fill(cast, 4)
    manager = program("manager")
    whole = manager.get(f"{name}/", {"page_size": 200}).json()["results"]
    page, walked = manager.get(f"{name}/", {"page_size": 3}).json(), []
    while True:
        walked += page["results"]
        if page["next"] is None:
            break
        page = manager.get(page["next"]).json()
    assert walked == whole
    while page["previous"]:
        page = manager.get(page["previous"]).json()
    assert page["results"] == whole[:3]


@pytest.mark.parametrize("name", LISTS)
def test_each_row_has_an_address_of_its_own(cast, program, name):
    fill(cast, 2)
    manager = program("manager")
    for row in manager.get(f"{name}/").json()["results"]:
        one = manager.get(f"{name}/{row['id']}/")
        assert (one.status_code, one.json()) == (200, row)
        assert one["ETag"]
    assert manager.get(f"{name}/00000000-0000-7000-8000-000000000000/").status_code == 404


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("who", ["stranger", "nobody"])
def test_nobody_sees_rows_of_a_group_they_don_t_see(cast, program, name, who):
    fill(cast, 2)
    ProductGroup.objects.update(open=False)
    asked, manager = program(who), program("manager")
    seen = {row["id"] for row in asked.get(f"{name}/").json()["results"]}
    theirs = manager.get(f"{name}/").json()["results"]
    assert not seen & {row["id"] for row in theirs}
    assert asked.get(f"{name}/{theirs[0]['id']}/").status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_unknown_filters_are_not_understood(cast, program, name):
    member = program("member")
    for query in ("colour=red", "page_size=201", "cursor=forged", "page_size=-1"):
        answer = member.get(f"{name}/?{query}")
        assert answer.status_code == 400 and wrong(answer) == {query.split("=")[0]}
    for query in ("product_group=7", "item=%00"):
        assert member.get(f"{name}/?{query}").status_code == 400


def test_a_cursor_of_another_list_is_refused(cast, program):
    fill(cast, 2)
    manager = program("manager")
    cursor = manager.get("flags/", {"page_size": 1}).json()["next"].split("cursor=")[1].split("&")[0]
    assert wrong(manager.get(f"decisions/?cursor={cursor}")) == {"cursor"}


@pytest.mark.parametrize("name", ["teams", "decisions", "actions", "product-backlog", "flags", "events"])
def test_lists_are_narrowed_to_a_group(cast, program, name):
    fill(cast, 2)
    cast.elsewhere.open = True
    cast.elsewhere.save()
    manager = program("manager")
    own = manager.get(f"{name}/", {"product_group": str(cast.group.pk)}).json()["results"]
    assert own and {row["product_group"] for row in own} == {str(cast.group.pk)}
    both = manager.get(f"{name}/?product_group={cast.group.pk}&product_group={cast.elsewhere.pk}").json()
    assert len(both["results"]) >= len(own)


def test_lists_are_narrowed_to_an_item(cast, program):
    fill(cast, 2)
    item = Item.objects.first()
    for name in ("decisions", "flags", "product-backlog"):
        (row,) = program("manager").get(f"{name}/", {"item": str(item.pk)}).json()["results"]
        assert row["item"] == str(item.pk) and row["item_number"] == item.number
    events = program("manager").get("events/", {"item": str(item.pk), "name": "decided"}).json()["results"]
    assert [row["subject"] for row in events] == [str(item.pk)]


def test_open_and_done_actions_and_current_flags(cast, program):
    fill(cast, 2)
    done = Action.objects.first()
    done.complete(by=cast.manager)
    manager = program("manager")
    ids = {
        value: {row["id"] for row in manager.get("actions/", {"open": value}).json()["results"]}
        for value in ("true", "false")
    }
    assert ids["false"] == {str(done.pk)} and str(done.pk) not in ids["true"]
    assert len(manager.get("flags/", {"current": "true"}).json()["results"]) == 2
    assert manager.get("flags/", {"current": "false"}).json()["results"] == []


def test_events_of_an_item_follow_its_sight(cast, program):
    item = make_item(cast, "ready")
    item.decide("escalate", reason="Theirs.", product_group=cast.elsewhere, by=cast.manager)
    names = {
        who: [row["name"] for row in program(who).get("events/", {"item": str(item.pk)}).json()["results"]]
        for who in ("member", "manager", "far_manager")
    }
    assert names == {
        "member": ["decided", "assessed", "filed"],
        "manager": [],
        "far_manager": ["decided"],
    }


def test_decisions_are_told_with_their_words(cast, program):
    item = make_item(cast, "accepted")
    (row,) = program("member").get("decisions/").json()["results"]
    assert (row["verdict"], row["reason"], row["owner_name"]) == ("act", "Ours to mend.", "Manager")
    assert (row["item_title"], row["by_name"], row["to_group"]) == (item.title, "Manager", None)


def test_answers_are_read_page_by_page_and_what_is_alike_takes_no_unknown_filter(cast, program):
    item = make_item(cast)
    for text in ("One", "Two"):
        item.answers.create(question=text, text=text)
    member = program("member")
    page = member.get(f"items/{item.pk}/answers/", {"page_size": 1}).json()
    assert member.get(page["next"]).json()["results"][0]["answer"] == "Two"
    assert member.get(f"items/{item.pk}/alike/").status_code == 200
    for query in ("colour=red", "page_size=-1"):
        assert member.get(f"items/{item.pk}/alike/?{query}").status_code == 400
