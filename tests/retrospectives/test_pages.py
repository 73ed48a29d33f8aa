"""The pages: who gets which, and errors with what was typed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from backlog.models import Item
from retrospectives.models import Note, NoteItem, PastedNotes, Retrospective
from tests.retrospectives.boards import DAY, hold, hold_overall, note, url

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "person", ["manager", "sponsor", "admin", "blue_member", "product_owner", "stranger", "nobody"]
)
def test_a_teams_board_is_not_there_for_others(client, cast, board, person):
    client.force_login(getattr(cast, person))
    written = note(board, by=cast.member)
    gets = ["retrospective", "retrospective-edit", "notes-paste", "file-item"]
    posts = ["note-add", "column-add", "agreement-add", "retrospective-close", "note-place"]
    assert {client.get(url(name, board)).status_code for name in gets} == {404}
    assert {client.post(url(name, board)).status_code for name in posts} == {404}
    assert client.post(url("note-remove", board, note=written.pk)).status_code == 404
    assert str(board.pk) not in client.get(reverse("retrospectives:retrospective-list")).content.decode()


def test_who_takes_part_in_an_overall_one_sees_it_whatever_the_role(client, cast):
    board = hold_overall(cast)
    for person, status in [("manager", 200), ("blue_member", 200), ("sponsor", 404), ("facilitator", 404)]:
        client.force_login(getattr(cast, person))
        assert client.get(url("retrospective", board)).status_code == status


def test_a_guest_writes_but_does_not_change_the_meeting(client, cast, board):
    board.participants.create(user=cast.blue_member, guest=True)
    client.force_login(cast.blue_member)
    column = board.columns.first()
    answer = client.post(url("note-add", board), {"column": column.pk, "text": "A guest's note"})
    assert answer.status_code == 303
    assert client.get(url("retrospective-edit", board)).status_code == 403
    assert client.get(url("file-item", board), {"note": Note.objects.get().pk}).status_code == 403


def test_a_retrospective_is_held_with_the_whole_team(member, cast):
    address = reverse("retrospectives:retrospective-hold")
    form = member.get(address).context["form"]
    assert set(form["people"].initial) == {
        p.pk for p in (cast.member, cast.facilitator, cast.leader, cast.both)
    }
    values = {"date": "2026-05-03", "format": "sailboat", "votes_each": 5, "people": [cast.leader.pk]}
    answer = member.post(address, values)
    board = Retrospective.objects.get()
    assert (answer.status_code, answer.url) == (303, board.get_absolute_url())
    assert board.columns.count() == 4 and board.participants.count() == 2


def test_what_was_typed_comes_back_with_the_errors(member):
    address = reverse("retrospectives:retrospective-hold")
    answer = member.post(address, {"date": "never", "title": "Sprint 12", "format": "x", "votes_each": 99})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"date", "format", "votes_each"}
    assert b"Sprint 12" in answer.content


@pytest.mark.parametrize("person", ["manager", "expert", "nobody", "admin"])
def test_who_is_in_no_team_holds_no_team_retrospective(client, cast, person):
    client.force_login(getattr(cast, person))
    address = f"{reverse('retrospectives:retrospective-hold')}?place=team:{cast.red.pk}"
    assert client.post(address, {"date": "2026-05-03"}).status_code in {403, 404}
    assert not Retrospective.objects.exists()


def test_a_board_without_anything_new_is_not_sent_again(member, cast, board):
    page = member.get(url("retrospective", board))
    stamp = page.context["board"].stamp
    htmx = {"HX-Request": "true"}
    assert member.get(url("retrospective", board), {"stamp": stamp}, headers=htmx).status_code == 204
    written = note(board, by=cast.facilitator)
    changed = member.get(url("retrospective", board), {"stamp": stamp}, headers=htmx)
    assert changed.status_code == 200 and b"<html" not in changed.content
    item = board.file_item([written.pk], title="Red builds", by=cast.member)
    stamp = member.get(url("retrospective", board)).context["board"].stamp
    item.assess(finding="whole_system", reason="It stops all.", by=cast.expert)
    assert member.get(url("retrospective", board), {"stamp": stamp}, headers=htmx).status_code == 200


def test_notes_are_written_changed_moved_removed_and_put_back(member, cast, board):
    left, middle, _right = board.columns.order_by("position")
    member.post(url("note-add", board), {"column": left.pk, "text": "Slow builds"})
    written = Note.objects.get()
    member.post(url("note-edit", board, note=written.pk), {"text": "Slower builds"})
    member.post(url("note-move", board, note=written.pk), {"to": middle.pk})
    member.post(url("note-place", board), {"id": written.pk, "column": left.pk, "after": ""})
    written.refresh_from_db()
    assert (written.text, written.column) == ("Slower builds", left)
    answer = member.post(url("note-remove", board, note=written.pk))
    assert f"removed={written.pk}" in answer.url
    assert b"Undo" in member.get(answer.url).content
    member.post(url("note-restore", board, note=written.pk))
    written.refresh_from_db()
    assert written.removed_at is None


def test_an_empty_note_is_refused_on_the_board(member, board):
    answer = member.post(url("note-add", board), {"column": board.columns.first().pk, "text": " "})
    assert answer.status_code == 422 and b"Write a few words." in answer.content


def test_writing_after_the_end_is_refused_in_a_sentence(member, cast, board):
    board.close(by=cast.member)
    answer = member.post(url("note-add", board), {"column": board.columns.first().pk, "text": "Late"})
    assert answer.status_code == 409 and b"Closed" in answer.content


def test_one_vote_too_many_is_refused_in_a_sentence(member, cast):
    board = hold(cast, votes_each=1)
    first, second = note(board, "a", by=cast.member), note(board, "b", by=cast.member)
    assert member.post(url("note-vote", board, note=first.pk)).status_code == 303
    assert member.post(url("note-vote", board, note=second.pk)).status_code == 409
    member.post(url("note-vote", board, note=first.pk), {"vote": "back"})
    assert member.post(url("note-vote", board, note=second.pk)).status_code == 303


def test_last_times_promises_come_first(member, cast, board):
    written = note(board, by=cast.member)
    board.file_item([written.pk], title="Red builds", by=cast.member)
    agreement = board.agree("Pair on every review", by=cast.member)
    board.close(by=cast.member)
    later = hold(cast, date=DAY + timedelta(days=14))
    content = member.get(url("retrospective", later)).content.decode()
    assert content.index("Pair on every review") < content.index('class="column"')
    assert "Red builds" in content
    keep = url("agreement-keep", board, agreement=agreement.pk)
    answer = member.post(keep, {"kept": "yes", "board": later.pk})
    assert answer.url.startswith(later.get_absolute_url())
    agreement.refresh_from_db()
    assert agreement.done_at
    assert member.post(keep, {"board": "nonsense"}).status_code == 404


def test_notes_become_a_topic(member, cast, board):
    rows = [note(board, text, by=cast.member) for text in ("a", "b")]
    ids = [row.pk for row in rows]
    assert member.get(url("topic-add", board), {"note": ids}).status_code == 200
    assert member.post(url("topic-add", board), {"note": ids}).status_code == 422
    assert member.post(url("topic-add", board), {"note": ids, "title": "Builds"}).status_code == 303
    assert board.topics.get().notes.count() == 2
    assert member.get(url("topic-add", board), {"note": "nonsense"}).status_code == 422


def test_an_item_is_made_from_notes_and_says_why_of_its_kind(member, cast, board):
    rows = [note(board, text, by=cast.member, column=1) for text in ("Slow builds", "Red builds")]
    values = {"note": [row.pk for row in rows]}
    page = member.get(url("file-item", board), values)
    assert page.context["form"]["kind"].initial == "impediment"
    assert "To improve" in page.content.decode()
    values |= {"kind": "impediment", "title": "Builds", "description": "They stop us."}
    assert member.post(url("file-item", board), values).status_code == 303
    item = Item.objects.get()
    assert (item.team, item.description) == (cast.red, "They stop us.")
    assert NoteItem.objects.filter(item=item).count() == 2
    assert member.post(url("file-item", board), values).status_code == 409
    assert member.post(url("file-item", board), values | {"again": "on"}).status_code == 303
    assert Item.objects.count() == 2


def test_an_item_without_a_title_keeps_what_was_typed(member, cast, board):
    written = note(board, by=cast.member)
    values = {"note": written.pk, "kind": "impediment", "title": "", "idea": "Buy a machine"}
    answer = member.post(url("file-item", board), values)
    assert answer.status_code == 422 and b"Buy a machine" in answer.content
    assert not Item.objects.exists()


def test_a_topic_becomes_one_item(member, cast, board):
    rows = [note(board, text, by=cast.member) for text in ("a", "b")]
    topic = board.group([row.pk for row in rows], title="Builds", by=cast.member)
    page = member.get(url("file-item", board), {"topic": topic.pk})
    assert page.context["form"]["title"].initial == "Builds"
    assert len(page.context["notes"]) == 2


def test_the_item_leads_back_to_the_note_for_those_who_may_see_it(client, cast, board):
    written = note(board, "said among us", by=cast.member)
    item = board.file_item([written.pk], title="Red builds", by=cast.member)
    for person, sees in [(cast.member, True), (cast.manager, False), (cast.blue_member, False)]:
        client.force_login(person)
        content = client.get(item.get_absolute_url()).content.decode()
        assert "3 May 2026" in content
        assert ("said among us" in content) == sees
        assert (f"#note-{written.pk}" in content) == sees


def test_nothing_that_people_write_runs(member, cast, board):
    board.add_column(SCRIPT, by=cast.member)
    rows = [note(board, SCRIPT, by=cast.member), note(board, SCRIPT, by=cast.member)]
    board.group([rows[0].pk], title=SCRIPT, by=cast.member)
    board.agree(SCRIPT, by=cast.member)
    board.edit(title=SCRIPT, by=cast.member)
    board.file_item([rows[1].pk], title=SCRIPT, by=cast.member)
    text = f"# {SCRIPT}\n- {SCRIPT}\n\n{SCRIPT}\n"
    draft = PastedNotes.bring(text, retrospective=board, by=cast.member)
    for address in (
        url("retrospective", board),
        reverse("retrospectives:draft", args=[draft.pk]),
        f"{reverse('retrospectives:draft', args=[draft.pk])}?lines=0&note=2",
        reverse("retrospectives:notes-bring"),
        f"{url('file-item', board)}?note={rows[0].pk}",
        f"{url('topic-add', board)}?note={rows[0].pk}",
        url("note-edit", board, note=rows[0].pk),
        reverse("retrospectives:retrospective-list"),
    ):
        assert SCRIPT not in member.get(address).content.decode(), address
