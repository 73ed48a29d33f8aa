"""Every main page, in both themes and widths: axe finds nothing, nothing is wider than the screen.

With `PICTURES` naming a folder, the pictures of README and the guide are taken on the way
(`make pictures`).
"""

import os
from pathlib import Path

import pytest

from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.signing_in import people_of
from tests.journeys.walker import Walker

GROUP = "Citizen Portal"
PAGES = {
    "member": [
        "/",
        "/items/?sort=-silent",
        "/items/board/",
        "/product-backlog/",
        "/retrospectives/",
        "/profile/",
        "/people/",
    ],
    "manager": ["/", "/backlog/", "/reviews/", "/actions/", "/items/?flag=overdue", "/inbox/", "/items/new/"],
    "expert": ["/items/propose/"],
}
PICTURES = {
    "/items/?sort=-silent": "items",
    "/": "my-work",
    "/items/board/": "board",
    "/product-backlog/": "product-backlog",
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_main_page(open_page, service, size, theme):
    walker = Walker(open_page, service, size, theme)
    for role, addresses in PAGES.items():
        page = walker.as_(walker.person(role, group=GROUP))
        for address in addresses:
            walker.go(page, address)
            if role == "member" and address in PICTURES:
                take_picture(page, f"{PICTURES[address]}-{theme}{'' if size == DESKTOP else '-phone'}")
    member = walker.as_(walker.person("member", group=GROUP))
    for link in ("main [data-row] a.item-title", "main .rows a.row-link"):
        member.goto("/items/" if "item-title" in link else "/retrospectives/")
        member.locator(link).first.click()
        member.wait_for_load_state()
        walker.look(member)
    take_picture(member, f"retrospective-{theme}{'' if size == DESKTOP else '-phone'}")
    admin = walker.as_(next(one for one in people_of(service) if one["roles"] == ["admin"]))
    for address in ("/settings/", "/invitations/", "/items/import/", "/demo/leave/"):
        walker.go(admin, address)
    stranger = walker.open_page(service, size, theme=theme)
    walker.go(stranger, "/account/login/")
    assert not walker.found, "\n".join(walker.found)


@pytest.mark.parametrize("language", ["sv"])
def test_the_pages_speak_swedish(open_page, service, language):
    page = open_page(service, locale="sv-SE")
    walker = Walker(lambda *_args, **_options: page, service, DESKTOP, "light")
    person = walker.person("leader", group="Ticket and Travel", team="Boats")
    walker.as_(person)
    walker.go(page, "/items/")
    assert page.locator("html").get_attribute("lang") == language
    page.get_by_role("heading", level=1, name="Ärenden").wait_for()
    assert not walker.found, "\n".join(walker.found)


def take_picture(page, name: str) -> None:
    """A picture of the page for README and guide, where somebody asked for pictures."""
    folder = os.environ.get("PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png")
