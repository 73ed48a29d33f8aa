"""What somebody outside the teams proposes reaches no backlog without the teams: every way is tried here."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter
from django.utils import timezone

from backlog.board import COLUMNS, WAYS
from backlog.forms.succeeding import SUCCESSORS
from backlog.forms.sweeping import SWEEPS
from backlog.models import VERBS, Item, ItemImport, ProductBacklogEntry, State
from improvement.policy import URLS
from reviews.models import Review
from tests.backlog.item_pages import HTMX
from tests.cast import make_cast, make_item, person_with_every_role
from tests.contract.test_schema_and_code import operations, sent_fields

pytestmark = pytest.mark.django_db
ON_A_BACKLOG = set(State) - {State.PROPOSED, State.LAPSED, State.WITHDRAWN}
EVERYTHING = {
    "reason": "So.",
    "finding": "whole_system",
    "verdict": "offer",
    "text": "Words",
    "note": "Words",
    "holds": "true",
    "learning": "Words",
    "version": "1",
    "gains": "teams",
    "loses": "nobody",
    "whole": "better",
    "title": "Another title",
    "prediction": "P",
    "measure": "M",
}
ON_BOARD = HTMX | {"HX-Current-URL": "http://testserver/items/board/"}
HARMLESS = {"consent", "withdraw"}
"""Verbs that answer a proposal, which is what the gate is for."""


@pytest.fixture
def world():
    """A proposal, and one person who holds every role that could help it past the teams."""
    cast = make_cast()
    item = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
    insider = person_with_every_role(cast)
    return SimpleNamespace(cast=cast, item=item, insider=insider)


def still_outside(world) -> bool:
    """The proposal waits, and nothing else was made of it."""
    item = Item.objects.get(pk=world.item.pk)
    return item.state == State.PROPOSED and item.position == "" and not ProductBacklogEntry.objects.exists()


@pytest.mark.parametrize("verb", sorted(set(VERBS) - HARMLESS))
def test_no_verb_for_programs(client, world, verb):
    client.force_login(world.insider)
    target = make_item(world.cast, title="Target")
    fields = {"team": str(world.cast.red.pk), "into": str(target.pk)}
    allowed = {name: fields.get(name, EVERYTHING.get(name)) for name in (*fields, *EVERYTHING)}
    for names in (["team", "reason"], ["reason", "finding"], ["reason", "verdict"], ["into"], ["team"], []):
        body = {name: allowed[name] for name in names}
        client.post(f"/api/v1/items/{world.item.pk}/{verb}/", body, content_type="application/json")
    assert still_outside(world)


@pytest.mark.parametrize("what", sorted(SWEEPS))
def test_no_action_on_several_items(client, world, what):
    client.force_login(world.insider)
    target = make_item(world.cast, title="Target")
    sent = EVERYTHING | {"item": [world.item.pk], "into": f"#{target.number}", "until": "2999-01-01"}
    client.post(f"/triage/{what}/", sent)
    client.post(f"/triage/{what}/", sent | {"item": [world.item.pk, target.pk], "into": ""})
    assert still_outside(world)


def test_merging_neither_takes_it_in_nor_lets_others_go_on_as_it(client, world):
    item = make_item(world.cast, title="Of a team")
    client.force_login(world.insider)
    for address in (f"/items/{item.pk}/merge/", "/triage/merge/"):
        client.post(address, {"item": item.pk, "into": f"#{world.item.number}", "chosen": world.item.pk})
    body = {"into": str(world.item.pk)}
    client.post(f"/api/v1/items/{item.pk}/merge/", body, content_type="application/json")
    assert Item.objects.get(pk=item.pk).state == "new" and still_outside(world)


SNEAKY = {"state": "new", "from_outside": "false", "position": "a0", "team": ""}


@pytest.mark.parametrize("field", SNEAKY)
def test_editing_changes_no_state(client, world, field):
    client.force_login(world.cast.expert)
    address = f"/api/v1/items/{world.item.pk}/"
    match = {"If-Match": client.get(address)["ETag"]}
    client.patch(address, {field: SNEAKY[field]}, content_type="application/json", headers=match)
    client.post(f"/items/{world.item.pk}/edit/", {"version": 1, "title": "Fewer", field: SNEAKY[field]})
    assert still_outside(world)


def move(client, world, item: Item, to: str, ways) -> int:
    """Move a card as the board does: ask for the form of the verb, and send that of each of the ways.

    Returns the status of the first.
    """
    client.force_login(world.insider)
    asked = client.get(f"/items/{item.pk}/move/", {"to": to}, headers=ON_BOARD)
    day = str(world.cast.group.today() + timedelta(9))
    sent = EVERYTHING | {"team": world.cast.red.pk, "owner": world.cast.manager.pk, "due": day, "wake": day}
    for way in ways:
        verdict = {"verdict": way.verdict} if way.verdict else {}
        client.post(f"/items/{item.pk}/{way.address}", sent | verdict, headers=ON_BOARD)
    return asked.status_code


@pytest.mark.parametrize("state", sorted(ON_A_BACKLOG))
def test_no_move_on_the_board(client, world, state):
    """Neither is a way shown, nor does the form of any way to that column lead there."""
    ways = [ways[state] for ways in WAYS.values() if state in ways]
    assert move(client, world, world.item, state, ways) == (409 if state in COLUMNS else 400)
    assert still_outside(world)


@pytest.mark.parametrize(
    ("state", "to"),
    [
        ("new", "ready"),
        ("ready", "accepted"),
        ("ready", "offered"),
        ("ready", "deferred"),
        ("offered", "taken"),
    ],
)
def test_the_same_moves_lead_a_teams_item_on(client, world, state, to):
    """So that those above are tries."""
    item = make_item(world.cast, state)
    assert move(client, world, item, to, [WAYS[state][to]]) == 302
    assert Item.objects.get(pk=item.pk).state == to


def test_orders_and_agendas_refuse_it(client, world):
    client.force_login(world.insider)
    client.post("/backlog/order/", {"id": world.item.pk})
    review = Review.plan(product_group=world.cast.group, planned_at=timezone.now(), by=world.insider)
    review.start(by=world.insider)
    client.post(f"/reviews/{review.pk}/add/", {"item": world.item.pk, "number": world.item.number})
    for verb in ("decide", "assess"):
        client.post(f"/reviews/{review.pk}/{verb}/{world.item.pk}/", EVERYTHING)
    assert still_outside(world)


@pytest.mark.parametrize("address", ["/items/new/", "/api/v1/items/"])
@pytest.mark.parametrize("who", ["manager", "expert", "support", "product_owner", "admin"])
def test_who_is_outside_files_nothing_as_new(client, world, address, who):
    client.force_login(getattr(world.cast, who))
    sent = {"team": str(world.cast.red.pk), "title": "Straight in", "kind": "impediment"}
    answer = client.post(address, sent, content_type="application/json") if "api" in address else None
    if answer is None:
        answer = client.post(address, sent)
    assert answer.status_code in {403, 422} and not Item.objects.filter(title="Straight in").exists()


@pytest.mark.parametrize("way", sorted(SUCCESSORS))
def test_following_another_item_is_a_proposal_too(client, world, way):
    old = make_item(world.cast, "new" if way == "tests" else "declined")
    if way == "tests":
        old.assess(finding="assumption", reason="Who says so?", by=world.cast.member)
    client.force_login(world.cast.product_owner)
    client.post(f"/items/{old.pk}/{way}/", EVERYTHING | {"team": world.cast.red.pk, "title": "Follows"})
    assert Item.objects.get(title="Follows").state == State.PROPOSED
    body = {"team": str(world.cast.red.pk), "title": "By program", "kind": "experiment", way: str(old.pk)}
    client.post("/api/v1/items/propose/", body, content_type="application/json")
    assert Item.objects.get(title="By program").state == State.PROPOSED


@pytest.mark.parametrize(("team", "state"), [("", "proposed"), ("Nobody's", "proposed"), ("Red", "new")])
@pytest.mark.parametrize("status", ["open", "done"])
def test_an_import_needs_no_consent_only_for_a_team_of_the_group(world, team, state, status):
    head = "kind,title,description,team,source_url,created,owner,status\n"
    content = f"{head}impediment,Brought,,{team},,,,{status}\n".encode()
    brought = ItemImport.start(
        team=world.cast.red, file_name="a.csv", content=content, dry_run=False, by=world.cast.admin
    )
    brought.run()
    item = Item.objects.get(title="Brought")
    assert item.state == ("confirmed" if state == "new" and status == "done" else state)
    assert item.imported


def addresses(resolver=None, namespace: str = "", places: dict | None = None):
    """Every address of the policy table: its full name, and what stands in its route, name → converter."""
    for pattern in (resolver or get_resolver()).url_patterns:
        inner = (places or {}) | pattern.pattern.converters
        if isinstance(pattern, URLResolver):
            within = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, within, inner)
        elif f"{namespace}{pattern.name}" in URLS and pattern.name.split("-")[-1] not in HARMLESS:
            yield f"{namespace}{pattern.name}", inner


def everything_tried(client, world, item: Item) -> set[str]:
    """Send whatever can be sent to every address there is, as if `item` were ready for it.

    Each try is undone. Returns the names of the addresses that led the item out of its state or
    onto a backlog, or promised something for it.
    """
    client.force_login(world.insider)
    form, body = sent_with(world, item)
    described, led = operations(), set()
    for name, places in addresses():
        about = world.review if name.startswith(("reviews:", "api:review-")) else item
        here = {"slug": world.cast.group.slug, "pk": about.pk, "id": about.pk}
        numbers = {place: item.number for place, kind in places.items() if isinstance(kind, IntConverter)}
        address = reverse(name, kwargs={place: here.get(place, item.pk) for place in places} | numbers)
        for method in WRITING if name.startswith("api:") else ("POST",):
            with transaction.atomic():
                if method == "POST" and not name.startswith("api:"):
                    client.post(address, form)
                elif told := described.get((name, method)):
                    sent = {field: body[field] for field in sent_fields(told) if field in body}
                    match = {"If-Match": "*"}
                    client.generic(method, address, json.dumps(sent), "application/json", headers=match)
                now = Item.objects.get(pk=item.pk)
                entry = ProductBacklogEntry.objects.filter(item=item)
                if now.state != item.state or now.position or entry.exists() or item.actions.exists():
                    led.add(name)
                transaction.set_rollback(True)
    return led


def sent_with(world, item: Item) -> tuple[dict, dict]:
    """All fields of all forms, and of all bodies of programs."""
    target, until = make_item(world.cast, title="Target"), str(world.cast.group.today() + timedelta(9))
    form = EVERYTHING | {"item": [item.pk], "id": item.pk, "number": item.number, "until": until}
    form |= {"team": world.cast.red.pk, "into": f"#{target.number}", "chosen": target.pk}
    form |= {"owner": world.cast.manager.pk, "due": until, "line": f"item-{item.pk}"}
    body = EVERYTHING | {"item": str(item.pk), "items": [str(item.pk)], "until": until, "state": "new"}
    body |= {"team": str(world.cast.red.pk), "into": str(target.pk), "holds": True, "agree": True}
    body |= {"product_group": str(item.product_group_id), "owner": str(world.cast.manager.pk), "due": until}
    return form, body


WRITING = ("POST", "PUT", "PATCH", "DELETE")
LEADING = {
    *("backlog:item-assess", "backlog:item-merge", "backlog:triage-assess", "backlog:triage-merge"),
    *("api:item-assess", "api:item-merge", "api:sweep-assess", "api:sweep-merge", "reviews:review-assess"),
    *("backlog:item-add-action", "api:action-list", "api:review-promise"),
}


def test_no_address_of_the_policy_table_at_all(client, world):
    """And the same tries do lead an item of a team on, so that they are tries."""
    world.review = Review.plan(product_group=world.cast.group, planned_at=timezone.now(), by=world.insider)
    world.review.start(by=world.insider)
    assert not everything_tried(client, world, world.item)
    assert everything_tried(client, world, make_item(world.cast)) >= LEADING
