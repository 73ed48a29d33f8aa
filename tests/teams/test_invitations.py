"""Invitations: who may invite whom, one use of a link, and many at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from activity.models import Event, Notification
from teams.models import GroupRole, Invitation, Membership, User
from teams.tasks import mail_invitation, mail_waiting_invitations
from teams.wrong_state import WrongState
from tests.cast import PASSWORD, make_cast

pytestmark = pytest.mark.django_db

NEW = {"name": "Ada Berg", "password": "seven small steps"}


@pytest.fixture(autouse=True)
def no_rate_limits(settings):
    """The tests come from one address, and quickly."""
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def invitation(cast):
    return Invitation.invite(
        email="Ada@Example.org", name="Ada", role="member", team=cast.red, by=cast.leader
    )


def link(invitation):
    return f"/invitations/{invitation.secret}/"


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


# --- accepting ----------------------------------------------------------------------------------------


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


# --- mail ---------------------------------------------------------------------------------------------


def test_one_mail_with_the_link_goes_out_however_often_the_worker_runs(invitation):
    mail_invitation(str(invitation.pk))
    mail_invitation(str(invitation.pk))
    (letter,) = mail.outbox
    assert letter.to == ["ada@example.org"]
    assert invitation.url in letter.body
    assert "Red" in letter.subject


def test_a_revoked_invitation_is_not_mailed(cast, invitation):
    invitation.revoke(by=cast.leader)
    mail_invitation(str(invitation.pk))
    assert mail.outbox == []


def test_the_sweep_finds_what_was_not_mailed(invitation, monkeypatch):
    asked = []
    monkeypatch.setattr(mail_invitation, "delay", asked.append)
    mail_waiting_invitations()
    assert asked == [str(invitation.pk)]
    mail_invitation(str(invitation.pk))
    asked.clear()
    mail_waiting_invitations()
    assert asked == []


def test_a_mail_that_failed_is_sent_by_the_next_run(invitation, monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError("mail server away")

    with monkeypatch.context() as away:
        away.setattr(mail, "send_mail", refuse)
        with pytest.raises(OSError, match="away"):
            mail_invitation(str(invitation.pk))
    mail_invitation(str(invitation.pk))
    assert len(mail.outbox) == 1


def test_the_list_asks_the_same_for_ten_and_for_a_thousand(client, cast, django_assert_max_num_queries):
    client.force_login(cast.admin)

    def ask():
        client.get("/invitations/")
        with django_assert_max_num_queries(30) as captured:
            assert client.get("/invitations/").status_code == 200
        return len(captured)

    def fill(numbers):
        Invitation.objects.bulk_create(
            Invitation(
                email=f"p{n}@example.org",
                team=cast.red,
                role="member",
                invited_by=cast.leader,
                secret_hash=str(n),
                expires=timezone.now() + timedelta(days=1),
            )
            for n in numbers
        )

    fill(range(10))
    few = ask()
    fill(range(10, 1000))
    assert ask() == few
