"""What hundreds of notes on a board show alike is drawn once, and given to each with its own id."""

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from retrospectives.board import Board

NOTE, VOTES = "--note--", "--votes--"  # places for an id and a number: neither needs escaping


def draw_tools(board: Board, csrf: SafeString) -> None:
    """Give each note its `vote` and `tools`, as far as the person may use them."""
    if not board.may_write:
        for note in board.notes:
            note["vote"] = _counted(note["votes"])
        return
    place = {"board": board, "csrf": csrf, "note": NOTE, "votes": VOTES}
    tools = render_to_string("retrospectives/_note_tools.html", place)
    votes = {
        voted: render_to_string("retrospectives/_note_vote.html", place | {"voted": voted})
        for voted in (False, True)
    }
    for note in board.notes:
        pk = str(note["id"])
        note["tools"] = mark_safe(tools.replace(NOTE, pk))
        if not note["topic"]:
            vote = votes[note["voted"]]
            note["vote"] = mark_safe(vote.replace(NOTE, pk).replace(VOTES, str(note["votes"])))


def _counted(votes: int) -> str:
    if not votes:
        return ""
    return format_html('<span class="votes"><span aria-hidden="true">▲</span> {}</span>', votes)
