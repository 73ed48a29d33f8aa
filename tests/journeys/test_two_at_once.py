"""Two people change the same at once: the second sees both versions, keeps what was typed, and decides."""

import pytest
from playwright.sync_api import expect

from tests.journeys.keys import press, tab_to
from tests.journeys.sizes import DESKTOP, PHONE
from tests.journeys.walker import Walker, path_of

GROUP, TEAM = "Ticket and Travel", "Boats"  # whose templates ask for nothing
FIELD = "#comment-edit textarea"


@pytest.fixture
def walker(open_page, service):
    return Walker(open_page, service, DESKTOP, "light")


def test_the_second_sees_both_versions_and_saves_on_top_knowingly(walker):
    """By keys alone: an item in two browsers; in two tabs of one person a comment, a view and a template."""
    leader = walker.as_(walker.person("leader", group=GROUP, team=TEAM))
    member = walker.as_(walker.person("member", group=GROUP, team=TEAM))
    item = edit_an_item(walker, leader, member)
    edit_a_comment(walker, member, item)
    edit_a_view(walker, leader)
    edit_a_template(walker, walker.as_(walker.person("admin", group=None)))
    assert not walker.found, "\n".join(walker.found)


def edit_an_item(walker, leader, member) -> str:
    member.keyboard.press("c")
    member.locator("#capture [name=title]").fill("Boats wait for a stamp")
    member.get_by_role("button", name="File the item").press("Enter")
    member.locator("#messages a").click()
    member.locator(".item-texts").wait_for()
    item = path_of(member)
    for page in (leader, member):
        page.goto(f"{item}edit/")
    save(leader, leader.locator("textarea[name=description]"), "Theirs: since the move.", "Save the changes")
    leader.locator(".item-texts", has_text="since the move").wait_for()

    save(member, member.locator("textarea[name=description]"), "Mine: for two days.", "Save the changes")
    expect(member.get_by_role("heading", level=1)).to_have_text("Somebody else saved first")
    expect(member.locator("td", has_text="Theirs: since the move.")).to_be_visible()
    mine = member.locator("textarea[name=description]")
    expect(mine).to_have_value("Mine: for two days.")
    walker.look_at_both_widths(member)
    member.set_viewport_size(PHONE)
    save(member, mine, "Theirs and mine.", "Save mine on top")
    expect(member.locator(".item-texts")).to_contain_text("Theirs and mine.")
    member.set_viewport_size(DESKTOP)
    return item


def edit_a_comment(walker, first, item: str) -> None:
    first.locator("#id_comment_text").fill("Who has the stamp?")
    walker.press(first, "Comment")
    address = first.locator(".comment").last.get_by_role("link", name="Edit").get_attribute("href")
    second = both(first, address)
    save(first, first.locator(FIELD), "Theirs: the stamp is upstairs.", "Save the comment")
    first.locator(".comment", has_text="upstairs").wait_for()
    save(second, second.locator(FIELD), "Mine: nobody has it.", "Save the comment")
    expect(second.get_by_role("alert").first).to_contain_text("changed elsewhere")
    expect(second.locator(".panel", has_text="the stamp is upstairs")).to_be_visible()
    expect(second.locator(FIELD)).to_have_value("Mine: nobody has it.")
    walker.look_at_both_widths(second)
    press(second, named(second, "Save the comment"))
    second.locator(".comment", has_text="nobody has it").wait_for()
    second.close()


def edit_a_view(walker, first) -> None:
    first.goto("/views/new/?query=state%3Dready")
    save(first, first.get_by_label("Name"), "Ready ones", "Save the view")
    first.get_by_role("heading", level=1, name="Ready ones").wait_for()
    first.goto("/views/")
    address = first.get_by_role("link", name="Change Ready ones").get_attribute("href")
    second = both(first, address)
    save(first, first.get_by_label("Name"), "Theirs", "Save")
    first.get_by_role("link", name="Change Theirs").wait_for()
    save(second, second.get_by_label("Name"), "Mine", "Save")
    expect(second.locator(".panel", has_text="Theirs · only you")).to_be_visible()
    expect(second.get_by_label("Name")).to_have_value("Mine")
    walker.look_at_both_widths(second)
    press(second, named(second, "Save"))
    second.get_by_role("link", name="Change Mine").wait_for()
    second.close()


def edit_a_template(walker, first) -> None:
    first.goto("/settings/")
    first.get_by_role("link", name=GROUP).first.click()
    first.wait_for_load_state()
    second = both(first, f"{path_of(first)}templates/improvement/")
    save(first, first.locator("#id_question_0"), "Who has tried it?", "Save the template")
    first.get_by_text("It is asked from now on").wait_for()
    save(second, second.locator("#id_question_0"), "What would it cost?", "Save the template")
    expect(second.get_by_role("alert").first).to_contain_text("Somebody else changed this template")
    second.get_by_text("What stands there now", exact=True).press("Enter")
    expect(second.get_by_role("alert").get_by_text("Who has tried it?")).to_be_visible()
    expect(second.locator("#id_question_0")).to_have_value("What would it cost?")
    walker.look_at_both_widths(second)
    press(second, named(second, "Save the template"))
    second.get_by_text("It is asked from now on").wait_for()
    second.close()


def both(first, address: str):
    """Open the address here and in a second tab of the same person, which is returned."""
    second = first.context.new_page()
    for page in (first, second):
        page.goto(address)
    return second


def save(page, field, words: str, button: str) -> None:
    tab_to(page, field)
    page.keyboard.press("Control+a")
    page.keyboard.type(words)
    press(page, named(page, button))


def named(page, button: str):
    return page.get_by_role("button", name=button, exact=True).first
