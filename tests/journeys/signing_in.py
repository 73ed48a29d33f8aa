"""Signing in as one of the people of the demo, the way they do it."""

import json


def people_of(service) -> list[dict]:
    """The people of the demo as `demo_people` lists them, asked once for each service."""
    if not hasattr(service, "people"):
        answer = service.manage("demo_people")
        assert answer.returncode == 0, answer.stderr
        service.people = json.loads(answer.stdout)
    return service.people


def person_with(service, role: str, *others: str) -> dict:
    """Somebody who holds these roles and as few besides as possible."""
    wanted = {role, *others}
    able = [person for person in people_of(service) if wanted <= set(person["roles"])]
    return min(able, key=lambda person: len(person["roles"]))


def sign_in(page, person: dict) -> None:
    page.goto("/account/login/")
    page.locator("input[name=login]").fill(person["email"])
    page.locator("input[name=password]").fill(person["password"])
    page.locator("main form button.primary").click()
    page.wait_for_url(lambda address: "/account/login" not in address)
