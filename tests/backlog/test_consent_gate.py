"""What somebody outside the teams proposes reaches no backlog without the teams: every way is tried here."""

import re
from types import SimpleNamespace

import pytest
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from backlog.forms.succeeding import SUCCESSORS
from backlog.forms.sweeping import SWEEPS
from backlog.models import VERBS, Item, ItemImport, ProductBacklogEntry, State
from reviews.models import Review
from tests.cast import make_cast, make_item, person_with_every_role

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
ONE_ITEM = r"items/<uuid:pk>/([a-z-]+/)*"
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


@pytest.mark.parametrize("state", sorted(ON_A_BACKLOG))
def test_no_move_on_the_board(client, world, state):
    client.force_login(world.insider)
    answer = client.get(f"/items/{world.item.pk}/move/", {"to": state})
    assert answer.status_code in {400, 403, 409} and still_outside(world)


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


@pytest.mark.parametrize("state", ["new", "ready"])
def test_undoing_leads_back_to_where_the_teams_had_let_it(world, state):
    """Unmerging and undoing give back the state before; without consent there is none of these."""
    item = make_item(world.cast, state)
    target = make_item(world.cast, title="Target")
    item.merge(target, by=world.cast.expert)
    item.unmerge(by=world.cast.expert)
    assert item.state == state


def addresses_of_an_item() -> set[str]:
    """The names of all addresses that are about one item and nothing else, whoever adds one."""
    found = set()
    for resolver in get_resolver().url_patterns:
        for pattern in getattr(resolver, "url_patterns", []):
            one = isinstance(pattern, URLPattern) and re.fullmatch(ONE_ITEM, str(pattern.pattern))
            if one and pattern.name.removeprefix("item-") not in HARMLESS:
                found.add(f"{resolver.namespace}:{pattern.name}")
    return found


@pytest.mark.parametrize("name", sorted(addresses_of_an_item()))
def test_no_address_at_all(client, world, name):
    client.force_login(world.insider)
    target = make_item(world.cast, title="Target")
    sent = EVERYTHING | {"team": world.cast.red.pk, "into": f"#{target.number}", "chosen": target.pk}
    client.post(reverse(name, args=[world.item.pk]), sent)
    assert still_outside(world)
