"""The palette and templates: by keyboard alone at a desk, by thumb on a phone, in both themes."""

import re

from playwright.sync_api import expect

from tests.journeys.keys import press, tab_to
from tests.journeys.sizes import DESKTOP, PHONE
from tests.journeys.test_main_pages import take_pictures
from tests.journeys.walker import Walker, path_of

GROUP = "Citizen Portal"
QUESTION = "Since when is it so?"


def open_palette(page, words: str) -> None:
    page.keyboard.press("Control+k")
    page.locator("#palette [role=option]").first.wait_for()
    page.keyboard.type(words)


def find(page, words: str, label: str) -> None:
    """Go to what the palette calls `label`, by keys alone."""
    open_palette(page, words)
    page.locator(f'#palette-found[data-asked="{words}"]').wait_for()
    wanted = page.locator("#palette [role=option]", has_text=label).first
    wanted.wait_for()
    for _press in range(30):
        if wanted.get_attribute("aria-selected") == "true":
            break
        page.keyboard.press("ArrowDown")
    expect(page.locator("#palette-q")).to_have_attribute("aria-activedescendant", wanted.get_attribute("id"))
    page.keyboard.press("Enter")


def test_by_keyboard_alone(open_page, service):
    walker = Walker(open_page, service, DESKTOP, "light")
    admin = walker.as_(walker.person("admin", group=None))
    write_a_template(walker, admin)
    member = walker.as_(walker.person("member", group=GROUP))
    capture_what_was_said_before(walker, member)
    turn_off_keys(walker, member)
    assert not walker.found, "\n".join(walker.found)


def write_a_template(walker, page):
    find(page, "templates citizen", f"Templates of {GROUP}")
    page.wait_for_url(re.compile("/templates/"))
    walker.look_at_both_widths(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/templates/impediment/"))
    question = page.locator("#id_question_0")
    tab_to(page, question)
    page.keyboard.type(QUESTION)
    expect(page.locator("#preview")).to_contain_text(QUESTION)
    expect(question).to_be_focused()
    walker.look_at_both_widths(page)
    take_pictures(page, "template")
    tab_to(page, page.locator("#id_required_0"))
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Save the template"))
    expect(page.locator("#messages")).to_contain_text("It is asked from now on")


def capture_what_was_said_before(walker, page):
    page.goto("/items/")
    said = page.locator("[data-row] .item-title, [data-row] .row-link").first.inner_text()
    page.keyboard.press("c")
    page.locator("#capture [name=title]").wait_for()
    page.keyboard.type(said)
    page.locator("#capture .alike a").first.wait_for()
    tab_to(page, page.locator("#capture summary"))
    page.keyboard.press("Enter")
    answer = page.get_by_label(QUESTION)
    tab_to(page, answer)
    page.keyboard.type("Since the move.")
    walker.look_at_both_widths(page)
    press(page, page.get_by_role("button", name="File the item"))
    page.locator("#messages a").click()
    page.wait_for_url(re.compile(r"/items/[0-9a-f-]{36}/"))
    expect(page.locator(".item-texts")).to_contain_text("Since the move.")
    beside = page.locator("section", has=page.locator("#alike-title"))
    beside.scroll_into_view_if_needed()
    beside.locator(".rows a").first.wait_for()
    open_palette(page, "")
    expect(page.locator("#palette")).to_contain_text("On this item")
    expect(page.locator("#live")).to_contain_text("found")
    walker.look_at_both_widths(page)
    take_pictures(page, "palette")
    page.keyboard.type("boa")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    expect(page.locator("#palette-q")).not_to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    walker.look(page)
    page.keyboard.press("Escape")


def turn_off_keys(walker, page):
    find(page, "profile", "Profile and language")
    page.wait_for_url(re.compile("/profile/"))
    keys = page.get_by_label("Keys of one letter")
    tab_to(page, keys)
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.locator("body")).to_have_attribute("data-shortcuts", "off")
    page.locator("body").press("c")
    expect(page.locator("#capture")).to_be_hidden()
    open_palette(page, "show the keys")
    page.keyboard.press("Enter")  # before the answer is there
    expect(page.locator("#keys-off")).to_be_visible()
    page.goto("/profile/")
    page.get_by_label("Keys of one letter").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("body")).not_to_have_attribute("data-shortcuts", "off")


def test_on_a_phone_in_the_dark(open_page, service):
    walker = Walker(open_page, service, PHONE, "dark")
    page = walker.as_(walker.person("manager", group=GROUP))
    page.locator("[data-palette]").click()
    page.locator("#palette-q").fill("plan")
    plan = page.locator("#palette [role=option]", has_text="Plan a review meeting")
    plan.wait_for()
    walker.look(page)
    plan.click()
    page.wait_for_url(re.compile("/reviews/plan/"))
    walker.go(page, "/palette/?q=tests")
    page.get_by_role("link", name=re.compile("^#")).first.click()
    assert path_of(page).startswith("/items/")
    talk(walker, page)
    admin = walker.as_(walker.person("admin", group=None))
    admin.locator("[data-palette]").click()
    admin.locator("#palette-q").fill("templates citizen")
    admin.locator("#palette [role=option]", has_text=f"Templates of {GROUP}").click()
    admin.locator("main [data-row] a").first.wait_for()
    walker.look(admin)
    admin.locator("main [data-row] a").first.click()
    admin.locator("#id_question_0").fill("How often?")
    expect(admin.locator("#preview")).to_contain_text("How often?")
    walker.look(admin)
    assert not walker.found, "\n".join(walker.found)


def talk(walker, page):
    """About the item one is on, by thumb; and watch it from the palette."""
    page.locator("#id_comment_text").fill("Seen on the **way**.")
    page.get_by_role("button", name="Preview").click()
    page.locator("#comment-preview strong", has_text="way").wait_for()
    walker.look(page)
    page.get_by_role("button", name="Comment", exact=True).click()
    page.locator(".comment strong", has_text="way").wait_for()
    walker.look(page)
    for choice, said in (("Unwatch", "You hear no more of this item"), ("Watch this item", "You hear what")):
        page.locator("[data-palette]").click()
        page.locator("#palette-q").fill(choice)
        page.locator("#palette [role=option]", has_text=choice).click()
        expect(page.locator("#live")).to_contain_text(said)
