"""Every field of every body with everything wrong: refused at the field, as described, and stored nowhere.

The operations come from the description, so that a new one is tried by itself.
"""

import json

import pytest
from django.db import transaction
from django.urls import reverse

from tests.cast import everybody
from tests.contract.amounts import FULL
from tests.contract.bad_values import NOWHERE, VALUES
from tests.contract.pages import stored
from tests.contract.reach import things_in_reach
from tests.contract.test_schema_and_code import allowed, operations, sent_fields
from tests.permissions.rows import rows
from tests.permissions.world import Thing

pytestmark = pytest.mark.django_db
JSON = "application/json"
LISTS = {"object": {"a": 1}, "list": [[1]], "list of numbers": [7], "list of nothing": [None]}
SURELY_WRONG = {"no whole number": 1e-300} | (LISTS if FULL else {})
SINGLE = {"string", "boolean", "integer", "null"}
OTHER_TYPES = {"number": 7, "huge": 10**30, "tiny": 1e-300, "true": True, "null": None, "foreign": NOWHERE}
EACH = [*VALUES.values(), *OTHER_TYPES.values()]
UNREADABLE = {
    "nothing but a brace": b"{",
    "a list": b"[]",
    "a word": b'"title"',
    "null": b"null",
    "deep": b'{"title":' + b"[" * 100_000,
    "broken encoding": b'{"title":"\xff\xfe"}',
    "lone surrogate": b'{"title":"\\ud800"}',
    "lone surrogate as UTF-8 can't be": b'{"title":"\xed\xa0\x80"}',
    "control characters": b'{"title":"a\x00b"}',
    "not a number": b'{"title":NaN}',
    "ten megabytes": b'{"title":"' + b"x" * 10_000_000 + b'"}',
}


class Caller:
    """Calls one operation as somebody who is let in. What is refused may leave nothing behind."""

    def __init__(self, world, name: str, method: str, told: dict):
        row = next(row for row in rows() if row.name == name)
        page = name.replace("api:item-", "backlog:item-").replace("api:review-", "reviews:review-")
        reached = world.reach.get(page)
        self.thing = reached or world.own.get(row.thing, Thing())
        self.method, self.name, self.told = method, name, told
        self.address = reverse(name, args=self.thing.args)
        self.client = world.clients[self._somebody(world, row)]

    def _somebody(self, world, row) -> str:
        if len(self.thing.args) > 1:
            return "member"  # who wrote the comment
        if row.method == self.method:
            return "member" if "member" in row.allowed else sorted(row.allowed)[0]
        asked = self.told["x-permission"]
        for role, person in everybody(world.cast).items():
            if any(allowed(person, one, self.name, self.thing, world.cast) for one in asked):
                return role
        return "member"

    def send(self, body: bytes, content_type: str = JSON):
        headers = {"If-Match": "*"} if self.method in {"PUT", "PATCH"} else {}
        with transaction.atomic():
            answer = self.client.generic(
                self.method, self.address, body, content_type=content_type, headers=headers
            )
            if answer.status_code < 400:
                transaction.set_rollback(True)
        assert str(answer.status_code) in self.told["responses"], (self.name, answer.status_code, body[:80])
        if answer.status_code >= 400:
            assert answer["Content-Type"] == "application/problem+json"
            assert "Traceback" not in answer.text and answer.json()["detail"]
        return answer


@pytest.fixture
def reachable(world):
    world.reach = things_in_reach(world.cast)
    return world


def callers(world, *, all_that_write: bool = False):
    """Of every operation that takes fields, or of every one that is sent something."""
    for (name, method), told in operations().items():
        if sent_fields(told) or (all_that_write and method not in {"GET", "DELETE"}):
            yield Caller(world, name, method, told)


def test_every_field_is_refused_by_its_name(reachable):
    before, wrong = stored(), {}
    for caller in callers(reachable):
        for field, schema in sent_fields(caller.told).items():
            for label, value in {**SURELY_WRONG, **too_long(schema), **(others() if FULL else {})}.items():
                try:
                    answer = caller.send(written({field: value}))
                    surely = label in SURELY_WRONG and single(schema)
                    if answer.status_code == 422 and (surely or label == "too long"):
                        named = {str(entry["field"]).split(".")[0] for entry in answer.json()["errors"]}
                        assert field in named, (field, label, named)
                except AssertionError as error:
                    wrong[caller.name, caller.method, field, label] = str(error)[:300]
        if stored() != before:
            wrong[caller.name, caller.method], before = "left something behind", stored()
    assert not wrong


def single(schema: dict) -> bool:
    """Whether it holds one value, and not a list or an object."""
    kinds = schema.get("type", "object")
    return set([kinds] if isinstance(kinds, str) else kinds) <= SINGLE


def written(body: dict) -> bytes:
    """JSON by the standard library, which writes numbers of any size."""
    return json.dumps(body).encode()


def too_long(schema: dict) -> dict:
    return {"too long": "x" * (schema["maxLength"] + 1)} if "maxLength" in schema else {}


def others() -> dict:
    return OTHER_TYPES | {f"{label} as text": value for label, value in VALUES.items()}


def test_everything_wrong_at_once_never_fails(reachable):
    before = stored()
    for caller in callers(reachable):
        for value in EACH if FULL else EACH[::3]:
            caller.send(written(dict.fromkeys(sent_fields(caller.told), value)))
        assert stored() == before, caller.name


def test_bodies_that_cannot_be_read_are_400_and_too_large_ones_413(reachable):
    before = stored()
    for caller in [*callers(reachable, all_that_write=True)][:: 1 if FULL else 8]:
        for label, body in UNREADABLE.items():
            answer = caller.send(body)
            expected = 413 if label == "ten megabytes" else 400
            assert answer.status_code in {expected, 409}, (
                caller.name,
                label,
                answer.status_code,
                answer.text[:200],
            )
        for other in ("text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"):
            assert caller.send(b"title=x", other).status_code in {400, 409}, (caller.name, other)
    assert stored() == before
