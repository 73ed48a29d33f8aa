"""One person after the other at the same device: signs in, looks at pages, and keeps what axe says."""

from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.journeys.axe import OF_COLOURS, complaints
from tests.journeys.signing_in import people_of, sign_in
from tests.journeys.sizes import DESKTOP, PHONE


class Walker:
    """Walks through one service with pages of one size and theme. `found` gathers what is wrong."""

    def __init__(self, open_page, service, size, theme):
        self.open_page = open_page
        self.service = service
        self.size = size
        self.theme = theme
        self.found: list[str] = []
        self.pages: dict[str, Page] = {}

    def person(self, role: str, *, group: str, team: str | None = None) -> dict:
        """Somebody of the group (and team) with this role and no other hat."""
        able = [
            person
            for person in people_of(self.service)
            if role in person["roles"] and person["product_group"] == group and team in (None, person["team"])
        ]
        return min(able, key=lambda person: len(person["roles"]))

    def as_(self, person: dict) -> Page:
        """A page in that person's own session; the same one each time."""
        if person["email"] not in self.pages:
            page = self.open_page(self.service, self.size, theme=self.theme)
            sign_in(page, person)
            self.pages[person["email"]] = page
        return self.pages[person["email"]]

    def look(self, page: Page) -> None:
        """Run axe in both themes, and see that nothing is wider than the screen."""
        self.found.extend(complaints(page))
        page.emulate_media(color_scheme="dark" if self.theme == "light" else "light")
        self.found.extend(complaints(page, *OF_COLOURS))
        page.emulate_media(color_scheme=self.theme)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.found.append(f"{page.url} is wider than a screen of {page.viewport_size['width']}")

    def look_at_both_widths(self, page: Page) -> None:
        """`look` as on a desktop and as on a phone, without asking the service twice."""
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)
            self.look(page)

    def go(self, page: Page, address: str) -> None:
        answer = page.goto(address)
        assert answer.status == 200, f"{address}: {answer.status}"
        self.look(page)

    def press(self, page: Page, name: str, role: str = "button") -> None:
        page.get_by_role(role, name=name, exact=True).first.click()
        page.wait_for_load_state()


def path_of(page: Page) -> str:
    return urlsplit(page.url).path
