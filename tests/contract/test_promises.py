"""Sentences of the contract about all of the interface, asked of everything that is described."""

import re

import pytest
from django.urls import get_resolver
from jsonschema import Draft202012Validator, FormatChecker

from backlog.filters import PARAMETERS, SORTS
from improvement.rest.reference import described
from improvement.rest.router import Contract
from tests.contract.reach import things_in_reach
from tests.contract.test_bad_bodies import Caller
from tests.contract.test_schema_and_code import ANSWERED_BY_HAND, operations, sent_fields

pytestmark = pytest.mark.django_db
ROW = re.compile(r'<tr class="item-row" data-row.*?/items/([0-9a-f-]{36})/', re.DOTALL)


def test_every_body_is_shown_by_an_example_that_it_takes():
    wrong = {}
    for (name, method), told in operations().items():
        if sent_fields(told):
            content = told["requestBody"]["content"]["application/json"]
            schema = content["schema"] | {"components": described()["components"]}
            reader = Draft202012Validator(schema, format_checker=FormatChecker())
            examples = [example["value"] for example in content.get("examples", {}).values()]
            faults = [error.message for value in examples for error in reader.iter_errors(value)]
            if faults or not examples:
                wrong[name, method] = faults or "no example"
    assert not wrong


def test_everything_repeats_safely_and_is_kept_by_nobody():
    """What `Contract` promises is tried in tests/api/test_idempotency.py; every resource has it."""
    for pattern in get_resolver("improvement.api").url_patterns:
        view = getattr(pattern.callback, "cls", None)
        assert f"api:{pattern.name}" in ANSWERED_BY_HAND or issubclass(view, Contract), pattern.name


def test_every_change_needs_what_was_read(world):
    """Without If-Match 428, with an old one 412, whatever else is sent."""
    world.reach, wrong = things_in_reach(world.cast), {}
    for (name, method), told in operations().items():
        if method in {"PUT", "PATCH"}:
            caller = Caller(world, name, method, told)
            statuses = [
                caller.client.generic(
                    method, caller.address, b"{}", content_type="application/json", headers=headers
                ).status_code
                for headers in ({}, {"If-Match": ""}, {"If-Match": '"0"'}, {"If-Match": 'W/"0", "old"'})
            ]
            if statuses != [428, 428, 412, 412]:
                wrong[name, method] = statuses
    assert not wrong


def test_pages_and_programs_find_the_same_by_the_same_names(world):
    """Each filter and each order, by the address of the page and by that of the interface."""
    client, cast = world.clients["manager"], world.cast
    values = {
        "product_group": [cast.group.pk, cast.elsewhere.pk],
        "team": [cast.red.pk, cast.blue.pk],
        "owner": [cast.manager.pk],
        "raised_by": [cast.member.pk],
        "kind": ["impediment", "experiment"],
        "state": ["new", "ready", "taken"],
        "flag": ["stale"],
        "q": ["table", "builds red"],
        "age_min": [0, 1],
        "age_max": [0],
        "silent_min": [0, 1],
    }
    asked = [f"{name}={value}&sort=number" for name, several in values.items() for value in several]
    asked += [f"sort={sort}" for sort in SORTS] + [
        "state=new&state=ready&sort=number",
        "page_size=2&sort=due",
    ]
    assert set(values) | {"sort", "cursor", "page_size"} >= set(PARAMETERS) - {"view"}
    found = 0
    for query in asked:
        page, rows = client.get(f"/items/?{query}"), client.get(f"/api/v1/items/?{query}").json()["results"]
        assert ROW.findall(page.content.decode()) == [row["id"] for row in rows], query
        found += bool(rows)
    assert found > len(asked) / 2
