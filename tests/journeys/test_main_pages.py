"""Every main page, in both themes and widths: axe finds nothing, nothing is wider than the screen.

With `PICTURES` naming a folder, the pictures of README and the guide are taken on the way
(`make pictures`).
"""

import os
from pathlib import Path

import pytest

from backlog.filter_bar import UNDONE_STATES
from tests.journeys.signing_in import people_of
from tests.journeys.sizes import DESKTOP, PHONE
from tests.journeys.walker import Walker

GROUP = "Citizen Portal"
UNDONE = "/items/?" + "".join(f"state={state}&" for state in UNDONE_STATES) + "sort=-silent"
PAGES = {
    "member": [
        "/",
        UNDONE,
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
    UNDONE: "items",
    "/": "my-work",
    "/items/board/": "board",
    "/product-backlog/": "product-backlog",
}


def test_every_main_page(open_page, service):
    walker = Walker(open_page, service, DESKTOP, "light")

    def visit(page, address):
        assert page.goto(address).status == 200, address
        walker.look_at_both_widths(page)

    for role, addresses in PAGES.items():
        page = walker.as_(walker.person(role, group=GROUP))
        for address in addresses:
            visit(page, address)
            if role == "member" and address in PICTURES:
                take_pictures(page, PICTURES[address])
    member = walker.as_(walker.person("member", group=GROUP))
    for link in ("main [data-row] a.item-title", "main .rows a.row-link"):
        member.goto("/items/" if "item-title" in link else "/retrospectives/")
        member.locator(link).first.click()
        member.wait_for_load_state()
        walker.look_at_both_widths(member)
    take_pictures(member, "retrospective")
    admin = walker.as_(next(one for one in people_of(service) if one["roles"] == ["admin"]))
    for address in ("/settings/", "/invitations/", "/items/import/", "/demo/leave/"):
        visit(admin, address)
    visit(walker.open_page(service), "/account/login/")
    visit(walker.open_page(service), "/api/v1/docs/")
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


def take_pictures(page, name: str) -> None:
    """The page for README and guide as on a desktop in light and on a phone in dark, where asked for."""
    folder = os.environ.get("PICTURES")
    if not folder:
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    for size, theme, kind in ((PHONE, "dark", "dark-phone"), (DESKTOP, "light", "light")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # else in the midst of a change
        page.screenshot(path=f"{folder}/{name}-{kind}.png")
