"""Correcting brought notes in a real browser: everything by keys alone, and everything with the mouse."""

import re


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


def order(*notes: str) -> str:
    """Whether notes lie one below the other, to be asked in the page."""
    return (
        "[...document.querySelectorAll('#preview .board .notes')].some("
        f"column => /{'.*'.join(notes)}/s.test(column.textContent))"
    )


def pressed(page, key: str) -> None:
    """One key, and the answer to it."""
    with page.expect_response(re.compile("/correct/")):
        page.keyboard.press(key)
    until(page, "!document.querySelector('.htmx-request, .htmx-settling, .htmx-swapping')")


def focused(page) -> str:
    until(page, "document.activeElement.closest('.note')")
    return page.evaluate("document.activeElement.closest('.note').textContent")


def change_by_keys(page) -> None:
    """Without a mouse: into the next column, other words, left out, undone and done again."""
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


def make_by_keys(page) -> None:
    """Without a mouse: split, joined, up and down, an agreement, an item; all of it undone."""
    page.keyboard.press("j")
    assert "Pairing on the parser" in focused(page)
    pressed(page, "s")
    row(page, "the tests are quick").filter(has_not_text="Pairing").wait_for()
    assert "Pairing" in focused(page)
    page.keyboard.press("j")
    assert "the tests are quick" in focused(page)
    pressed(page, "Alt+ArrowUp")
    until(page, order("the tests are quick", "Pairing"))
    pressed(page, "Alt+ArrowDown")
    until(page, order("Pairing", "the tests are quick"))
    pressed(page, "u")
    row(page, "Pairing").filter(has_text="the tests are quick").wait_for()
    assert "Pairing" in focused(page)
    pressed(page, "a")
    until(page, lies_in("Pairing", "Agreements"))
    pressed(page, "Control+z")
    until(page, lies_in("Pairing", "went well"))
    assert "Pairing" in focused(page)
    pressed(page, "i")
    row(page, "Pairing").locator(".note-item").wait_for()
    pressed(page, "i")
    row(page, "Pairing").locator(".note-item").wait_for(state="detached")
    while page.locator("#undo").is_enabled():
        pressed(page, "Control+z")
    until(page, f"{lies_in('ready two days early', 'went well')} && !document.querySelector('.note-item')")


def drag(page) -> None:
    """With the mouse: into another column, and undone."""
    handle = row(page, "Pairing").locator(".handle")
    goal = page.locator("#preview .column", has_text="What hindered us").locator(".notes")
    with page.expect_response(re.compile("/correct/")):
        handle.drag_to(goal, steps=8)
    until(page, lies_in("Pairing", "hindered"))
    page.locator("#undo").click()
    until(page, lies_in("Pairing", "went well"))


def change_by_buttons(page, words: str, rest: str, column: str) -> None:
    """With the mouse or a thumb: split behind the words, joined, left out, an agreement, moved."""
    press_in_editor(page, words, "Split", caret=len(words))
    row(page, rest).filter(has_not_text=words).wait_for()
    press_in_editor(page, rest, "Join with the one above")
    row(page, words).filter(has_text=rest).wait_for()
    press_in_editor(page, words, "Leave out")
    row(page, words).wait_for(state="detached")
    page.locator("#undo").click()
    row(page, words).wait_for()
    press_in_editor(page, words, "Make it an agreement")
    until(page, lies_in(words, "Agreements"))
    open_editor(page, words)
    page.locator(".editing select[name=column]").select_option(label=column)
    page.locator(".editing").get_by_role("button", name="Move", exact=True).click()
    until(page, lies_in(words, column))


def make_item(page, words: str) -> None:
    press_in_editor(page, words, "Make an item")
    row(page, words).locator(".note-item").wait_for()


def press_in_editor(page, words: str, name: str, caret: int = 0) -> None:
    open_editor(page, words)
    page.locator(".editing textarea").evaluate("(field, at) => field.setSelectionRange(at, at)", caret)
    page.locator(".editing").get_by_role("button", name=name, exact=True).click()


def open_editor(page, words: str) -> None:
    row(page, words).locator("a[hx-get]").click()
    page.locator("#preview .editing textarea").wait_for()
    until(page, "document.activeElement.name === 'text'")
