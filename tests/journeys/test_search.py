"""Searching: the box completes by keyboard, the hit stands in its sentence; on a phone as well."""

import re

from playwright.sync_api import expect

from tests.journeys.sizes import DESKTOP, PHONE
from tests.journeys.test_main_pages import take_pictures
from tests.journeys.walker import Walker

GROUP = "Citizen Portal"


def test_somebody_searches_by_keyboard(open_page, service):
    walker = Walker(open_page, service, DESKTOP, "light")
    page = walker.as_(walker.person("member", group=GROUP))
    page.goto("/items/")
    page.keyboard.press("/")
    box, options = page.locator("#search"), page.locator("#completions [role=option]")
    page.keyboard.type("tests sta")
    options.first.wait_for()
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    walker.look_at_both_widths(page)
    take_pictures(page, "search-completed")
    page.keyboard.press("Enter")
    expect(box).to_have_value("tests state:")
    page.keyboard.type("con")
    expect(options).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value("tests state:confirmed ")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/find/\?q=tests"))
    first = page.locator(".found > li").first
    assert "Confirmed" in first.inner_text() and first.locator("mark").count()
    walker.look_at_both_widths(page)
    take_pictures(page, "search")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/items/[0-9a-f-]{36}/"))
    assert not walker.found, "\n".join(walker.found)


def test_the_search_page_on_a_phone_in_the_dark(open_page, service):
    walker = Walker(open_page, service, PHONE, "dark")
    page = walker.as_(walker.person("member", group=GROUP))
    walker.go(page, "/find/?q=tests")
    walker.go(page, "/find/?q=team:nowhere")
    page.locator("#search").fill("te")
    page.locator("#completions [role=option]").first.wait_for()
    walker.look(page)
    assert not walker.found, "\n".join(walker.found)
