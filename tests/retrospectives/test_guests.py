"""Guests: let in by link, for that one meeting."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from backlog.models import WrongState
from retrospectives.models import Participant, Retrospective
from tests.retrospectives.boards import hold_overall, note, url

pytestmark = pytest.mark.django_db


def test_the_link_is_shown_once_and_lets_a_guest_in(client, cast, board):
    client.force_login(cast.member)
    page = client.post(url("retrospective-let-in", board))
    link = re.search(r"/retrospectives/join/[\w-]+/", page.content.decode())[0]
    client.force_login(cast.stranger)
    assert client.get(board.get_absolute_url()).status_code == 404
    assert b"Take part" in client.get(link).content
    assert client.get(board.get_absolute_url()).status_code == 404
    for _turn in range(2):
        assert client.post(link).url == board.get_absolute_url()
    assert client.get(board.get_absolute_url()).status_code == 200
    assert Participant.objects.filter(retrospective=board, user=cast.stranger, guest=True).count() == 1


def test_a_guest_leaves_with_the_meeting(cast, board):
    secret = board.let_in(by=cast.member)
    Retrospective.join(secret, by=cast.manager)
    assert Retrospective.objects.visible_to(cast.manager).contains(board)
    board.close(by=cast.member)
    assert not Retrospective.objects.visible_to(cast.manager).exists()
    with pytest.raises(Http404):
        Retrospective.join(secret, by=cast.sponsor)
    with pytest.raises(WrongState):
        board.let_in(by=cast.member)


def test_a_guest_of_an_overall_one_neither_changes_nor_keeps_it(cast):
    board = hold_overall(cast)
    Retrospective.join(board.let_in(by=cast.member), by=cast.expert)
    note(board, by=cast.expert)
    with pytest.raises(PermissionDenied):
        board.close(by=cast.expert)
    board.close(by=cast.member)
    assert not Retrospective.objects.visible_to(cast.expert).exists()


def test_a_new_link_ends_the_old_one(client, cast, board):
    old = board.let_in(by=cast.member)
    board.let_in(by=cast.member)
    client.force_login(cast.stranger)
    assert client.post(reverse("retrospectives:retrospective-join", args=[old])).status_code == 404


def test_guests_bring_no_guests(cast, board):
    Retrospective.join(board.let_in(by=cast.member), by=cast.blue_member)
    with pytest.raises(PermissionDenied):
        board.let_in(by=cast.blue_member)


def test_a_member_with_the_link_stays_a_member(cast, board):
    Retrospective.join(board.let_in(by=cast.member), by=cast.leader)
    assert not Participant.objects.filter(user=cast.leader, guest=True).exists()
