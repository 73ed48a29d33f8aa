"""Where a program begins, and the page that describes everything to people."""

from django.test import Client

from tests.api.conftest import wrong


def test_the_start_leads_everywhere(cast, program):
    member = program("member")
    addresses = member.get("").json()
    assert {"items", "people", "reviews", "docs", "schema"} <= set(addresses)
    assert {member.get(path).status_code for path in addresses.values()} == {200}
    assert wrong(Client().get("/api/v1/")) == set()


def test_the_page_tells_every_operation_without_a_script(db):
    answer = Client().get("/api/v1/docs/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    for part in ("items_decide", "/api/v1/items/{id}/consent/", "RFC 9457", "Idempotency-Key", "verdict"):
        assert part in page
    main = page.split("<main", 1)[1]
    assert "<script" not in main.split("</main>")[0] and "style=" not in main


def test_the_description_shows_examples(db):
    schema = Client().get("/api/v1/schema/", headers={"Accept": "application/json"}).json()
    content = schema["paths"]["/api/v1/items/{id}/decide/"]["post"]["requestBody"]["content"]
    (example,) = content["application/json"]["examples"].values()
    assert example["value"]["verdict"] == "act"
