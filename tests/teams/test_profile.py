"""One's own page, and tokens for programs."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from activity.models import Event
from teams.models import ApiToken

pytestmark = pytest.mark.django_db
RIGHT = {"name": "Kim Berg", "language": "sv", "theme": "dark", "mail": "daily"}


@pytest.fixture
def member(client, cast):
    client.force_login(cast.member)
    return client


def test_choices_are_kept(member, cast):
    assert member.post("/profile/", RIGHT).status_code == 302
    cast.member.refresh_from_db()
    assert {name: getattr(cast.member, name) for name in RIGHT} == RIGHT
    page = member.get("/profile/").content.decode()
    assert 'lang="sv"' in page and 'data-theme="dark"' in page


def test_what_the_device_chooses_is_stored_as_nothing(member, cast):
    member.post("/profile/", RIGHT)
    member.post("/profile/", RIGHT | {"language": "auto", "theme": "auto"})
    cast.member.refresh_from_db()
    assert (cast.member.language, cast.member.theme) == ("", "")


@pytest.mark.parametrize("wrong", [{"name": ""}, {"language": "xx"}, {"theme": "neon"}, {"mail": "hourly"}])
def test_a_wrong_choice_changes_nothing(member, cast, wrong):
    answer = member.post("/profile/", RIGHT | wrong)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)
    cast.member.refresh_from_db()
    assert cast.member.name == "Member"


def test_role_and_address_are_not_ones_own_to_change(member, cast):
    member.post("/profile/", RIGHT | {"email": "x@example.org", "is_admin": "on"})
    cast.member.refresh_from_db()
    assert (cast.member.email, cast.member.is_admin) == ("member@example.org", False)
    assert member.get("/account/email/").url == "/profile/"
    assert member.post("/account/email/", {"action_add": "", "email": "x@example.org"}).url == "/profile/"


@pytest.mark.parametrize("path", ["/account/password/change/", "/account/two-factor/"])
def test_the_ways_to_sign_in_have_their_pages(member, path):
    assert member.get(path).status_code == 200


def test_a_token_is_shown_once_and_revoked(member, cast):
    day = (timezone.localdate() + timedelta(days=7)).isoformat()
    answer = member.post("/profile/tokens/", {"name": "Nightly import", "scope": "write", "expires": day})
    token = ApiToken.objects.get()
    secret = answer.context["secret"]
    assert ApiToken.hashed(secret) == token.secret_hash
    assert secret in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    page = member.get("/profile/tokens/").content.decode()
    assert "Nightly import" in page and secret not in page
    assert member.post(f"/profile/tokens/{token.pk}/revoke/").status_code == 302
    assert (
        "Nightly import"
        not in member.get("/profile/tokens/").content.decode().split("messages")[-1].split("</div>", 1)[1]
    )
    assert not ApiToken.objects.usable().exists()
    assert [event.name for event in Event.objects.about("person", cast.member.pk)] == [
        "token_revoked",
        "token_issued",
    ]


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"scope": "all"}, {"expires": "2001-01-01"}, {"expires": "soon"}]
)
def test_a_wrong_token_is_not_made(member, wrong):
    right = {"name": "Nightly import", "scope": "read", "expires": ""}
    answer = member.post("/profile/tokens/", right | wrong)
    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_a_token_works_through_its_last_day(member):
    today = timezone.localdate()
    member.post("/profile/tokens/", {"name": "Today", "scope": "read", "expires": today.isoformat()})
    token = ApiToken.objects.get()
    assert timezone.localtime(token.last_day).date() == today
    assert list(ApiToken.objects.usable()) == [token]


def test_nobody_revokes_anothers_token(member, cast):
    token, _secret = ApiToken.issue(cast.manager, "Mine")
    assert member.post(f"/profile/tokens/{token.pk}/revoke/").status_code == 404
    assert "Mine" not in member.get("/profile/tokens/").content.decode()
    assert ApiToken.objects.usable().exists()


def test_the_command_prints_the_token_and_nothing_else(cast):
    told = StringIO()
    call_command("create_token", " MEMBER@example.org ", stdout=told)
    assert told.getvalue().count("\n") == 1
    token = ApiToken.objects.get(secret_hash=ApiToken.hashed(told.getvalue().strip()))
    assert (token.user, token.scope) == (cast.member, "write")


def test_the_command_refuses_who_may_not_sign_in(cast):
    cast.member.deactivate(by=cast.admin)
    for email in ("nobody-at-all@example.org", cast.member.email):
        with pytest.raises(CommandError):
            call_command("create_token", email, stdout=StringIO())
