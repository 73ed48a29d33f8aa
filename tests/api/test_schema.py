"""The description of the interface, and whether the interface keeps to it."""

from io import StringIO

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from backlog.models import Action, Decision, Flag, ProductBacklogEntry, SavedView
from improvement.wsgi import application
from retrospectives.models import PastedNotes, Retrospective
from reviews.models import Review
from tests.api.conftest import wrong
from tests.cast import PATHS, far_future, make_item

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
FEW = settings(
    max_examples=3,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
RESOURCES = (
    "product-groups teams people items retrospectives brought-notes reviews decisions actions "
    "product-backlog flags events views"
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


@pytest.fixture
def ids(cast) -> dict[str, list]:
    """Real ids for the paths, so that requests reach further than "not found"."""
    items = [make_item(cast, state).pk for state in PATHS]
    Action.add(
        product_group=cast.group, text="Act", owner=cast.manager, due=far_future(cast), by=cast.manager
    )
    flagged = make_item(cast)
    Flag.objects.create(item=flagged, name="stale", period=cast.group.today())
    ProductBacklogEntry.add_feature(product_group=cast.group, title="Pay", by=cast.product_owner)
    held = Retrospective.hold(team=cast.red, date="2026-05-04", by=cast.member)
    planned = Review.plan_next(cast.group, flagged.created)
    return {
        "items": items,
        "actions": list(Action.objects.values_list("pk", flat=True)),
        "decisions": list(Decision.objects.values_list("pk", flat=True)),
        "flags": list(Flag.objects.values_list("pk", flat=True)),
        "product-backlog": list(ProductBacklogEntry.objects.values_list("pk", flat=True)),
        "retrospectives": [held.pk],
        "brought-notes": [PastedNotes.bring("# Good\n- one", team=cast.red, by=cast.member).pk],
        "reviews": [planned.pk],
        "teams": [cast.red.pk, cast.far.pk],
        "product-groups": [cast.group.pk],
        "people": [cast.member.pk],
        "views": [SavedView.save_as(name="New", query="state=new", by=cast.member).pk],
        "events": [1],
    }


@pytest.fixture
def one_connection():
    """Real requests give their connection back; the test's transaction needs it to stay."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("who", ["member", "manager"])
def test_whatever_is_sent_is_answered_as_described(cast, program, ids, who):
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    headers = program(who).headers
    for found in schema.get_all_operations():
        operation = found.ok()

        @FEW
        @given(
            case=operation.as_strategy(), choice=st.integers(min_value=0, max_value=99), bound=st.booleans()
        )
        def ask(case, choice, bound):
            resource = case.path.split("/")[3]
            if "id" in case.path_parameters and bound:
                case.path_parameters["id"] = str(ids[resource][choice % len(ids[resource])])
            if case.method in {"PUT", "PATCH"} and bound:
                case.headers["If-Match"] = "*"
            case.call_and_validate(headers=headers, checks=CHECKS)

        ask()
