"""Pages ask the database the same number of times, however much there is to show."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from retrospectives.models import PastedNotes, Retrospective
from tests.retrospectives.boards import DAY, hold, url

pytestmark = pytest.mark.django_db


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def many_notes(board, count, by):
    column = board.columns.order_by("position")[1]
    board.append_notes(column, [{"text": f"Note {number}"} for number in range(count)])
    rows = list(board.notes.order_by("id")[:5])
    board.group([rows[0].pk, rows[1].pk], title="Topic", by=by)
    for row in rows[2:]:
        board.vote(note=row.pk, by=by)


def test_a_board_costs_the_same_queries_for_10_and_200_notes(member, cast):
    counts = []
    for number in (10, 200):
        board = hold(cast, date=DAY - timedelta(days=number))
        many_notes(board, number, cast.member)
        for row in board.notes.order_by("-id")[: number // 5]:
            board.file_item([row.pk], title=row.text, by=cast.member)
            board.agree(row.text, by=cast.member)
        counts.append(queries(member, url("retrospective", board)))
    assert counts[0] == counts[1]


def test_the_list_is_paged_and_shows_each_once(member, cast):
    Retrospective.objects.bulk_create(
        Retrospective(team=cast.red, product_group=cast.group, date=DAY, title=f"No {number}")
        for number in range(65)
    )
    address, seen = reverse("retrospectives:retrospective-list"), []
    while address:
        page = member.get(address).context["page"]
        seen += [row["id"] for row in page.rows]
        address = f"{reverse('retrospectives:retrospective-list')}?cursor={page.next}" if page.next else ""
    assert len(seen) == len(set(seen)) == 65
    assert member.get(reverse("retrospectives:retrospective-list"), {"cursor": "x"}).status_code == 404


def test_a_preview_costs_the_same_queries_for_10_and_900_notes(member, cast):
    counts = []
    for number in (10, 900):
        board = hold(cast, date=DAY + timedelta(days=number))
        text = "# Went well\n" + "".join(f"- note {line}\n" for line in range(number))
        draft = PastedNotes.bring(text, retrospective=board, by=cast.member)
        draft.understand()
        counts.append(queries(member, reverse("retrospectives:draft", args=[draft.pk])))
    assert counts[0] == counts[1]
