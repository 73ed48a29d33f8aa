"""Inviting: who may invite whom, what is shown of it, and many at once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from activity.models import Event
from teams.models import Invitation, Membership, User
from tests.teams.test_accepting import NEW, link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_rate_limits")]


# --- who invites whom ---------------------------------------------------------------------------------


def test_a_leader_invites_members_into_the_own_team_only(cast, invitation):
    assert invitation.email == "ada@example.org"
    Invitation.invite(email="b@example.org", role="facilitator", team=cast.red, by=cast.leader)
    for place in (
        {"role": "leader", "team": cast.red},
        {"role": "member", "team": cast.blue},
        {"role": "manager", "product_group": cast.group},
        {"role": "admin"},
    ):
        with pytest.raises(PermissionDenied):
            Invitation.invite(email="c@example.org", **place, by=cast.leader)
    assert Invitation.objects.count() == 2


@pytest.mark.parametrize("who", ["member", "facilitator", "manager", "nobody"])
def test_others_invite_nobody(client, cast, who):
    with pytest.raises(PermissionDenied):
        Invitation.invite(email="c@example.org", role="member", team=cast.red, by=getattr(cast, who))
    client.force_login(getattr(cast, who))
    for path in ("/invitations/", "/invitations/new/", "/invitations/new/many/"):
        assert client.get(path).status_code == 403


def test_nobody_is_asked_twice_or_for_what_they_have(cast, invitation):
    for email in ("ada@example.org", cast.member.email):
        with pytest.raises(ValidationError) as refused:
            Invitation.invite(email=email, role="member", team=cast.red, by=cast.leader)
        assert "email" in refused.value.message_dict
    Invitation.objects.filter(pk=invitation.pk).update(expires=timezone.now() - timedelta(days=1))
    Invitation.invite(email="ada@example.org", role="member", team=cast.red, by=cast.leader)


def test_a_role_fits_its_place(cast):
    for place in ({"role": "manager", "team": cast.red}, {"role": "member", "product_group": cast.group}):
        with pytest.raises(ValidationError):
            Invitation.invite(email="c@example.org", **place, by=cast.admin)


# --- the pages of who invites -------------------------------------------------------------------------


def test_the_link_is_shown_once(client, cast):
    client.force_login(cast.leader)
    values = {"email": "ada@example.org", "place": f"team:{cast.red.pk}", "role": "member"}
    answer = client.post("/invitations/new/", values)
    secret = Invitation.objects.get().secret
    assert secret in client.get(answer.url).content.decode()
    again = client.get("/invitations/")
    assert secret not in again.content.decode()
    assert "ada@example.org" in again.content.decode()
    assert "no-store" in again.headers["Cache-Control"]


def test_a_leader_is_offered_the_own_team_alone(client, cast):
    client.force_login(cast.leader)
    page = client.get("/invitations/new/").content.decode()
    assert str(cast.red.pk) in page
    for foreign in (str(cast.blue.pk), "installation", 'value="leader"', 'value="manager"'):
        assert foreign not in page
    answer = client.post(
        "/invitations/new/", {"email": "c@example.org", "place": f"team:{cast.blue.pk}", "role": "member"}
    )
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"email": "nonsense"}, "email"),
        ({"role": "manager"}, "role"),
        ({"place": "team:1"}, "place"),
        ({"place": "installation"}, "role"),
        ({"email": "leader@example.org", "role": "leader"}, "email"),
    ],
)
def test_a_wrong_invitation_keeps_what_was_typed(client, cast, values, field):
    client.force_login(cast.admin)
    right = {
        "email": "a@example.org",
        "name": "A rare name",
        "place": f"team:{cast.red.pk}",
        "role": "member",
    }
    answer = client.post("/invitations/new/", right | values)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "A rare name" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_sending_anew_makes_the_old_link_worthless(client, cast, invitation):
    old = link(invitation)
    client.force_login(cast.leader)
    assert client.post(f"/invitations/{invitation.pk}/resend/").status_code == 302
    invitation.refresh_from_db()
    client.logout()
    assert client.get(old).status_code == 404
    assert client.get(link(invitation)).status_code == 200


def test_a_revoked_link_opens_nothing(client, cast, invitation):
    client.force_login(cast.leader)
    client.post(f"/invitations/{invitation.pk}/revoke/")
    client.post(f"/invitations/{invitation.pk}/revoke/")
    assert client.post(f"/invitations/{invitation.pk}/resend/").status_code == 409
    client.logout()
    assert client.post(link(invitation), NEW).status_code == 404
    assert not User.objects.addressed_exactly("ada@example.org").exists()


def test_strangers_see_and_touch_no_invitation(client, cast, invitation):
    Membership.objects.create(user=cast.blue_member, team=cast.blue, role="leader")
    client.force_login(cast.blue_member)
    assert "ada@" not in client.get("/invitations/").content.decode()
    for verb in ("resend", "revoke"):
        assert client.post(f"/invitations/{invitation.pk}/{verb}/").status_code == 404


def test_no_address_stands_in_an_event(cast, invitation):
    assert [event for event in Event.objects.all() if "ada@" in str(event.data)] == []


# --- many at once -------------------------------------------------------------------------------------


def many(client, cast, people):
    return client.post(
        "/invitations/new/many/", {"people": people, "place": f"team:{cast.red.pk}", "role": "member"}
    )


def test_many_are_invited_from_lines(client, cast):
    client.force_login(cast.leader)
    people = 'Ada Berg <ada@example.org>\r\n\r\n  BO@example.org \n"Åsa Ek"   <asa@example.org>\n'
    assert many(client, cast, people).status_code == 302
    assert set(Invitation.objects.values_list("name", "email")) == {
        ("Ada Berg", "ada@example.org"),
        ("", "bo@example.org"),
        ("Åsa Ek", "asa@example.org"),
    }


def test_all_or_nobody_with_errors_by_line(client, cast, invitation):
    client.force_login(cast.leader)
    people = (
        "New Person <new@example.org>\n\nnonsense\nAda <ada@example.org>\n"
        "Again <new@example.org>\nKim kim@example.org"
    )
    answer = many(client, cast, people)
    assert answer.status_code == 422
    lines = " ".join(answer.context["form"].errors["people"])
    assert all(f"Line {number}:" in lines for number in (3, 5, 6))
    assert "New Person &lt;new@example.org&gt;" in answer.content.decode()
    assert Invitation.objects.count() == 1

    answer = many(client, cast, f"New <new@example.org>\nAda <ada@example.org>\n{cast.member.email}")
    assert answer.status_code == 422
    lines = " ".join(answer.context["form"].errors["people"])
    assert "Line 2:" in lines and "Line 3:" in lines and "Line 1:" not in lines
    assert Invitation.objects.count() == 1


def test_too_many_lines_are_refused(client, cast):
    client.force_login(cast.leader)
    assert many(client, cast, "\n".join(f"p{n}@example.org" for n in range(201))).status_code == 422
