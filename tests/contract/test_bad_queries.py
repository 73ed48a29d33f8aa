"""Every filter of every described list, with what is none, is refused by its name."""

import pytest
from django.urls import reverse

from tests.contract.amounts import FULL
from tests.contract.bad_values import NOWHERE
from tests.contract.test_schema_and_code import operations
from tests.permissions.rows import rows
from tests.permissions.world import Thing

pytestmark = pytest.mark.django_db
BYTES = {"nul": "a%00", "lone surrogate": "%ED%A0%80", "broken encoding": "%FF%FE", "huge": "9" * 40}
NO_WORD = {"uuid": "x", "integer": "x", "enum": "colour"}
OF_ALL = {
    "cursor": ["forged", "Zm9yZ2Vk", "x" * 3_000, *BYTES.values()],
    "page_size": ["0", "-1", "201", "1e3", "x", *BYTES.values()],
    "sort": ["colour", "-", *BYTES.values()],
    "colour": ["red"],
}


def lists(world) -> dict[str, tuple[str, str, dict]]:
    """Name → address, who may ask, and the parameters of every list that is described."""
    table = {row.name: row for row in rows() if row.method == "GET"}
    found = {}
    for (name, method), told in operations().items():
        asked = {row["name"]: row["schema"] for row in told.get("parameters", ()) if row["in"] == "query"}
        if method == "GET" and "cursor" in asked:
            row = table.get(name)
            thing = world.own.get(row.thing, Thing()) if row else world.own["item"]
            who = "member" if row is None or "member" in row.allowed else sorted(row.allowed)[0]
            found[name] = reverse(name, args=thing.args), who, asked
    return found


def test_whatever_is_no_filter_is_refused_by_its_name(world):
    wrong = {}
    for name, (address, who, asked) in lists(world).items():
        tried = [(field, value) for field, values in OF_ALL.items() for value in values]
        tried += [(field, value) for field, told in asked.items() for value in surely_wrong(told)]
        for field, value in tried if FULL else tried[::2]:
            answer = world.clients[who].get(f"{address}?{field}={value}")
            refused = answer.status_code == 400
            if not refused or field not in {entry["field"] for entry in answer.json()["errors"]}:
                wrong[name, field, value[:20]] = answer.status_code, answer.text[:100]
    assert not wrong


def surely_wrong(told: dict) -> list[str]:
    """What this parameter can't be, by its schema: no text, no number, nothing of the choices."""
    told = told["items"] if told.get("type") == "array" else told
    told = next(iter(told.get("anyOf", [told])))
    kind = "enum" if "enum" in told else told.get("format") or told["type"]
    if kind == "string":
        return [BYTES["nul"], "x" * (told.get("maxLength", 500) + 1)]
    return [NO_WORD[kind], *BYTES.values()]


def test_what_is_not_there_and_what_may_not_be_seen_answer_in_the_same_words(world):
    """Lists of what belongs to an item; of all other addresses: tests/permissions."""
    foreign = world.foreign["item"].args[0]
    for name, (address, who, _asked) in lists(world).items():
        own = str(world.own["item"].args[0])
        if own in address:
            elsewhere = [address.replace(own, str(other)) for other in (foreign, NOWHERE)]
            (words,) = {world.clients[who].get(other).content.decode() for other in elsewhere}
            assert '"status":404' in words, name
