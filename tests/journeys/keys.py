"""What a person does who has a keyboard and nothing else."""

from playwright.sync_api import Locator, Page

MOST = 250
"""So many steps from one thing to another are more than anybody would take."""


def tab_to(page: Page, wanted: Locator, *, back: bool = False) -> None:
    """Press Tab (or Shift Tab, from the end of the page) until `wanted` has the focus."""
    goal = wanted.element_handle()
    for _press in range(MOST):
        if goal.evaluate("wanted => wanted === document.activeElement"):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"Tab never comes to {wanted}")


def press(page: Page, wanted: Locator, *, back: bool = False) -> None:
    """Go to a button or link by Tab, and press it."""
    tab_to(page, wanted, back=back)
    page.keyboard.press("Enter")


def choose(page: Page, field: Locator, label: str) -> None:
    """Go to a list of choices and down to the one of that name."""
    tab_to(page, field)
    page.keyboard.press("Home")
    for _press in range(field.locator("option").count()):
        if field.evaluate("field => field.selectedOptions[0].label.trim()") == label:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"“{label}” is not to be chosen")


def check(page: Page, radios: Locator, value: str) -> None:
    """Go to a row of buttons of which one holds, and along it to the one that is wanted."""
    places = range(radios.count())
    tab_to(page, radios.nth(next((place for place in places if radios.nth(place).is_checked()), 0)))
    page.keyboard.press("Space")
    for _press in places:
        if page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"No arrow leads to “{value}”")
