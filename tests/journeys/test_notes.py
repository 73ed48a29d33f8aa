"""Bringing notes in a real browser: paste, correct by keys and by hand, make items, again, export, upload.

One page for all of it: its width and theme are changed where it is looked at.
"""

import re

from tests.journeys.sizes import DESKTOP
from tests.journeys.test_main_pages import take_pictures
from tests.journeys.walker import Walker, path_of

GROUP = "Citizen Portal"
TEXT = """# Sprint 41

Date: 6 May 2024
Participants: Kim Somebody

## What went well
- The new form was ready two days early
- Pairing on the parser

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
FILE = "column,text,votes\nWent well,The demo in the town hall,3\nTo improve,The projector flickers,1\n"


def test_notes_from_a_text_to_items_and_out_again(open_page, service):
    walker = Walker(open_page, service, DESKTOP, "light")
    page = walker.as_(walker.person("facilitator", group=GROUP))
    page.emulate_media(reduced_motion="reduce")
    draft = paste(walker, page)
    correct_by_keys(page)
    correct_by_hand(walker, page)
    make_items(walker, page, draft)
    board = find_the_way_back(walker, page)
    bring_it_again(page)
    export_and_upload(walker, page, board)
    drop_a_file(walker, page)
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


def until(page, expression: str) -> None:
    """Wait for something to be true in the page, whose own policy forbids to evaluate there."""
    for _turn in range(150):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {expression}")


def row(page, words: str):
    return page.locator("#preview .board li.note", has_text=words)


def lies_in(note: str, column: str) -> str:
    """Whether a note lies in a column, to be asked in the page."""
    return (
        f"[...document.querySelectorAll('.column')].some(column => column.querySelector('h2')?.textContent"
        f".includes('{column}') && column.querySelector('.notes').textContent.includes('{note}'))"
    )


def pressed(page, key: str) -> None:
    """One key, and the answer to it."""
    with page.expect_response(re.compile("/correct/")):
        page.keyboard.press(key)
    until(page, "!document.querySelector('.htmx-request, .htmx-settling, .htmx-swapping')")


def focused(page) -> str:
    until(page, "document.activeElement.closest('.note')")
    return page.evaluate("document.activeElement.closest('.note').textContent")


def correct_by_keys(page) -> None:
    """Without a mouse: into the next column, other words, an item, left out, undone and done again."""
    page.locator("body").press("j")
    assert "The new form" in focused(page)
    pressed(page, "Alt+ArrowRight")
    until(page, "document.activeElement.closest('.column')?.textContent.includes('hindered')")
    assert "The new form" in focused(page)
    pressed(page, "Alt+ArrowLeft")
    until(page, "document.activeElement.closest('.column')?.textContent.includes('went well')")
    page.keyboard.press("Enter")
    words = page.locator("#preview .editing textarea")
    words.wait_for()
    until(page, "document.activeElement.name === 'text'")
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type(", and liked")
    page.keyboard.press("Tab")
    pressed(page, "Enter")
    row(page, "and liked").wait_for()
    until(page, "document.activeElement.closest('.note')?.textContent.includes('and liked')")
    pressed(page, "Delete")
    row(page, "and liked").wait_for(state="detached")
    page.locator("#box-out", has_text="The new form").wait_for()
    pressed(page, "Control+z")
    row(page, "and liked").wait_for()
    pressed(page, "Control+Shift+Z")
    row(page, "and liked").wait_for(state="detached")
    page.locator("#undo").press("Enter")
    row(page, "and liked").wait_for()


def correct_by_hand(walker, page) -> None:
    """With the mouse: dragged into another column, split at the caret, joined, and marked as items."""
    handle = row(page, "Pairing").locator(".handle")
    goal = page.locator("#preview .column", has_text="What hindered us").locator(".notes")
    with page.expect_response(re.compile("/correct/")):
        handle.drag_to(goal, steps=8)
    until(page, lies_in("Pairing", "hindered"))
    page.locator("#undo").click()
    until(page, lies_in("Pairing", "went well"))
    open_editor(page, "Pairing")
    page.locator(".editing textarea").evaluate("field => field.setSelectionRange(7, 7)")
    page.get_by_role("button", name="Split", exact=True).click()
    row(page, "on the parser").filter(has_not_text="Pairing").wait_for()
    page.get_by_role("link", name="Show what became of each line").click()
    page.locator("#lines table").wait_for()
    open_editor(page, "on the parser")
    look(walker, page)
    page.get_by_role("button", name="Join with the one above").click()
    row(page, "Pairing").filter(has_text="on the parser").wait_for()
    for words in ("The test environment", "Nobody knows"):
        open_editor(page, words)
        page.get_by_role("button", name="Make an item", exact=True).click()
        row(page, words).locator(".note-item").wait_for()


def open_editor(page, words: str) -> None:
    row(page, words).locator("a[hx-get]").click()
    page.locator("#preview .editing textarea").wait_for()
    until(page, "document.activeElement.name === 'text'")


def make_items(walker, page, draft: str) -> None:
    """The draft is found again after the page was closed; one press stores everything."""
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
