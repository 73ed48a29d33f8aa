"""Filters, verbs, fields and policy: nothing in the code that the description lacks, and the reverse."""

import inspect

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from backlog.filters import PARAMETERS, SORTS
from backlog.models import VERBS, Item
from improvement.api import router
from improvement.policy.methods import METHODS, asked_for
from improvement.rest.reference import described
from improvement.rest.schema import address_names
from teams.permissions import POLICY, may
from tests.cast import everybody
from tests.permissions.rows import rows
from tests.permissions.world import Thing

pytestmark = pytest.mark.django_db
METHOD_NAMES = {"get", "post", "put", "patch", "delete"}
FOR_ALL = {"400", "401", "403", "404", "406", "429", "503"}
FOR_WRITING = {"409", "413", "422"}
FOR_CHANGING = {"412", "428"}
ANSWERED_BY_HAND = {"api:start", "api:docs", "api:schema", "api:not-found"}
# the verb of the model, where a word of Python or a field stands in the way of its name
NAMED = {"pass": "pass_", "check": "check_holds", "perspective": "give_perspective"}
OTHERWISE = {"review", "learning"}  # tied to the meeting by the room above; the text of `learn`
# what programs outside rely on
FILTERS = (
    "product_group team kind state flag owner raised_by q age_min age_max silent_min sort cursor page_size"
)
FIELDS = """id number product_group team kind title description idea effect state raised_by owner due position
    flags age_days silent_days version created last_human_activity url prediction measure result learning
    team_name owner_name"""
BODIES = {
    "consent": "team agree reason",
    "retract": "team reason",
    "assess": "finding reason",
    "decide": "verdict reason reply owner due wake product_group review",
    "take": "team",
    "release": "team reason",
    "pass": "team reason",
    "start": "note",
    "complete": "note",
    "confirm": "note",
    "check": "holds note",
    "reopen": "reason",
    "withdraw": "reason",
    "merge": "into",
    "unmerge": "",
    "affects": "team",
}
SORTED = "-created created -silent position number due"


def operations() -> dict[tuple[str, str], dict]:
    """(full URL name, method) → the operation as described."""
    names = address_names()
    return {
        (names[path], method.upper()): told
        for path, methods in described()["paths"].items()
        for method, told in methods.items()
        if method in METHOD_NAMES
    }


def answered() -> set[tuple[str, str]]:
    """(full URL name, method) of everything that the code answers."""
    found = set()
    for pattern in get_resolver("improvement.api").url_patterns:
        actions = getattr(pattern.callback, "actions", None) or {}
        found |= {(f"api:{pattern.name}", method.upper()) for method in actions if method in METHOD_NAMES}
    return found


def component(told: dict) -> dict:
    return described()["components"]["schemas"][told["$ref"].rpartition("/")[2]]


def sent_fields(told: dict) -> dict:
    content = told.get("requestBody", {}).get("content", {}).get("application/json")
    return (
        component(content["schema"]).get("properties", {}) if content and "$ref" in content["schema"] else {}
    )


def test_every_address_and_method_is_described():
    assert answered() == set(operations())


def test_every_operation_names_the_permission_that_is_asked_for():
    for (name, method), told in operations().items():
        assert told["x-permission"] == list(asked_for(name, method)), name
        assert set(told["x-permission"]) <= set(POLICY), name
    assert set(METHODS) <= set(operations())
    writing = {key for key in operations() if key[1] != "GET"}
    unnamed = {key for key in writing if key not in METHODS and key[0].endswith(("-list", "-detail"))}
    assert not unnamed, "say in improvement/policy/methods.py what these ask for"


def test_every_operation_tells_every_status():
    for (name, method), told in operations().items():
        needed = FOR_ALL | (FOR_WRITING if method != "GET" else set())
        needed |= FOR_CHANGING if method in {"PUT", "PATCH"} else set()
        assert needed <= set(told["responses"]), (name, method)
        for status, answer in told["responses"].items():
            if status >= "400":
                assert answer["content"].keys() == {"application/problem+json"}, (name, status)


def test_the_verbs_of_an_item_are_addresses_and_take_what_the_model_takes():
    told = {name: row for (name, method), row in operations().items() if method == "POST"}
    for verb, known in VERBS.items():
        operation = told[f"api:item-{verb}"]
        assert operation["x-permission"] == [known.permission]
        taken = inspect.signature(getattr(Item, NAMED.get(verb, verb))).parameters
        takes_any = any(one.kind is one.VAR_KEYWORD for one in taken.values())
        assert takes_any or set(sent_fields(operation)) - OTHERWISE <= set(taken) - {"self", "by"}, verb
    described_verbs = {
        name.removeprefix("api:item-")
        for name in told
        if told[name]["x-permission"] and name.startswith("api:item-")
    }
    assert set(VERBS) <= described_verbs


def test_every_list_takes_the_filters_that_are_described(world):
    manager = world.clients["manager"]
    for prefix, resource, basename in router.registry:
        told = operations()[f"api:{basename}-list", "GET"]
        shown = {row["name"] for row in told["parameters"] if row["in"] == "query"}
        view = resource(action="list", request=None, kwargs={})
        assert shown == set(view.listing_form().base_fields), prefix
        for name in shown:
            assert manager.get(f"/api/v1/{prefix}/", {name: ""}).status_code == 200, (prefix, name)
        assert manager.get(f"/api/v1/{prefix}/", {"colour": "red"}).status_code == 400, prefix


def test_items_take_and_show_what_the_contract_says():
    told = operations()["api:item-list", "GET"]
    shown = {row["name"]: row["schema"] for row in told["parameters"]}
    assert set(FILTERS.split()) <= set(shown) and set(shown) == set(PARAMETERS)
    assert set(SORTED.split()) == set(SORTS) == {name for name in shown["sort"]["enum"] if name}
    assert set(FIELDS.split()) <= set(described()["components"]["schemas"]["Item"]["properties"])
    filed = component(
        operations()["api:item-list", "POST"]["requestBody"]["content"]["application/json"]["schema"]
    )
    assert set(filed["required"]) == {"team", "kind", "title"}


def test_verbs_take_the_bodies_that_the_contract_says():
    for verb, fields in BODIES.items():
        told = sent_fields(operations()[f"api:item-{verb}", "POST"])
        assert set(told) >= set(fields.split()), verb
        others = set(told) - set(fields.split())
        assert not others or verb == "decide", (verb, others)
    (notes,) = {frozenset(required(verb)) for verb in ("start", "complete", "confirm")}
    assert not notes
    filed, proposed = operations()["api:item-list", "POST"], operations()["api:item-propose", "POST"]
    assert sent_fields(filed) == sent_fields(proposed)


def required(verb: str) -> list[str]:
    """The fields without which this verb is refused."""
    content = operations()[f"api:item-{verb}", "POST"]["requestBody"]["content"]["application/json"]
    return component(content["schema"]).get("required", [])


def test_every_row_has_the_fields_that_are_described_and_no_other(world):
    for prefix, _resource, basename in router.registry:
        told = operations()[f"api:{basename}-list", "GET"]["responses"]["200"]["content"]["application/json"]
        row = component(component(told["schema"])["properties"]["results"]["items"])
        seen = [
            found
            for who in ("manager", "member", "expert")
            for found in world.clients[who].get(f"/api/v1/{prefix}/").json()["results"]
        ]
        for found in seen:
            assert set(row["required"]) <= set(found) <= set(row["properties"]), prefix
        assert seen or basename == "view", (
            f"{prefix}: nothing to look at: add one to tests/permissions/world.py"
        )


def test_what_a_method_asks_for_is_what_it_is_refused_for(world):
    """Making and changing, by everybody who sees the group: 403 where none of the permissions is held."""
    things, cast = {row.name: row.thing for row in rows() if row.for_programs}, world.cast
    wrong = {}
    for (name, method), permissions in METHODS.items():
        thing = world.own.get(things.get(name), Thing())
        depends = len(permissions) > 1 and not thing.args  # on what is to be made: tests/api
        if not permissions or depends or things.get(name) in {"comment", "attachment"}:
            continue
        body = {"team": str(cast.red.pk), "product_group": str(cast.group.pk)} if method == "POST" else {}
        for role, person in everybody(cast).items():
            if not person.access.sees_group(cast.group.pk):
                continue
            with transaction.atomic():
                address = reverse(name, args=thing.args)
                ask = getattr(world.clients[role], method.lower())
                status = ask(address, body, content_type="application/json").status_code
                transaction.set_rollback(True)
            held = any(allowed(person, permission, name, thing, cast) for permission in permissions)
            if status != 404 and (status == 403) == held:
                wrong[name, method, role] = status
    assert not wrong


def allowed(person, permission: str, name: str, thing: Thing, cast) -> bool:
    """Whether the table allows it, asked about the thing itself or the place where it is to be made."""
    if not thing.args:
        return may(
            person,
            permission,
            cast.red if POLICY[permission].__name__ == "member_of_this_team" else cast.group,
        )
    basename = name.removeprefix("api:").rpartition("-")[0]
    model = next(resource.model for _prefix, resource, known in router.registry if known == basename)
    return may(person, permission, model.objects.get(pk=thing.args[0]))
