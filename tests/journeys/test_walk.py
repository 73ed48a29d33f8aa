"""From a retrospective to a confirmed improvement, by the people whose part it is, in a real browser."""

import re
from datetime import date, timedelta

import pytest

from tests.journeys.signing_in import people_of
from tests.journeys.sizes import DESKTOP, PHONE
from tests.journeys.walker import Walker, path_of

GROUP, TEAM = "Care Booking", "Calendar"
REAL_TEXT = "retrospectives/input-output-hk-adrestia-wallet-2019-11-06.md"


@pytest.mark.parametrize(
    ("size", "theme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop-light", "phone-dark"]
)
def test_from_retrospective_to_confirmed_improvement(open_page, service, shared_data, size, theme):
    walker = Walker(open_page, service, size, theme)
    facilitator = walker.as_(walker.person("facilitator", group=GROUP, team=TEAM))
    title = f"Sorting the queue takes an hour ({theme})"

    board = hold_a_retrospective(walker, facilitator, (shared_data / REAL_TEXT).read_text())
    item = make_an_item(walker, facilitator, board, title)
    capture_by_key(walker, facilitator, f"The door is locked ({theme})")
    import_real_items(walker, shared_data / "items.csv")
    filter_and_export(walker, facilitator)
    assess(walker, item)
    decide_in_a_review(walker, item, title)
    take_and_do(walker, facilitator, item, title)
    confirm(walker, facilitator, item)
    flags_mail_and_inbox(walker, facilitator)
    assert not walker.found, "\n".join(walker.found)


def hold_a_retrospective(walker, page, text) -> str:
    walker.go(page, "/retrospectives/")
    page.get_by_role("link", name="Hold a retrospective").click()
    walker.look(page)
    walker.press(page, "Open the board")
    board = path_of(page)
    walker.look(page)
    page.goto(f"{board}paste/")
    walker.look(page)
    page.locator("main textarea[name=text]").fill(text)
    walker.press(page, "Read it")
    page.get_by_role("heading", name="Correct the notes").wait_for()
    walker.look(page)
    first = page.locator("#preview li.note").first
    first.locator("a[hx-get]").click()
    page.locator("#preview .editing textarea").fill("Corrected before it was stored")
    walker.press(page, "Change")
    page.locator("#preview li.note", has_text="Corrected before it was stored").first.wait_for()
    walker.press(page, "Store on the board")
    page.wait_for_url(f"**{board}*")
    page.locator("li.note", has_text="Corrected before it was stored").first.wait_for()
    page.locator("button.votes").first.click()
    page.locator("form.agree input[name=text], form.agree textarea[name=text]").first.fill(
        "We look each Friday"
    )
    page.locator("form.agree button").first.click()
    page.get_by_text("We look each Friday").first.wait_for()
    walker.look(page)
    return board


def make_an_item(walker, page, board, title) -> str:
    """From a note, with kind, problem, idea and expected effect; the way back leads to the board."""
    page.locator("li.note input[name=note]").first.check()
    page.get_by_role("button", name="Make an item").first.click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Problem").fill("Everybody sorts by hand.")
    page.get_by_label("Idea").fill("Let the program sort.")
    page.get_by_label("Expected effect").fill("An hour a day.")
    walker.look(page)
    walker.press(page, "File the item")
    page.goto(f"/items/?q={title.split(' (')[0].replace(' ', '+')}")
    page.get_by_role("link", name=title).first.click()
    page.wait_for_url(re.compile(r"/items/[0-9a-f-]{36}/"))
    walker.look(page)
    assert page.locator(f"a[href^='{board}']").count() >= 1, "no way back to the retrospective"
    return path_of(page)


def capture_by_key(walker, page, title) -> None:
    """One key from any page, one field."""
    page.goto("/people/")
    page.locator("body").press("c")
    page.locator("#capture-body input[name=title], #capture-body textarea[name=title]").fill(title)
    page.locator("#capture-body button.primary").click()
    page.get_by_text("Captured").first.wait_for()
    page.goto("/items/")
    page.get_by_role("link", name=title).first.wait_for()


def import_real_items(walker, path) -> None:
    admin = walker.as_(next(one for one in people_of(walker.service) if one["roles"] == ["admin"]))
    walker.go(admin, "/items/import/")
    admin.locator("input[name=file]").set_input_files(path)
    admin.get_by_label("Team", exact=True).select_option(label=TEAM)
    admin.get_by_label("Only check, store nothing").uncheck()
    walker.press(admin, "Check or import the file")
    admin.get_by_text("The items are stored").wait_for(timeout=60_000)
    walker.look(admin)


def filter_and_export(walker, page) -> None:
    walker.go(page, "/items/?state=ready&sort=-silent")
    assert page.locator("[data-row]").count() > 5
    with page.expect_download() as download:
        page.evaluate("location.href = '/items/export/?state=ready'")
    assert download.value.path().read_text().startswith("kind,title,description,team,source_url,created")
    walker.go(page, "/items/?q=nothingmatchesthis")
    walker.go(page, "/items/board/")


def assess(walker, item) -> None:
    expert = walker.as_(walker.person("expert", group=GROUP))
    walker.go(expert, item)
    walker.go(expert, f"{item}assess/")
    expert.locator("input[name=finding][value=whole_system], select[name=finding]").first.evaluate(
        "field => { if (field.tagName === 'SELECT') field.value = 'whole_system'; else field.click() }"
    )
    expert.locator("main textarea[name=reason]").fill("Everybody waits for the sorted queue.")
    expert.locator("main form button.primary").click()
    expert.wait_for_url(f"**{item}")
    expert.get_by_text("Everybody waits for the sorted queue.").first.wait_for()


def decide_in_a_review(walker, item, title) -> None:
    manager = walker.as_(walker.person("manager", group=GROUP))
    walker.go(manager, "/reviews/")
    manager.goto("/reviews/plan/")
    walker.look(manager)
    soon = date.today() + timedelta(days=1)
    manager.locator("main form").evaluate(
        """(form, day) => { for (const field of form.elements) {
            if (field.type === 'date') field.value = day;
            if (field.type === 'datetime-local') field.value = day + 'T07:15';
            if (field.type === 'time') field.value = '07:15'; } }""",
        soon.isoformat(),
    )
    manager.locator("main form button.primary").click()
    manager.wait_for_url(re.compile(r"/reviews/[0-9a-f-]{36}/"))
    walker.look(manager)
    walker.press(manager, "Start the meeting")
    manager.locator("#meeting").wait_for()
    walker.look(manager)
    manager.locator("#agenda a", has_text=title).first.evaluate("link => link.click()")
    manager.get_by_role("heading", level=1, name=title).wait_for()
    manager.locator("input[name=verdict][value=offer]").evaluate("field => field.click()")
    manager.locator("#verdict textarea[name=reason]").fill("The teams know how.")
    manager.locator("#verdict button.primary").click()
    manager.get_by_text("The team gets the reply").or_(manager.locator("#agenda li.decided")).first.wait_for()
    manager.get_by_role("link", name="End the meeting").first.click()
    walker.look(manager)
    walker.press(manager, "End the meeting and write the minutes")
    manager.get_by_text("The teams know how.").first.wait_for()
    walker.look(manager)


def take_and_do(walker, page, item, title) -> None:
    owner = walker.as_(walker.person("product_owner", group=GROUP))
    walker.go(owner, "/product-backlog/")
    owner.get_by_text(title).first.wait_for()
    for verb in ("take", "start", "complete"):
        walker.go(page, f"{item}{verb}/")
        page.locator("main form button.primary").click()
        page.wait_for_url(f"**{item}")
    walker.look(page)


def confirm(walker, page, item) -> None:
    walker.go(page, "/")
    walker.go(page, f"{item}confirm/")
    page.locator("main form button.primary").click()
    page.wait_for_url(f"**{item}")
    page.get_by_text("Confirmed").first.wait_for()
    walker.look(page)


def flags_mail_and_inbox(walker, page) -> None:
    assert walker.service.manage("compute_flags").returncode == 0
    walker.go(page, "/items/?flag=stale&sort=-silent")
    assert page.locator("[data-row] .badge-flag").count() > 0
    walker.go(page, "/inbox/")
    page.get_by_text("decided").first.wait_for()
    assert any(walker.service.home.rglob("mail/*")), "no mail was written"
