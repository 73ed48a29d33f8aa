"""What is typed is neither lost nor put over somebody else's, whatever comes in between."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.signing_in import sign_in
from tests.journeys.sizes import DESKTOP
from tests.journeys.walker import Walker, path_of

GROUP, TEAM = "Ticket and Travel", "Boats"  # whose templates ask for nothing
BROUGHT = "[data-brought]"
PROBLEM = "textarea[name=description]"
COMMENT = "#id_comment_text"


@pytest.fixture
def walker(open_page, service):
    return Walker(open_page, service, DESKTOP, "light")


def test_what_is_typed_survives_until_it_is_taken(walker):
    anna, bo = (
        walker.person("member", group=GROUP, team=TEAM),
        walker.person("leader", group=GROUP, team=TEAM),
    )
    page = walker.as_(anna)
    item = capture(page)
    write_a_comment(page, item)
    lose_a_race(walker, page, walker.as_(bo), item)
    lose_the_line(page, item)
    be_refused(page, item)
    sign_out_in_the_middle(page, item, anna)
    assert not walker.found, "\n".join(walker.found)


def capture(page) -> str:
    """Another kind asks anew, which is no answer to the form."""
    page.goto("/items/new/")
    page.locator("main [name=title]").fill("Ferries wait for a stamp")
    page.locator("main summary").click()
    page.locator(f"main {PROBLEM}").fill("Each morning.")
    with page.expect_response("**/items/questions/"):
        page.locator("main [name=kind]").select_option("improvement")
    type_on(page, page.locator(f"main {PROBLEM}"), " And at noon.")
    page.goto("/items/")
    page.keyboard.press("c")
    dialog = page.locator("#capture")
    expect(dialog.locator(BROUGHT)).to_be_visible()
    expect(dialog.locator("[name=title]")).to_have_value("Ferries wait for a stamp")
    expect(dialog.locator(PROBLEM)).to_have_value("Each morning. And at noon.")
    dialog.get_by_role("button", name="File the item").click()
    page.locator("#messages a").click()
    expect(page.locator(".item-texts")).to_contain_text("And at noon.")
    address = path_of(page)
    page.goto("/items/new/")
    expect(page.locator("main [name=title]")).to_have_value("")
    expect(page.locator(BROUGHT)).to_have_count(0)
    return address


def write_a_comment(page, item: str) -> None:
    """To look at it stores nothing; what was stored is not the draft that comes after it."""
    page.goto(item)
    type_on(page, page.locator(COMMENT), "Who has the stamp?")
    page.wait_for_timeout(400)  # longer than it takes until it is kept
    page.get_by_role("button", name="Preview").click()
    page.locator("#comment-preview .prose").wait_for()
    page.wait_for_timeout(100)  # longer than what was swapped takes to settle
    expect(page.locator(BROUGHT)).to_have_count(0)
    page.reload()
    expect(page.locator(COMMENT)).to_have_value("Who has the stamp?")
    expect(page.locator(f"#comment-form {BROUGHT}")).to_be_visible()
    page.get_by_role("button", name="Comment", exact=True).click()
    page.locator(".comment", has_text="Who has the stamp?").wait_for()
    expect(page.locator(COMMENT)).to_have_value("")
    type_on(page, page.locator(COMMENT), "A second thought")
    page.reload()
    expect(page.locator(COMMENT)).to_have_value("A second thought")
    page.locator(BROUGHT).get_by_role("button", name="Throw it away").click()
    expect(page.locator(COMMENT)).to_have_value("")
    expect(page.locator(COMMENT)).to_be_focused()
    page.reload()
    expect(page.locator(COMMENT)).to_have_value("")


def lose_a_race(walker, page, other, item: str) -> None:
    """Typed, left, and somebody else saves: who comes back sees both before one is put over it."""
    page.goto(f"{item}edit/")
    problem = page.locator(PROBLEM)
    type_on(page, problem, " Mine.")
    page.goto("/items/")
    other.goto(f"{item}edit/")
    type_on(other, other.locator(PROBLEM), " Theirs.")
    other.get_by_role("button", name="Save the changes").click()
    expect(other.locator(".item-texts")).to_contain_text("Theirs.")

    page.goto(f"{item}edit/")
    expect(problem).to_have_value("Each morning. And at noon. Mine.")
    expect(page.locator(BROUGHT)).to_contain_text("changed elsewhere")
    walker.look_at_both_widths(page)
    page.get_by_role("button", name="Save the changes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Somebody else saved first")
    expect(page.locator("td", has_text="Theirs.")).to_be_visible()
    expect(problem).to_have_value("Each morning. And at noon. Mine.")
    expect(page.locator(BROUGHT)).to_have_count(0)
    problem.fill("Theirs and mine.")
    page.get_by_role("button", name="Save mine on top").click()
    expect(page.locator(".item-texts")).to_contain_text("Theirs and mine.")
    page.goto(f"{item}edit/")
    expect(problem).to_have_value("Theirs and mine.")
    expect(page.locator(BROUGHT)).to_have_count(0)


def lose_the_line(page, item: str) -> None:
    problem = page.locator(PROBLEM)
    type_on(page, problem, " Written on the ferry.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save the changes").click()
    page.wait_for_url(re.compile("chrome-error|/edit/"))
    page.context.set_offline(False)
    page.goto(f"{item}edit/")
    expect(problem).to_have_value("Theirs and mine. Written on the ferry.")
    page.locator(BROUGHT).get_by_role("button", name="Throw it away").click()
    expect(problem).to_have_value("Theirs and mine.")


def be_refused(page, item: str) -> None:
    """A value that is not taken, and a service that is busy: nothing is stored, so everything stays kept."""
    problem, title = page.locator(PROBLEM), page.locator("main [name=title]")
    type_on(page, problem, " Kept.")
    title.fill("")
    page.get_by_role("button", name="Save the changes").click()
    page.locator(".error-summary").wait_for()
    title.fill("Ferries wait")
    page.goto(f"{item}edit/")
    expect(problem).to_have_value("Theirs and mine. Kept.")
    expect(title).to_have_value("Ferries wait")
    busy = {"status": 503, "content_type": "text/html", "body": "<title>Busy</title>"}
    page.route("**/edit/", lambda route: route.fulfill(**busy), times=1)
    page.get_by_role("button", name="Save the changes").click()
    expect(page).to_have_title("Busy")
    page.goto(f"{item}edit/")
    expect(problem).to_have_value("Theirs and mine. Kept.")


def sign_out_in_the_middle(page, item: str, person: dict) -> None:
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save the changes").click()
    page.locator("input[name=login]").fill(person["email"])
    page.locator("input[name=password]").fill(person["password"])
    page.locator("main form button.primary").click()
    expect(page.locator(PROBLEM)).to_have_value("Theirs and mine. Kept.")
    expect(page.locator(BROUGHT)).to_be_visible()
    page.get_by_role("button", name="Save the changes").click()
    expect(page.locator(".item-texts")).to_contain_text("Kept.")
    page.goto(f"{item}edit/")
    expect(page.locator(BROUGHT)).to_have_count(0)
    type_on(page, page.locator(PROBLEM), " Not for others.")
    page.locator("form:has([data-forget]) button[data-forget], form button[data-forget]").first.evaluate(
        "button => button.form.requestSubmit(button)"
    )
    page.wait_for_url(re.compile("/account/log"))
    sign_in(page, person)
    page.goto(f"{item}edit/")
    expect(page.locator(PROBLEM)).to_have_value("Theirs and mine. Kept.")


def type_on(page, field, words: str) -> None:
    field.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)
