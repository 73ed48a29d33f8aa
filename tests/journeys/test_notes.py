"""Bringing notes in a real browser: paste, correct by keys and by hand, make items, again, export, upload.

One page for all of it: its width and theme are changed where it is looked at.
"""

from tests.journeys.correcting_notes import (
    change_by_buttons,
    change_by_keys,
    drag,
    lies_in,
    make_by_keys,
    make_item,
    open_editor,
    pressed,
    row,
    until,
)
from tests.journeys.keys import tab_to
from tests.journeys.sizes import DESKTOP, PHONE
from tests.journeys.test_main_pages import take_pictures
from tests.journeys.walker import Walker, path_of

GROUP = "Citizen Portal"
TEXT = """# Sprint 41

Date: 6 May 2024
Participants: Kim Somebody

## What went well
- The new form was ready two days early
- Pairing on the parser; the tests are quick

## What hindered us
- The test environment is asleep every Monday morning
- Nobody knows who owns the address register

## Actions
- [ ] Write down how a release is made by 3 June 2024

# Sprint 42

Date: 20 May 2024

## What went well
- Quiet week

## What hindered us
- The lift was broken
"""
PAGE = """<h1>Sprint 43</h1><p>3 June 2024</p><h2>Gick bra</h2><ul><li>Copied <b>from</b> a page<ul><li>with
its list</li></ul></li></ul><table><tr><th>To improve</th><th>Actions</th></tr>
<tr><td>The door sticks</td><td>Oil it</td></tr></table>"""
ON_A_PHONE = (
    "# Sprint 44, 17 June 2024\n\n## Went well\n- Calm week, and sun\n\n## To improve\n- The bus is late\n"
)
FILE = "column,text,votes\nWent well,The demo in the town hall,3\nTo improve,The projector flickers,1\n"


def test_notes_from_a_text_to_items_and_out_again(open_page, service):
    walker = Walker(open_page, service, DESKTOP, "light")
    page = walker.as_(walker.person("facilitator", group=GROUP))
    page.emulate_media(reduced_motion="reduce")
    draft = paste(walker, page)
    change_by_keys(page)
    make_by_keys(page)
    drag(page)
    change_by_buttons(page, "Pairing", "on the parser", "What went well")
    look_at_lines(walker, page)
    make_items(walker, page, draft)
    board = find_the_way_back(walker, page)
    bring_it_again(page)
    paste_a_page(walker, page)
    export_and_upload(walker, page, board)
    drop_a_file(walker, page)
    by_thumb(walker, page)
    assert not walker.found, "\n".join(walker.found)


def look(walker, page, name: str = "") -> None:
    """Run axe at both widths and in both themes; take the guide's pictures on the way."""
    walker.look_at_both_widths(page)
    if name:
        page.evaluate("scrollTo(0, 0)")
        take_pictures(page, name)


def paste(walker, page) -> str:
    """Nothing typed is said at the field; the text then leads to a draft with both retrospectives."""
    page.goto("/retrospectives/")
    page.get_by_role("link", name="Bring notes").click()
    walker.press(page, "Read it")
    page.get_by_text("There are no words in it").first.wait_for()
    page.goto("/retrospectives/bring/")
    page.get_by_label("Notes").fill(TEXT)
    look(walker, page, "bringing-notes")
    page.get_by_role("button", name="Read it").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Correct the notes").wait_for()
    page.get_by_text("2 retrospectives in the text").wait_for()
    look(walker, page, "correcting-notes")
    return path_of(page)


def look_at_lines(walker, page) -> None:
    """What became of each line, beside an open editor."""
    page.get_by_role("link", name="Show what became of each line").click()
    page.locator("#lines table").wait_for()
    open_editor(page, "Pairing")
    look(walker, page)
    page.keyboard.press("Escape")
    page.locator("#preview .editing").wait_for(state="detached")


def make_items(walker, page, draft: str) -> None:
    """The draft is found again after the page was closed; one press stores everything."""
    for words in ("The test environment", "Nobody knows"):
        make_item(page, words)
    page.goto("/retrospectives/")
    page.get_by_role("heading", name="Not stored yet").wait_for()
    page.locator(f"a[href^='{draft}']").click()
    page.get_by_role("link", name="Go on to 2 items").click()
    page.get_by_role("heading", name="Make items").wait_for()
    look(walker, page, "making-items")
    page.get_by_label("Title").first.fill("The test environment sleeps on Mondays")
    walker.press(page, "Store everything")
    page.get_by_text("2 retrospectives are stored").wait_for()


def find_the_way_back(walker, page) -> str:
    page.locator("#list a.row-link", has_text="Sprint 41").first.click()
    page.get_by_text("Kim Somebody").wait_for()
    board = path_of(page)
    look(walker, page)
    note = page.locator("li.note", has_text="The test environment is asleep")
    note.locator(".note-item a").click()
    page.get_by_text("line 11 of the text").wait_for()
    assert page.locator(f"a[href^='{board}#note-']").count() == 1
    return board


def bring_it_again(page) -> None:
    """Nothing of the same text is offered twice."""
    page.goto("/retrospectives/bring/")
    page.get_by_label("Notes").fill(TEXT)
    page.get_by_role("button", name="Read it").click()
    page.get_by_text("There is nothing new in it").wait_for()
    page.get_by_role("button", name="Discard").click()
    page.locator("dialog[open] button[value=yes]").click()
    page.get_by_text("The pasted text is discarded").wait_for()


def paste_a_page(walker, page) -> None:
    """A part of a page, as the browser copies it: its headings, lists and tables are taken along.

    By keyboard alone, from the paste to the board.
    """
    page.goto("/retrospectives/bring/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(
        """page => navigator.clipboard.write([new ClipboardItem({
            "text/html": new Blob([page], { type: "text/html" }),
            "text/plain": new Blob(["Sprint 43, as words"], { type: "text/plain" }),
        })])""",
        PAGE,
    )
    page.get_by_label("Notes").press("ControlOrMeta+v")
    page.get_by_text("The headings and lists of the page are taken along").wait_for()
    assert page.get_by_label("Notes").input_value() == "Sprint 43, as words"
    tab_to(page, page.get_by_role("button", name="Read it"))
    page.keyboard.press("Enter")
    row(page, "Copied from a page").filter(has_text="with its list").wait_for()
    for words, column in (
        ("Copied", "Gick bra"),
        ("The door sticks", "To improve"),
        ("Oil it", "Agreements"),
    ):
        until(page, lies_in(words, column))
    page.get_by_text("Sprint 43 · 3 June 2024").wait_for()
    page.locator("body").press("j")
    pressed(page, "i")
    tab_to(page, page.get_by_role("link", name="Go on to 1 item"), back=True)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Make items").wait_for()
    tab_to(page, page.get_by_role("button", name="Store everything"))
    page.keyboard.press("Enter")
    page.get_by_text("The notes are on the board").wait_for()


def export_and_upload(walker, page, board: str) -> None:
    """A file of the board brings nothing new to it; a file of something else does."""
    page.goto(board)
    with page.expect_download() as download:
        page.get_by_role("link", name="Markdown").click()
    text = download.value.path().read_bytes()
    assert b"The test environment is asleep every Monday morning" in text
    page.get_by_role("link", name="Bring notes").click()
    page.locator("input[type=file]").set_input_files(
        [{"name": "board.md", "mimeType": "text/markdown", "buffer": text}]
    )
    walker.press(page, "Read it")
    page.get_by_text("There is nothing new in it").wait_for()
    page.get_by_role("link", name="Paste anew").click()
    page.locator("input[type=file]").set_input_files(
        [{"name": "retro.csv", "mimeType": "text/csv", "buffer": FILE.encode()}]
    )
    walker.press(page, "Read it")
    row(page, "The demo in the town hall").locator(".votes", has_text="3").wait_for()
    walker.press(page, "Store on the board")
    page.locator("li.note", has_text="The projector flickers").wait_for()


def drop_a_file(walker, page) -> None:
    """A file that is dropped on the page is read; what can't be read is said at the field."""
    for content, answer in (
        ("GIF89a\\u0000\\u0000", "This is not text"),
        ("# Plus\\n- Dropped", "Correct the"),
    ):
        page.goto("/retrospectives/bring/")
        page.evaluate(
            f"""() => {{
                const data = new DataTransfer();
                data.items.add(new File(["{content}"], "notes.md", {{ type: "text/plain" }}));
                document.body.dispatchEvent(new DragEvent("drop", {{ dataTransfer: data, bubbles: true }}));
            }}"""
        )
        page.get_by_text(answer).first.wait_for()
    row(page, "Dropped").wait_for()
    look(walker, page)


def by_thumb(walker, page) -> None:
    """All of it on a phone: paste, correct, make an item, store, export, bring it again."""
    page.set_viewport_size(PHONE)
    page.goto("/retrospectives/bring/")
    page.get_by_label("Notes").fill(ON_A_PHONE)
    walker.press(page, "Read it")
    change_by_buttons(page, "Calm week", "and sun", "To improve")
    make_item(page, "The bus")
    walker.look(page)
    page.get_by_role("link", name="Go on to 1 item").click()
    walker.press(page, "Store everything")
    page.get_by_text("The notes are on the board").wait_for()
    walker.look(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    page.goto("/retrospectives/bring/")
    page.locator("input[type=file]").set_input_files(download.value.path())
    walker.press(page, "Read it")
    page.get_by_text("There is nothing new in it").wait_for()
    walker.look(page)
