"""Actions and the Product Backlog through the interface."""

import pytest

from backlog.models import Action, Item, ProductBacklogEntry
from tests.api.conftest import wrong
from tests.cast import far_future, make_item


def promise(cast, **changes) -> dict:
    return {
        "product_group": str(cast.group.pk),
        "text": "Buy machines",
        "owner": str(cast.expert.pk),
        "due": str(far_future(cast)),
    } | changes


def test_managers_promise_and_owners_keep(cast, program):
    item = make_item(cast, "ready")
    made = program("manager").post("actions/", promise(cast, item=str(item.pk)))
    assert made.status_code == 201
    assert (made.json()["owner_name"], made.json()["item_number"]) == ("Expert", item.number)
    path = made["Location"]
    expert = program("expert")
    changed = expert.patch(path, {"text": "Rent machines"}, If_Match=made["ETag"])
    assert (changed.status_code, changed.json()["text"]) == (200, "Rent machines")
    assert expert.patch(path, {"text": "Lend them"}, If_Match=made["ETag"]).status_code == 412
    assert expert.patch(path, {"text": "Lend them"}).status_code == 428
    done = expert.post(f"{path}complete/")
    assert done.status_code == 200 and done.json()["done_at"]
    assert expert.post(f"{path}complete/").status_code == 409
    assert expert.patch(path, {"text": 7}, If_Match="*").status_code == 409
    assert expert.post(f"{path}resume/").json()["done_at"] is None
    assert expert.post(f"{path}resume/").status_code == 409


@pytest.mark.parametrize("state", ["withdrawn", "learning", "confirmed", "proposed"])
def test_what_has_ended_or_is_only_proposed_takes_no_promises(cast, program, state):
    if state == "proposed":
        item = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
    else:
        item = make_item(cast, state)
    answer = program("manager").post("actions/", promise(cast, item=str(item.pk)))
    assert answer.status_code == 409 and "no further actions" in answer.json()["detail"]
    assert not Action.objects.exists() and Item.objects.get(pk=item.pk).version == item.version


def test_others_don_t_promise(cast, program):
    assert program("member").post("actions/").status_code == 403
    assert program("far_manager").post("actions/", promise(cast)).status_code == 422
    made = program("manager").post("actions/", promise(cast))
    for who in ("member", "admin"):
        assert program(who).patch(made["Location"], {"text": ""}).status_code == 403
        assert program(who).post(f"{made['Location']}complete/").status_code == 403
    assert program("stranger").post(f"{made['Location']}complete/").status_code == 404


def test_a_promise_needs_its_fields(cast, program):
    manager = program("manager")
    assert wrong(manager.post("actions/")) == {"product_group", "text", "owner", "due"}
    assert wrong(manager.post("actions/", promise(cast, owner=str(cast.stranger.pk)))) == {"owner"}
    assert wrong(manager.post("actions/", promise(cast, text="x" * 301))) == {"text"}
    assert wrong(manager.post("actions/", promise(cast, due="0000-00-00"))) == {"due"}
    assert manager.post("actions/", promise(cast, colour="red")).status_code == 400
    cast.elsewhere.open = True
    cast.elsewhere.save()
    foreign = promise(cast, product_group=str(cast.elsewhere.pk))
    assert manager.post("actions/", foreign).status_code == 403
    assert not Action.objects.exists()


def test_an_action_put_back_as_it_was_read_is_no_change(cast, program):
    manager = program("manager")
    made = manager.post("actions/", promise(cast))
    same = manager.put(made["Location"], made.json(), If_Match=made["ETag"])
    assert same.status_code == 200
    assert same.json()["text"] == made.json()["text"]
    assert wrong(manager.put(made["Location"], {"text": "Only this"}, If_Match="*")) == {"owner", "due"}
    assert wrong(manager.patch(made["Location"], {"first_due": "2001-01-01"}, If_Match="*")) == {"first_due"}


def feature(cast, **changes) -> dict:
    return {"product_group": str(cast.group.pk), "title": "Pay by invoice"} | changes


def test_the_product_owner_writes_and_orders(cast, program):
    owner = program("product_owner")
    offered = make_item(cast, "offered")
    made = [owner.post("product-backlog/", feature(cast, title=f"F{number}")) for number in range(2)]
    assert {answer.status_code for answer in made} == {201}
    first, last = made[0].json(), made[1].json()
    assert owner.post(f"product-backlog/{last['id']}/order/", {"before": first["id"]}).status_code == 200
    rows = owner.get("product-backlog/").json()["results"]
    assert [row["title"] for row in rows] == [offered.title, "F1", "F0"]
    assert (rows[0]["item"], rows[0]["state"]) == (str(offered.pk), "offered")
    assert owner.post(f"product-backlog/{last['id']}/order/").status_code == 200
    assert owner.get("product-backlog/").json()["results"][0]["title"] == "F1"
    gone = {"after": "00000000-0000-7000-8000-000000000000"}
    assert owner.post(f"product-backlog/{last['id']}/order/", gone).status_code == 409
    changed = owner.patch(made[0]["Location"], {"title": "F9"}, If_Match=made[0]["ETag"])
    assert (changed.status_code, changed.json()["title"]) == (200, "F9")
    for who in ("manager", "member", "admin"):
        assert program(who).post("product-backlog/", feature(cast)).status_code == 403
        assert program(who).post(f"product-backlog/{last['id']}/order/").status_code == 403


def test_a_team_takes_and_completes_a_feature(cast, program):
    entry = ProductBacklogEntry.add_feature(product_group=cast.group, title="Pay", by=cast.product_owner)
    path = f"product-backlog/{entry.pk}/"
    blue = {"team": str(cast.blue.pk)}
    assert program("manager").post(f"{path}take/", blue).status_code == 403
    assert program("member").post(f"{path}take/", blue).status_code == 403
    assert program("blue_member").post(f"{path}complete/").status_code == 409
    taken = program("blue_member").post(f"{path}take/", blue)
    assert (taken.status_code, taken.json()["team_name"], taken.json()["state"]) == (200, "Blue", "taken")
    assert program("blue_member").post(f"{path}take/", blue).status_code == 409
    assert program("member").post(f"{path}complete/").status_code == 403
    done = program("blue_member").post(f"{path}complete/")
    assert (done.status_code, done.json()["state"]) == (200, "done")


def test_an_item_on_the_product_backlog_has_its_own_verbs(cast, program):
    make_item(cast, "offered")
    entry = ProductBacklogEntry.objects.get()
    path = f"product-backlog/{entry.pk}/"
    assert program("blue_member").post(f"{path}take/", {"team": str(cast.blue.pk)}).status_code == 409
    assert program("product_owner").patch(path, {"title": "Mine"}, If_Match="*").status_code == 409
