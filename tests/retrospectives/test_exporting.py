"""What is exported from one board comes to another team's board without loss."""

from datetime import date

import pytest
from django.urls import reverse

from retrospectives.board import Board
from retrospectives.models import PastedNotes
from tests.retrospectives.boards import hold, note, url

pytestmark = pytest.mark.django_db
AWKWARD = [
    "=1+1 is no formula",
    "- begins with a dash",
    "Two lines\nof words",
    "* sub\n  * deeper",
    "# not a heading",
    "Kim: says it | with pipes, commas and \"quotes\"",
    "å ä ö 😀 <b>bold</b> & \\backslash\\",
    "1. counted",
    "[x] ticked?",
    "NA",
]  # fmt: skip


@pytest.fixture
def full(cast):
    """A board with everything on it that can be written down."""
    board = hold(cast, title="Sprint 12: the long one", people=[cast.facilitator, cast.leader])
    for place, text in enumerate(AWKWARD):
        note(board, text, by=cast.member, column=place % 3)
    first = board.notes.order_by("id").first()
    board.group([first.pk], title="Pace, and more", by=cast.member)
    board.vote(note=first.pk, by=cast.member)
    board.vote(note=board.notes.order_by("id").last().pk, by=cast.facilitator)
    done = board.agree("Mend the clock", owner=cast.facilitator, due=date(2026, 6, 1), by=cast.member)
    board.keep_agreement(done.pk, by=cast.member)
    board.agree("Ask: who has the list?", by=cast.member)
    board.also_present, board.links = ["Somebody Else"], [{"url": "https://example.org/a", "title": "Wiki"}]
    board.save()
    return board


def said(board, person) -> dict:
    """What a board says, whoever's it is and whatever its rows are called."""
    shown = Board(board, person)
    topics = {topic["id"]: (topic["title"], topic["votes"]) for topic in shown.topics}
    return {
        "about": (board.title, board.date, board.links),
        "columns": [
            (row["title"], row["leaning"], [
                (one["text"], one["author_name"], topics.get(one["topic_id"]) or one["votes"])
                for one in row["notes"]
            ])
            for row in shown.columns
        ],
        "agreements": [
            (row["text"], row["owner_name"], row["due"], bool(row["done_at"])) for row in shown.agreements
        ],
    }  # fmt: skip


@pytest.mark.parametrize("form", ["md", "csv", "json"])
def test_an_export_is_read_back_without_loss_by_another_team(client, cast, full, form):
    client.force_login(cast.member)
    answer = client.get(url("retrospective-export", full), {"as": form})
    assert answer.status_code == 200 and f".{form}" in answer["Content-Disposition"]
    client.force_login(cast.blue_member)
    goal = {"place": f"team:{cast.blue.pk}", "text": answer.content.decode()}
    draft = client.post(reverse("retrospectives:notes-bring"), goal).url
    stored = client.post(f"{draft}store/")
    assert stored.status_code == 303
    board = PastedNotes.objects.get().parts.get().retrospective
    assert board.team == cast.blue
    assert said(board, cast.blue_member) == said(full, cast.member)
    names = {row["name"] for row in Board(full, cast.member).participants} | {"Somebody Else"}
    assert names <= {*board.also_present, cast.blue_member.name}


def test_what_was_exported_from_a_board_brings_nothing_to_it_again(cast, member, full):
    text = member.get(url("retrospective-export", full), {"as": "md"}).content.decode()
    draft = PastedNotes.bring(text, team=cast.red, by=cast.member)
    part = draft.parts.get()
    assert (part.retrospective, part.row_count) == (full, 0)


def test_a_form_that_nobody_knows_is_not_found(member, full):
    assert member.get(url("retrospective-export", full), {"as": "exe"}).status_code == 404
