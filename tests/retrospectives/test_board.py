"""Verbs of a retrospective's board: the right person, the right state, once."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.http import Http404

from activity.models import Event
from backlog.models import Item, WrongState
from retrospectives.models import Agreement, Kind, Note, NoteItem, Participant, Retrospective
from tests.cast import make_cast
from tests.retrospectives.boards import DAY, hold, hold_overall, note

pytestmark = pytest.mark.django_db


def texts(board, column=0):
    row = board.columns.order_by("position")[column]
    return list(row.notes.on_board().values_list("text", flat=True))


def test_a_team_holds_a_retrospective_with_the_columns_of_its_format(cast):
    board = hold(cast, format="four_ls")
    assert board.columns.count() == 4
    assert set(board.participants.values_list("user", flat=True)) == {cast.member.pk, cast.facilitator.pk}
    assert Event.objects.about("retrospective", board.pk).get().name == "held"


@pytest.mark.parametrize("person", ["manager", "sponsor", "admin", "blue_member", "stranger", "nobody"])
def test_only_members_hold_a_teams_retrospective(cast, person):
    with pytest.raises(PermissionDenied):
        hold(cast, by=getattr(cast, person))
    assert not Retrospective.objects.exists()


def test_who_is_not_of_the_team_does_not_take_part(cast):
    with pytest.raises(ValidationError):
        hold(cast, people=[cast.blue_member])
    assert not Retrospective.objects.exists()


@pytest.mark.parametrize(
    "person", ["manager", "sponsor", "admin", "blue_member", "stranger", "product_owner"]
)
def test_no_role_opens_a_teams_board(cast, board, person):
    user = getattr(cast, person)
    assert not Retrospective.objects.visible_to(user).exists()
    with pytest.raises(PermissionDenied):
        note(board, by=user)


def test_an_overall_retrospective_is_seen_by_those_who_take_part(cast):
    board = hold_overall(cast)
    for person in (cast.member, cast.blue_member, cast.manager):
        assert Retrospective.objects.visible_to(person).contains(board)
    for person in (cast.facilitator, cast.sponsor, cast.admin, cast.stranger):
        assert not Retrospective.objects.visible_to(person).exists()
    teams = dict(board.participants.values_list("user", "team"))
    assert teams == {cast.member.pk: cast.red.pk, cast.blue_member.pk: cast.blue.pk, cast.manager.pk: None}


def test_a_guest_sees_the_board_while_it_is_open(cast, board):
    Participant.objects.create(retrospective=board, user=cast.blue_member, guest=True)
    assert Retrospective.objects.visible_to(cast.blue_member).contains(board)
    note(board, by=cast.blue_member)
    with pytest.raises(PermissionDenied):
        board.close(by=cast.blue_member)
    board.close(by=cast.member)
    assert not Retrospective.objects.visible_to(cast.blue_member).exists()


def test_the_database_keeps_the_team_with_the_kind(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Retrospective.objects.create(kind=Kind.TEAM, product_group=cast.group, date=DAY)


def test_notes_move_between_columns_and_within_one(cast, board):
    first, second, third = (note(board, text, by=cast.member) for text in ("a", "b", "c"))
    board.shift_note(third.pk, up=True, by=cast.member)
    assert texts(board) == ["a", "c", "b"]
    board.shift_note(first.pk, up=True, by=cast.member)
    assert texts(board) == ["a", "c", "b"]
    board.shift_note(first.pk, up=False, by=cast.member)
    assert texts(board) == ["c", "a", "b"]
    board.move_note(first.pk, column=board.columns.order_by("position")[1].pk, by=cast.member)
    board.move_note(second.pk, by=cast.member)
    assert (texts(board), texts(board, 1)) == (["b", "c"], ["a"])


def test_a_note_of_another_board_is_not_found(cast, board):
    other = note(hold(cast, team=cast.blue, by=cast.blue_member, people=[]), by=cast.blue_member)
    for act in (
        lambda: board.edit_note(other.pk, "mine", by=cast.member),
        lambda: board.remove_note("nonsense", by=cast.member),
        lambda: board.add_note(other.column_id, "x", by=cast.member),
        lambda: board.vote(note=other.pk, by=cast.member),
    ):
        with pytest.raises(Http404):
            act()


def test_a_removed_note_comes_back_where_it_was(cast, board):
    for text in ("a", "b", "c"):
        note(board, text, by=cast.member)
    middle = Note.objects.get(text="b")
    board.remove_note(middle.pk, by=cast.member)
    assert texts(board) == ["a", "c"]
    board.restore_note(middle.pk, by=cast.member)
    board.restore_note(middle.pk, by=cast.member)
    assert texts(board) == ["a", "b", "c"]


def test_closing_ends_the_meeting_and_drops_what_was_removed(cast, board):
    gone, stays = note(board, "gone", by=cast.member), note(board, "stays", by=cast.member)
    board.remove_note(gone.pk, by=cast.member)
    board.close(by=cast.member)
    assert list(Note.objects.all()) == [stays]
    with pytest.raises(WrongState):
        note(board, by=cast.member)
    board.reopen(by=cast.member)
    note(board, by=cast.member)


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 10_001, "a\x00b"])
def test_a_note_needs_words(cast, board, text):
    with pytest.raises(ValidationError):
        note(board, text, by=cast.member)
    assert not Note.objects.exists()


def test_votes_are_counted_and_limited(cast, board):
    notes = [note(board, str(number), by=cast.member) for number in range(4)]
    for row in notes[:3]:
        board.vote(note=row.pk, by=cast.member)
    board.vote(note=notes[0].pk, by=cast.member)
    with pytest.raises(WrongState):
        board.vote(note=notes[3].pk, by=cast.member)
    board.unvote(note=notes[0].pk, by=cast.member)
    board.vote(note=notes[3].pk, by=cast.member)
    assert board.votes_left(cast.member) == 0
    assert board.votes_left(cast.facilitator) == 3


def test_votes_go_over_to_the_topic(cast, board):
    first, second = note(board, "a", by=cast.member), note(board, "b", by=cast.member)
    board.vote(note=first.pk, by=cast.member)
    board.vote(note=second.pk, by=cast.member)
    board.vote(note=second.pk, by=cast.facilitator)
    topic = board.group([first.pk, second.pk], title="Builds", by=cast.member)
    assert topic.votes.count() == 2
    board.vote(note=first.pk, by=cast.member)
    assert topic.votes.count() == 2
    board.ungroup(first.pk, by=cast.member)
    board.ungroup(second.pk, by=cast.member)
    assert not board.topics.exists() and not board.votes.exists()


def test_agreements_of_last_time_can_still_be_kept(cast, board):
    agreement = board.agree("Pair on every review", owner=cast.member, due=DAY, by=cast.facilitator)
    board.close(by=cast.member)
    later = hold(cast, date=DAY + timedelta(days=14))
    assert Retrospective.objects.visible_to(cast.member).before(later).get() == board
    board.keep_agreement(agreement.pk, by=cast.member)
    board.keep_agreement(agreement.pk, by=cast.member)
    assert not Agreement.objects.open().exists()
    with pytest.raises(WrongState):
        board.agree("Too late", by=cast.member)


def test_a_note_becomes_an_item_once_unless_asked_again(cast, board):
    written = note(board, by=cast.member)
    item = board.file_item([written.pk], title="Red builds", kind="impediment", by=cast.member)
    assert (item.team, item.state, item.raised_by) == (cast.red, "new", cast.member)
    with pytest.raises(WrongState):
        board.file_item([written], title="Red builds", by=cast.member)
    assert Item.objects.count() == 1
    board.file_item([written.pk], title="Slow builds", again=True, by=cast.member)
    assert NoteItem.objects.filter(note=written).count() == 2


def test_a_note_that_became_an_item_stays(cast, board):
    written = note(board, by=cast.member)
    board.file_item([written.pk], title="Red builds", by=cast.member)
    with pytest.raises(WrongState):
        board.remove_note(written.pk, by=cast.member)
    with pytest.raises(ProtectedError):
        written.delete()


def test_an_item_without_a_title_leaves_no_tie(cast, board):
    written = note(board, by=cast.member)
    with pytest.raises(ValidationError):
        board.file_item([written.pk], title=" ", by=cast.member)
    assert not Item.objects.exists() and not NoteItem.objects.exists()


def test_overall_items_are_filed_for_the_own_team_and_proposed_from_outside(cast):
    board = hold_overall(cast)
    first, second = note(board, "a", by=cast.member), note(board, "b", by=cast.manager)
    with pytest.raises(ValidationError):
        board.file_item([first.pk], title="A", by=cast.blue_member)
    with pytest.raises(PermissionDenied):
        board.file_item([first.pk], title="A", team=cast.red, by=cast.blue_member)
    item = board.file_item([first.pk], title="A", team=cast.blue, by=cast.blue_member)
    assert (item.team, item.state) == (cast.blue, "new")
    proposal = board.file_item([second.pk], title="B", team=cast.red, by=cast.manager)
    assert proposal.state == "proposed"


def test_events_of_the_board_hold_no_words_and_no_group(cast, board):
    written = note(board, "a secret among us", by=cast.member)
    board.vote(note=written.pk, by=cast.member)
    board.file_item([written.pk], title="Red builds", by=cast.member)
    events = list(Event.objects.about("retrospective", board.pk))
    assert "secret" not in str([event.data for event in events])
    public = {event.name for event in events if event.product_group_id}
    assert public == {"held", "item_filed"}


def test_every_change_counts_the_version_up(cast, board):
    before = board.version
    written = note(board, by=cast.member)
    board.vote(note=written.pk, by=cast.member)
    board.refresh_from_db()
    assert board.version == before + 2


def at_once(*calls):
    """Run each call in a thread with a connection of its own; returns what each raised or None."""
    results = [None] * len(calls)
    barrier = threading.Barrier(len(calls))

    def run(index, call):
        barrier.wait()
        try:
            call()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_two_votes_at_the_same_moment_do_not_pass_the_limit():
    cast = make_cast()
    board = hold(cast, votes_each=1)
    rows = [note(board, str(number), by=cast.member) for number in range(2)]
    boards = [Retrospective.objects.get(pk=board.pk) for _row in rows]
    errors = at_once(*[
        lambda mine=mine, row=row: mine.vote(note=row.pk, by=cast.member)
        for mine, row in zip(boards, rows, strict=True)
    ])  # fmt: skip
    assert board.votes.count() == 1
    assert sorted(type(error).__name__ for error in errors) == ["NoneType", "WrongState"]


@pytest.mark.django_db(transaction=True)
def test_the_same_note_filed_twice_at_the_same_moment_is_one_item():
    cast = make_cast()
    board = hold(cast)
    written = note(board, by=cast.member)
    boards = [Retrospective.objects.get(pk=board.pk) for _turn in range(3)]
    errors = at_once(*[
        lambda mine=mine: mine.file_item([written.pk], title="Red", by=cast.member) for mine in boards
    ])  # fmt: skip
    assert Item.objects.count() == NoteItem.objects.count() == 1
    assert sorted(type(error).__name__ for error in errors) == ["NoneType", "WrongState", "WrongState"]
