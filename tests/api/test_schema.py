"""The description of the interface; whether it is kept to is tried in tests/contract."""

from io import StringIO

from django.core.management import call_command
from django.test import Client

from tests.api.conftest import wrong

RESOURCES = (
    "product-groups teams people items retrospectives brought-notes reviews decisions actions "
    "product-backlog flags events views sweeps"
)


def test_the_description_is_whole():
    """Every parameter, body and answer has a type and every operation a name of its own."""
    call_command("spectacular", validate=True, fail_on_warn=True, api_version="1", stdout=StringIO())


def test_the_description_is_for_everybody_and_names_every_resource(db):
    schema = Client().get("/api/v1/schema/", headers={"Accept": "application/json"}).json()
    assert schema["openapi"].startswith("3.1")
    for name in RESOURCES.split():
        assert f"/api/v1/{name}/" in schema["paths"]
    for path in ("history", "comments"):
        assert f"/api/v1/items/{{id}}/{path}/" in schema["paths"]
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            answers = operation["responses"]
            assert {"400", "401", "403", "404", "429"} <= set(answers), path
            if method in {"put", "patch"}:
                assert {"412", "428", "409", "422", "413"} <= set(answers), path
                assert any(row["name"] == "If-Match" for row in operation["parameters"])
            if method == "post":
                assert any(row["name"] == "Idempotency-Key" for row in operation["parameters"])
            assert answers["404"]["content"].keys() == {"application/problem+json"}


def test_a_defect_tells_nothing_of_itself(cast, program, monkeypatch):
    monkeypatch.setattr("backlog.filters.ItemFilter.page", lambda asked, rows: 1 / 0)
    member = program("member")
    member.client.raise_request_exception = False
    answer = member.get("items/")
    assert answer.status_code == 500 and wrong(answer) == set()
    assert b"Zero" not in answer.content
