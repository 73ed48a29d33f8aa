"""From "somebody said something" to "we know what it does to the whole", by keys alone, in a real browser."""

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.keys import check, choose, press, tab_to
from tests.journeys.sizes import DESKTOP
from tests.journeys.test_main_pages import take_pictures
from tests.journeys.walker import Walker, path_of

GROUP, TEAM, OTHER = "Ticket and Travel", "Boats", "Journey Planner"
TITLES = ("Tests of the ferry plan fail at night", "Night tests of the ferry plan are red", "No test data")
PROPOSAL = "One calendar for all boats"


def test_discuss_and_filter(open_page, service):
    walker = Walker(open_page, service, DESKTOP, "light")
    member = walker.as_(walker.person("member", group=GROUP, team=TEAM))
    expert = walker.as_(walker.person("expert", group=GROUP))
    manager = walker.as_(walker.person("manager", group=GROUP))
    items = [capture(member, title) for title in TITLES]

    triage_by_keys(walker, expert, items)
    answer_the_five_questions(walker, member, expert, items[2])
    merge_and_undo(walker, expert, items)
    consent(walker, expert, member)
    keep_as_learning_and_test(walker, expert, manager, member, items[2])
    assert not walker.found, "\n".join(walker.found)


def capture(page: Page, title: str) -> str:
    page.goto("/items/new/")
    page.locator("main input[name=title]").fill(title)
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(r"/items/[0-9a-f-]{36}/"))
    return path_of(page)


def keys(page: Page, *pressed: str) -> None:
    for key in pressed:
        page.keyboard.press(key)


def say(page: Page, words: str) -> None:
    """Type into the field that has the focus, and send it."""
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")


def dialog(page: Page) -> None:
    """The dialog is open with its form, and the focus is in it."""
    page.locator("#item-dialog-body form").wait_for()
    expect(page.locator("#item-dialog-body :focus")).to_have_count(1)


def told(page: Page, words: str) -> None:
    """The page says what was done, and is ready for the next key.

    A key that comes before the page has settled sends a form without the script: then the same
    is said above a page loaded anew.
    """
    page.locator("#triage, #messages").get_by_text(words).first.wait_for()
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def triage_by_keys(walker: Walker, page: Page, items: list[str]) -> None:
    keys(page, "g", "t")
    page.wait_for_url("**/triage/**")
    walker.look_at_both_widths(page)
    take_pictures(page, "triage")
    keys(page, "?")
    expect(page.locator("#keys-here dd").first).to_have_text("Assess")
    keys(page, "Escape", "j", "x", "j", "x")
    expect(page.locator("#selected")).to_have_text("2 selected")
    first = page.locator("#selection [name=item]:checked").first.input_value()
    keys(page, "a")
    dialog(page)
    walker.look(page)
    keys(page, "4", "Tab")
    say(page, "We do not know yet.")
    told(page, "2 items are assessed.")
    expect(page.locator(f"#item-{first}")).to_have_count(0)
    keys(page, "u")
    told(page, "It is undone.")
    expect(page.locator(f"#item-{first}")).to_have_count(1)

    keys(page, "s")  # nothing is selected: the row that has the focus is meant
    dialog(page)
    page.locator("#item-dialog-body [name=until]").fill(str(date.today() + timedelta(days=9)))
    keys(page, "Control+Enter")
    told(page, "1 item is laid aside.")
    keys(page, "u")
    told(page, "It is undone.")

    keys(page, "v")
    page.wait_for_url("**/triage/one/**")
    walker.look_at_both_widths(page)
    keys(page, "j")
    page.wait_for_url("**item=**")
    keys(page, "q")
    dialog(page)
    say(page, "Since when does it hurt?")
    told(page, "The team of 1 item is asked.")
    page.goto(f"/triage/one/?item={items[0].split('/')[2]}")
    page.get_by_role("heading", name="Perhaps the same").wait_for()
    take_pictures(page, "triage-one")
    keys(page, "o")
    page.wait_for_url(f"**{items[0]}")


def answer_the_five_questions(walker: Walker, member: Page, expert: Page, item: str) -> None:
    """The second person sees nothing of the first one's answer until they gave their own."""
    answer(member, item, "One team", "Nobody", "better", "Only our tests were slow")
    expert.goto(item)
    expect(expert.locator("#perspectives")).to_contain_text("1 person has answered")
    expect(expert.locator("#perspectives")).not_to_contain_text("Only our tests were slow")
    answer(expert, item, "One function", "Several teams", "worse", "Data can be shared")
    expect(expert.locator("#perspectives")).to_contain_text("People disagree here:")
    expect(expert.locator("#perspectives")).to_contain_text("Only our tests were slow")
    walker.look_at_both_widths(expert)
    take_pictures(expert, "perspectives")


def answer(page: Page, item: str, gains: str, loses: str, whole: str, assumption: str) -> None:
    page.goto(item)
    press(page, page.locator("#perspectives a.button"))
    dialog(page)
    form = page.locator("#item-dialog-body")
    choose(page, form.locator("[name=gains]"), gains)
    choose(page, form.locator("[name=loses]"), loses)
    check(page, form.locator("[name=whole]"), whole)
    tab_to(page, form.locator("[name=assumption]"))
    page.keyboard.type(assumption)
    page.keyboard.press("Enter")
    page.get_by_text("Change my answer").wait_for()


def merge_and_undo(walker: Walker, page: Page, items: list[str]) -> None:
    page.goto(items[0])
    number = page.locator(".item-number").first.inner_text()
    page.goto(f"/triage/one/?item={items[1].split('/')[2]}")
    keys(page, "m")
    dialog(page)
    page.keyboard.type(number)
    keys(page, "Enter")
    told(page, "1 item is merged.")
    page.goto(items[0])
    page.get_by_role("heading", name="Merged into it").wait_for()
    expect(page.locator("#raisings-title")).to_contain_text("Raised 2 times since")
    walker.look_at_both_widths(page)
    page.goto("/triage/")
    keys(page, "u")
    told(page, "It is undone.")
    page.goto(items[0])
    expect(page.get_by_role("heading", name="Merged into it")).to_have_count(0)


def consent(walker: Walker, outsider: Page, member: Page) -> None:
    outsider.goto("/items/propose/")
    outsider.locator("main input[name=title]").fill(PROPOSAL)
    outsider.locator("main select[name=team]").select_option(label=TEAM)
    outsider.locator("main form button.primary").click()
    outsider.wait_for_url(re.compile(r"/items/[0-9a-f-]{36}/"))
    member.goto("/triage/proposals/")
    walker.look_at_both_widths(member)
    other = walker.as_(walker.person("member", group=GROUP, team=OTHER))
    for page in (member, other):
        page.goto("/triage/proposals/")
        press(page, page.locator("[data-row]", has_text=PROPOSAL).locator(".row-tools a"))
        dialog(page)
        check(page, page.locator("#item-dialog-body [name=agree]"), "true")
        press(page, page.locator("#item-dialog-body button.primary"))
        page.get_by_text("The team's answer is recorded.").first.wait_for()
    outsider.reload()
    expect(outsider.locator(".item-meta .state")).to_have_text("New")


def keep_as_learning_and_test(walker: Walker, expert: Page, manager: Page, member: Page, item: str) -> None:
    expert.goto(f"{item}assess/")
    check(expert, expert.locator("main [name=finding]"), "assumption")
    keys(expert, "Tab")
    expert.keyboard.type("Nobody has looked whether data can be shared.")
    press(expert, expert.locator("main form button.primary"))
    expert.wait_for_url(f"**{item}")
    manager.goto(item)
    press(manager, manager.get_by_role("link", name="Test the assumption"))
    dialog(manager)
    expect(manager.locator("#item-dialog-body [name=prediction]")).to_have_value(
        re.compile("Data can be shared")
    )
    walker.look(manager)
    keys(manager, "Escape")
    manager.goto(f"{item}decide/")
    check(manager, manager.locator("main [name=verdict]"), "learn")
    tab_to(manager, manager.locator("main [name=reason]"))
    manager.keyboard.type("It would help one team only.")
    press(manager, manager.locator("main form button.primary"))
    manager.wait_for_url(f"**{item}")
    member.goto("/triage/learning/")
    row = member.locator("[data-row]", has_text=TITLES[2])
    press(member, row.get_by_role("link", name="Write down what was learned"))
    dialog(member)
    tab_to(member, member.locator("#item-dialog-body [name=learning]"))
    keys(member, "Control+a")
    say(member, "One set of data for all is missing.")
    expect(row).to_contain_text("One set of data for all is missing.")
    walker.look_at_both_widths(member)
    take_pictures(member, "learning")
    press(member, row.get_by_role("link", name="Suggest an experiment"))
    member.wait_for_url("**/tests/")
    walker.look_at_both_widths(member)
    for name, words in (("prediction", "Nights are green."), ("measure", "Count for three weeks.")):
        tab_to(member, member.locator(f"main [name={name}]"))
        keys(member, "Control+a")
        member.keyboard.type(words)
    press(member, member.locator("main form button.primary"))
    member.get_by_text("It is filed.").wait_for()
    expect(member.locator("main")).to_contain_text("It tests the assumption of")
    member.goto(f"{item}again/")  # it is over, so it can come back
    walker.look_at_both_widths(member)
