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


def test_a_forgotten_slash_is_made_good(cast, program):
    member = program("member")
    answer = member.get("items", {"state": "new"})
    assert (answer.status_code, answer["Location"]) == (308, "/api/v1/items/?state=new")
    body = {"team": str(cast.red.pk), "kind": "impediment", "title": "Slow"}
    assert member.post("items", body)["Location"] == "/api/v1/items/"
    for path in ("nothing", "nothing/", "items/nothing"):
        assert member.delete(path).status_code == 404
    assert Client().get("/api/v1/items").status_code == 401


def test_what_cannot_be_done_is_told_as_a_problem(cast, program):
    member = program("member")
    for answer in (member.delete("items/"), member.put("items/", {}), member.post("flags/", {})):
        assert answer.status_code == 405 and wrong(answer) == set()
    assert member.get("items/", Accept="application/xml").status_code == 406
