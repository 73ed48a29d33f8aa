"""An empty service is begun, given product groups, teams, people and thresholds, in the browser alone."""

import email
import email.policy
import re
import time
from urllib.parse import urlsplit

import pytest

from tests.journeys.axe import complaints
from tests.journeys.sizes import DESKTOP, PHONE

ADMIN = {"email": "ada@example.org", "password": "seven small steps"}


@pytest.fixture(scope="module")
def begun(browser, own_service):
    """The first visit leads through making the administrator and the first product group."""
    page = browser.new_context(base_url=own_service.url, viewport=DESKTOP).new_page()
    page.goto("/items/")
    assert urlsplit(page.url).path == "/welcome/"
    assert complaints(page) == []
    page.get_by_label("Name", exact=True).fill("Ada Berg")
    page.get_by_label("E-mail address").fill(ADMIN["email"])
    page.get_by_label("Password").fill(ADMIN["password"])
    page.get_by_label("First product group").fill("Payments")
    page.get_by_label("Its teams").fill("Red\nBlue")
    page.get_by_role("button", name="Start the service").click()
    page.get_by_role("heading", name="Settings").wait_for()
    assert page.goto("/welcome/").status == 404
    page.context.close()
    return own_service


def sign_in(page, email, password):
    page.goto("/account/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button.primary").click()
    page.wait_for_url(lambda address: "/account/login" not in address)


def mail_to(service, address: str, patience: float = 60):
    """The letter that the worker wrote into the home folder."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        for file in (service.home / "mail").glob("*"):
            letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            if address in (letter["To"] or ""):
                return letter
        time.sleep(0.2)
    raise AssertionError(f"Nobody wrote to {address}.")


@pytest.mark.parametrize(
    ("size", "theme", "width"),
    [(DESKTOP, "light", "desktop"), (PHONE, "dark", "phone")],
    ids=["desktop", "phone"],
)
def test_an_administrator_configures_everything_in_the_browser(open_page, begun, size, theme, width):
    page = open_page(begun, size, theme=theme)
    found = []

    def look():
        found.extend(complaints(page))
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, f"{page.url} is wider than the screen"

    sign_in(page, **ADMIN)
    page.goto("/settings/")
    look()
    page.get_by_role("link", name="New product group").click()
    page.get_by_label("Name", exact=True).fill(f"Letters {width}")
    page.get_by_label("Teams").fill("One\nTwo")
    look()
    page.get_by_role("button", name="Create the product group").click()

    page.get_by_label("Stale after (days)").fill("0")
    page.locator("main form.form").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Save the settings").click()
    page.get_by_role("alert").filter(has_text="Stale after").wait_for()
    look()
    page.get_by_label("Stale after (days)").fill("21")
    page.get_by_label("Weekday of the review").select_option("Thursday")
    page.get_by_role("button", name="Save the settings").click()
    page.get_by_text("The settings are saved").wait_for()
    assert page.get_by_label("Stale after (days)").input_value() == "21"
    look()

    page.get_by_role("link", name="Teams", exact=True).click()
    page.get_by_label("Name", exact=True).fill("Three")
    page.get_by_role("button", name="Add the team").click()
    page.get_by_role("link", name="Three").wait_for()
    look()

    page.get_by_role("link", name="Roles", exact=True).click()
    page.get_by_role("searchbox", name="Name").fill("ada")
    page.get_by_role("button", name="Give").first.click()
    page.get_by_role("button", name="End the role Manager: Ada Berg").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="End the role Manager: Ada Berg").wait_for()
    look()

    page.goto("/invitations/new/")
    look()
    page.get_by_label("E-mail address").fill(f"bo-{width}@example.org")
    team = page.locator(f'optgroup[label="Teams of Letters {width}"] option', has_text="Three")
    page.get_by_label("Where").select_option(team.get_attribute("value"))
    page.get_by_label("As", exact=True).select_option("leader")
    page.locator("main form.form button.primary").click()
    link = page.get_by_role("textbox", name="Link").input_value()
    look()
    assert re.fullmatch(rf"{re.escape(begun.url)}/invitations/[\w-]+/", link)

    letter = mail_to(begun, f"bo-{width}@example.org")
    assert link in letter.get_content()

    guest = open_page(begun, size, theme=theme)
    guest.goto(link)
    found.extend(complaints(guest))
    guest.get_by_label("Name", exact=True).fill(f"Bo {width}")
    guest.get_by_label("Password").fill("many small steps")
    guest.get_by_role("button", name="Join").click()
    guest.wait_for_url(lambda address: "/invitations/" not in address)
    assert guest.goto(link).status == 404
    for path in ("/people/", "/profile/", "/profile/tokens/", "/invitations/"):
        assert guest.goto(path).status == 200
        found.extend(complaints(guest))
    page.goto("/people/?role=leader")
    page.get_by_role("link", name=f"Bo {width}").click()
    look()
    page.get_by_role("link", name="Three").click()
    look()
    assert found == []
