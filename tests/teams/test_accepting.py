"""Accepting an invitation: one use of a link, by its person alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from activity.models import Notification
from teams.models import GroupRole, Invitation, Membership, User
from teams.wrong_state import WrongState
from tests.cast import PASSWORD, make_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_rate_limits")]

NEW = {"name": "Ada Berg", "password": "seven small steps"}


def link(invitation):
    return f"/invitations/{invitation.secret}/"


def test_a_new_person_joins_and_is_signed_in(client, cast, invitation):
    page = client.get(link(invitation))
    assert "Ada" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    before = client.session.session_key
    answer = client.post(link(invitation), NEW)
    assert answer.status_code == 302
    ada = User.objects.get(email="ada@example.org")
    assert (ada.name, ada.access.is_member(cast.red.pk)) == ("Ada Berg", True)
    assert client.session["_auth_user_id"] == str(ada.pk)
    assert client.session.session_key != before
    assert ada.check_password(NEW["password"])
    assert Notification.objects.of(cast.leader).count() == 1
    client.logout()
    assert client.post(link(invitation), NEW).status_code == 404
    assert User.objects.addressed_exactly("ada@example.org").count() == 1


@pytest.mark.parametrize("password", ["short", "password123", "ada@example.org", ""])
def test_a_weak_password_makes_nobody(client, invitation, password):
    answer = client.post(link(invitation), NEW | {"password": password})
    assert answer.status_code == 422
    assert "password" in answer.context["form"].errors
    assert "Ada Berg" in answer.content.decode()
    assert not User.objects.addressed_exactly("ada@example.org").exists()


def test_who_has_an_account_signs_in_and_joins_by_a_press(client, cast):
    invitation = Invitation.invite(
        email=cast.nobody.email, role="expert", product_group=cast.group, by=cast.admin
    )
    page = client.get(link(invitation)).content.decode()
    assert f"/account/login/?next={link(invitation)}" in page
    assert client.post(link(invitation), NEW).status_code == 200
    assert not GroupRole.objects.filter(user=cast.nobody).exists()
    answer = client.post(
        f"/account/login/?next={link(invitation)}",
        {"login": cast.nobody.email, "password": PASSWORD, "next": link(invitation)},
    )
    assert answer.url == link(invitation)
    assert client.get(link(invitation)).status_code == 200
    assert not GroupRole.objects.filter(user=cast.nobody).exists()
    assert client.post(link(invitation)).status_code == 302
    assert GroupRole.objects.filter(user=cast.nobody, role="expert").exists()
    assert client.post(link(invitation)).status_code == 404


def test_an_invitation_is_for_its_person_alone(client, cast, invitation):
    client.force_login(cast.nobody)
    assert client.post(link(invitation)).status_code == 403
    assert not cast.nobody.access.is_member(cast.red.pk)
    assert Invitation.objects.valid().count() == 1


def test_an_administrator_is_invited_by_one(client, cast):
    invitation = Invitation.invite(email="root@example.org", role="admin", by=cast.admin)
    client.post(link(invitation), NEW)
    assert User.objects.get(email="root@example.org").is_admin


@pytest.mark.parametrize("why", ["expired", "team ended", "inviter gone", "inviter no leader", "unknown"])
def test_every_link_that_opens_nothing_says_the_same(client, cast, invitation, why):
    if why == "expired":
        Invitation.objects.update(expires=timezone.now() - timedelta(seconds=1))
    elif why == "team ended":
        cast.red.deactivate(by=cast.admin)
    elif why == "inviter gone":
        cast.leader.deactivate(by=cast.admin)
    elif why == "inviter no leader":
        cast.red.take_role(cast.leader, "leader", by=cast.admin)
    path = "/invitations/made-up/" if why == "unknown" else link(invitation)
    answer = client.get(path)
    assert answer.status_code == 404
    assert "This link opens nothing" in answer.content.decode()
    assert client.post(path, NEW).status_code == 404
    assert not User.objects.addressed_exactly("ada@example.org").exists()


def test_a_link_is_used_once_by_two_at_the_same_moment(transactional_db):
    cast = make_cast()
    invitation = Invitation.invite(email="ada@example.org", role="member", team=cast.red, by=cast.leader)

    def accept(number):
        try:
            same = Invitation.objects.get(pk=invitation.pk)
            same.accept_as_new(name=f"Ada {number}", password=NEW["password"])
            return True
        except (WrongState, ValidationError):
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(accept, range(4)))
    assert results.count(True) == 1
    assert User.objects.filter(email="ada@example.org").count() == 1
    assert Membership.objects.filter(user__email="ada@example.org").count() == 1


def test_trying_links_is_slowed_down(client, cast, settings):
    settings.ACCOUNT_RATE_LIMITS = {"accept_invitation": "3/m/ip"}
    answers = [client.get(f"/invitations/guess-{n}/").status_code for n in range(5)]
    assert answers == [404, 404, 404, 429, 429]
