"""Saved views, the board by mouse, keys and touch, and talking about an item, in a real browser."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.axe import complaints
from tests.journeys.keys import choose, press, tab_to
from tests.journeys.moving import drag, drag_row, touch, touch_row
from tests.journeys.sizes import DESKTOP, PHONE
from tests.journeys.walker import Walker, path_of

GROUP, TEAM = "Citizen Portal", "Permits"
BOARD = "/items/board/"


@pytest.fixture
def walker(open_page, service):
    return Walker(open_page, service, DESKTOP, "light")


def test_a_view_is_saved_shared_pinned_and_subscribed_to(walker):
    leader = walker.as_(walker.person("leader", group=GROUP, team=TEAM))
    leader.goto("/items/?state=ready&sort=-silent")
    press(leader, leader.get_by_role("link", name="Save this filter as a view"))
    leader.wait_for_url("**/views/new/**")
    tab_to(leader, leader.get_by_label("Name"))
    leader.keyboard.type("Waiting the longest")
    choose(leader, leader.get_by_label("Who sees it"), f"Everybody who sees {GROUP}")
    walker.look_at_both_widths(leader)
    press(leader, leader.get_by_role("button", name="Save the view"))
    leader.get_by_role("heading", level=1, name="Waiting the longest").wait_for()
    leader.locator(".pinned a[aria-current]", has_text="Waiting the longest").wait_for()
    choose(leader, leader.locator("#filter-kind"), "Impediment")
    leader.get_by_text("changed", exact=True).wait_for()
    walker.look_at_both_widths(leader)
    press(leader, leader.get_by_role("button", name="Save changes"))

    manager = walker.as_(walker.person("manager", group=GROUP))
    manager.goto("/views/")
    press(manager, manager.get_by_role("button", name="Pin Waiting the longest"))
    manager.locator(".pinned a", has_text="Waiting the longest").wait_for()
    press(manager, manager.get_by_role("button", name="Subscribe Waiting the longest"))
    manager.get_by_role("status").get_by_text("You hear what newly matches").wait_for()
    walker.look_at_both_widths(manager)
    manager.locator(".pinned a", has_text="Waiting the longest").click()
    assert "kind=impediment" in manager.url and manager.locator("[data-row]").count() > 0

    leader.goto("/views/")
    leader.get_by_role("button", name="Remove Waiting the longest").click()
    leader.get_by_role("button", name="Yes").click()
    leader.get_by_role("button", name="Undo").click()
    leader.get_by_role("link", name="Waiting the longest").first.wait_for()
    assert not walker.found, "\n".join(walker.found)


def test_a_card_goes_over_the_board_by_mouse_keys_and_touch(walker, open_page):
    who = walker.person("manager", group=GROUP)
    page = walker.as_(who)
    page.goto(f"{BOARD}?state=ready&state=accepted&state=doing&state=done")
    walker.look_at_both_widths(page)
    card = page.locator("[data-state=ready] .item-card", has=page.get_by_text("Move to…")).first
    name = f"#{card.get_attribute('id')}"

    drag(page, name, "doing")
    page.get_by_role("alert").get_by_text("No step leads from “Ready” to “Doing”").wait_for()
    assert page.locator(f"[data-state=ready] {name}").count() == 1

    drag(page, name, "accepted")
    dialog = page.locator("#item-dialog")
    assert dialog.locator("input[name=verdict]:checked").get_attribute("value") == "act"
    walker.look(page)
    page.keyboard.press("Escape")
    assert page.locator(f"[data-state=ready] {name}").count() == 1
    drag(page, name, "accepted")
    dialog.get_by_label("Who acts").select_option(label=who["name"])
    dialog.get_by_label("By when").fill((date.today() + timedelta(days=30)).isoformat())
    dialog.get_by_label("Reason").fill("It is ours to mend.")
    dialog.locator("button.primary").click()
    page.get_by_text("Decided.").first.wait_for()
    mine = f"{BOARD}?owner={page.locator('body').get_attribute('data-person')}"
    page.goto(f"{mine}&state=accepted&state=doing")
    page.locator(f"[data-state=accepted] {name}").wait_for()

    page.locator(f"{name} .item-title").focus()
    page.keyboard.press("Shift+ArrowRight")
    dialog.get_by_text("The work begins.").wait_for()
    page.keyboard.press("Escape")
    page.locator(f"{name} .item-title").focus()
    page.keyboard.press("m")
    page.locator(f"{name} .move-menu a:focus", has_text="Doing: Start").wait_for()
    walker.look(page)
    page.keyboard.press("Enter")
    dialog.locator("button.primary").click()
    page.locator(f"[data-state=doing] {name}").wait_for()
    page.locator(f"{name} .item-title:focus").wait_for()

    phone = open_page(walker.service, PHONE, theme="dark", has_touch=True, is_mobile=True)
    phone.context.add_cookies(page.context.cookies())
    phone.goto(f"{mine}&state=doing&state=done")
    walker.found.extend(complaints(phone))
    touch(phone, name, "done")
    phone.locator("#item-dialog").get_by_text("is asked whether it worked").wait_for()
    phone.locator("#item-dialog button.primary").click()
    phone.locator(f"[data-state=done] {name}").wait_for()
    walker.found.extend(complaints(phone))

    for device, moved in ((page, drag_row), (phone, touch_row)):
        device.goto("/backlog/")
        first, second = (row.get_attribute("id") for row in device.locator("[data-row]").all()[:2])
        moved(device, f"#{first}", f"#{second}")
        device.locator(f"[data-row]:nth-child(1)#{second} + #{first}").wait_for()
        device.reload()
        device.locator(f"[data-row]:nth-child(1)#{second} + #{first}").wait_for()
    walker.found.extend(complaints(phone))
    assert not walker.found, "\n".join(walker.found)


def test_both_backlogs_are_ordered_by_keys_and_mouse_and_who_is_late_is_told(walker):
    late = walker.as_(walker.person("sponsor", group=GROUP))
    late.goto("/backlog/")
    for address, role in (("/backlog/", "manager"), ("/product-backlog/", "product_owner")):
        page = walker.as_(walker.person(role, group=GROUP))
        page.goto(address)
        first, second = page.locator("[data-row]").nth(0), page.locator("[data-row]").nth(1)
        moved, passed = first.get_attribute("id"), second.get_attribute("id")
        tab_to(page, first.locator(".handle"))
        page.keyboard.press("Alt+ArrowDown")
        page.locator("#live", has_text="now stands at place 2.").wait_for()
        page.keyboard.press("Alt+ArrowDown")
        page.locator("#live", has_text="now stands at place 3.").wait_for()
        page.locator(f"#{moved} .handle:focus").wait_for()
        assert page.locator("[data-row]").first.get_attribute("id") == passed
        between = page.locator("[data-row]").nth(1).get_attribute("id")
        drag_row(page, f"#{passed}", f"#{between}")
        page.locator(f"[data-row]:nth-child(1)#{between} + #{passed} + #{moved}").wait_for()
    tab_to(late, late.locator("[data-row]").first.locator(".handle"))
    late.keyboard.press("Alt+ArrowDown")
    late.get_by_role("alert").get_by_text("was faster and moved it").wait_for()
    walker.look(late)
    assert not walker.found, "\n".join(walker.found)


def test_a_comment_with_a_mention_a_picture_and_its_versions(walker):
    expert = walker.as_(walker.person("expert", group=GROUP))
    told = walker.person("manager", group=GROUP)
    expert.goto("/items/?state=ready")
    expert.locator("a.item-title").first.click()
    item = path_of(expert)
    field = expert.locator("#id_comment_text")
    field.press_sequentially(f"Please **look**, @{told['name'][:4]}")
    expert.locator(".mention-list [role=option]", has_text=told["name"]).first.wait_for()
    walker.look(expert)
    while not expert.locator(".mention-list [aria-selected=true]", has_text=told["name"]).count():
        field.press("ArrowDown")
    field.press("Enter")
    expert.wait_for_timeout(500)  # longer than the list takes to come: it does not come back for a whole name
    expect(expert.locator(".mention-list [role=option]")).to_have_count(0)
    field.press("Enter")
    expect(field).to_have_value(f"Please **look**, @{told['name']} \n")
    field.press_sequentially("and @Zorro Zed")
    paste_a_picture(expert, field)
    drop_a_file(expert, field)
    press(expert, expert.get_by_role("button", name="Preview"))
    expert.locator("#comment-preview strong", has_text="look").wait_for()
    expert.get_by_text("“@Zorro” is nobody who can see this item: nobody will be told.").wait_for()
    press(expert, expert.get_by_role("button", name="Comment", exact=True), back=True)
    mine = expert.locator(".comment").last
    mine.locator("img").wait_for()
    mine.get_by_role("link", name="dropped.txt").wait_for()
    expert.get_by_text("You hear what happens here.").wait_for()
    walker.look_at_both_widths(expert)

    press(expert, mine.get_by_role("link", name="Edit"))
    expert.locator("#comment-edit textarea").wait_for()
    tab_to(expert, expert.locator("#comment-edit textarea"))
    expert.keyboard.press("Control+a")
    expert.keyboard.type("Please look at the picture.")
    walker.look_at_both_widths(expert)
    press(expert, expert.get_by_role("button", name="Save the comment"))
    press(expert, mine.get_by_role("link", name="edited"))
    expert.locator("#versions strong", has_text="look").wait_for()
    walker.look(expert)
    expert.keyboard.press("Escape")
    press(expert, mine.get_by_role("button", name="Remove").first)
    expert.get_by_text("This comment was removed by its author.").last.wait_for()
    press(expert, expert.get_by_role("button", name="Undo"))
    expert.locator(".comment", has_text="Please look at the picture.").last.locator("img").wait_for()
    press(expert, expert.get_by_role("button", name="Unwatch"))
    expert.get_by_role("button", name="Watch this item").wait_for()

    manager = walker.as_(told)
    manager.goto("/inbox/")
    manager.get_by_text(re.compile("mentioned .* in a comment")).first.wait_for()
    manager.goto(item)
    assert manager.locator(".comment img").last.evaluate(
        "picture => picture.decode().then(() => picture.naturalWidth)"
    )
    assert not walker.found, "\n".join(walker.found)


def paste_a_picture(page, field) -> None:
    buffer = BytesIO()
    Image.new("RGB", (320, 200), "teal").save(buffer, "PNG")
    field.evaluate(
        """(field, bytes) => {
            const clipboardData = new DataTransfer();
            clipboardData.items.add(new File([new Uint8Array(bytes)], "shot.png", { type: "image/png" }));
            const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
            field.dispatchEvent(paste);
        }""",
        list(buffer.getvalue()),
    )
    assert page.locator("#id_comment_files").evaluate("input => input.files.length") == 1


def drop_a_file(page, field) -> None:
    """Over the field, as from the desk of the computer: beside what was pasted, not in its place."""
    field.evaluate(
        """field => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File(["What was seen"], "dropped.txt", { type: "text/plain" }));
            for (const name of ["dragenter", "dragover", "drop"])
                field.dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }));
        }"""
    )
    assert page.locator("#id_comment_files").evaluate("input => input.files.length") == 2
