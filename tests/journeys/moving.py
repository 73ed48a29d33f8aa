"""Moving cards and rows with the mouse and with a finger, as a hand does it: not in one jump."""


def drag(page, card: str, state: str) -> None:
    """With the mouse, into a column."""
    page.locator(card).evaluate("card => card.scrollIntoView({ block: 'center' })")
    page.wait_for_timeout(300)  # what was said last may move the board once more
    start = resting(page, card)
    goal = resting(page, f"[data-state={state}] .cards")
    page.mouse.move(start["x"] + 60, start["y"] + start["height"] - 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 80, start["y"] + start["height"] - 20, steps=3)
    for _turn in range(2):  # the board may have scrolled under the card on its way
        page.mouse.move(goal["x"] + 80, max(goal["y"] + 40, 120), steps=6)
        goal = resting(page, f"[data-state={state}] .cards")
    with page.expect_response(lambda answer: "/move/" in answer.url):
        page.mouse.up()
    page.wait_for_load_state()


def resting(page, place: str) -> dict:
    """Where something lies once it no longer moves."""
    before = None
    while before != (now := page.locator(place).bounding_box()):
        before = now
        page.wait_for_timeout(100)
    return now


def drag_row(page, row: str, below: str) -> None:
    """With the mouse, by its handle, below another one."""
    start, goal = resting(page, f"{row} .handle"), resting(page, below)
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 10, steps=3)
    page.mouse.move(x, goal["y"] + goal["height"] - 4, steps=8)
    with page.expect_response(lambda answer: "/order/" in answer.url):
        page.mouse.up()


def touch(page, card: str, state: str) -> None:
    """With a finger that rests for a moment, into the column whose edge is in sight."""
    page.locator(card).scroll_into_view_if_needed()
    start = page.locator(card).bounding_box()
    goal = page.locator(f"[data-state={state}] .cards").bounding_box()
    aim = min(goal["x"] + 12, page.viewport_size["width"] - 6)
    finger(page, (start["x"] + 60, start["y"] + start["height"] - 20), (aim, goal["y"] + 30), "/move/")


def touch_row(page, row: str, below: str) -> None:
    """With a finger on its handle, below another one."""
    start, goal = resting(page, f"{row} .handle"), resting(page, below)
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    finger(page, (x, y), (x, goal["y"] + goal["height"] - 4), "/order/")


def finger(page, start: tuple, goal: tuple, address: str) -> None:
    """Rests, goes from one point to the other, and lets go: that sends something to the address."""
    touching = page.context.new_cdp_session(page)

    def send(kind: str, *point: float) -> None:
        points = [{"x": point[0], "y": point[1]}] if point else []
        touching.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    (x, y), (to_x, to_y) = start, goal
    send("touchStart", x, y)
    page.wait_for_timeout(400)
    for step in range(1, 9):
        send("touchMove", x + (to_x - x) * step / 8, y + (to_y - y) * step / 8)
        page.wait_for_timeout(30)
    with page.expect_response(lambda answer: address in answer.url):
        send("touchEnd")
