"""Leaving the demo is one press; then the organization is gone and the own service waits, empty."""

import json

import pytest

from tests.journeys.signing_in import person_with, sign_in

pytestmark = pytest.mark.last


def test_only_an_administrator_may_leave_it(open_page, service):
    page = open_page(service)
    sign_in(page, person_with(service, "manager"))
    assert page.get_by_role("button", name="Leave the demo").count() == 0
    assert page.goto("/demo/leave/").status == 403
    assert json.loads(service.get("/readyz")[1])["demo"] is True


def test_one_press_drops_the_demo_and_the_page_waits_for_the_own_service(open_page, service):
    page = open_page(service)
    sign_in(page, person_with(service, "admin"))
    page.goto("/demo/leave/")
    page.get_by_role("main").get_by_role("button", name="Leave the demo").click()
    page.get_by_role("heading", name="The demo is over").wait_for()
    page.get_by_role("heading", name="The demo is over").wait_for(state="detached", timeout=90_000)
    assert json.loads(service.get("/readyz")[1]) == {"database": "ok", "broker": "ok", "demo": False}
    assert "demo" not in page.url
    databases = service.manage(
        "shell",
        "-v0",
        "-c",
        "from django.db import connection as c; k = c.cursor(); "
        "k.execute('select datname from pg_database'); print(sorted(row[0] for row in k))",
    )
    assert "'improvement'" in databases.stdout
    assert "improvement_demo" not in databases.stdout
    assert not (service.home / "demo").exists()


def test_it_stays_left(service):
    """Also when the service is started again, though nobody says DEMO=0."""
    service.stop()
    service.start()
    assert json.loads(service.get("/readyz")[1])["demo"] is False
    assert service.manage("demo_people").returncode == 1
