"""Where one is signed in."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.cast import PASSWORD, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/profile/sessions/"


@pytest.fixture
def member(client, cast, no_rate_limits):
    """Signed in as people do it, so that the session is followed."""
    client.post("/account/login/", {"login": cast.member.email, "password": PASSWORD})
    return client


def test_each_place_stands_there_and_this_browser_is_told_apart(member, cast):
    signed_in(cast.member, "Firefox on a phone")
    text = member.get(PAGE).content.decode()
    assert text.count("data-row") == 2 and text.count(">this browser<") == 1
    assert "Firefox on a phone" in text


def test_what_has_ended_is_not_listed(member, cast):
    ended, expired = signed_in(cast.member, "Gone"), signed_in(cast.member, "Expired")
    Session.objects.filter(session_key=ended.session_key).delete()
    past = timezone.now() - timedelta(seconds=1)
    Session.objects.filter(session_key=expired.session_key).update(expire_date=past)
    text = member.get(PAGE).content.decode()
    assert "Gone" not in text and "Expired" not in text


def test_signing_out_in_another_browser_ends_it_there(member, cast):
    other = Client()
    other.post("/account/login/", {"login": cast.member.email, "password": PASSWORD})
    assert other.get("/profile/").status_code == 200
    rows = member.get(PAGE).context["page"].rows
    (there,) = [row for row in rows if row.session_key != member.session.session_key]
    assert member.post(f"{PAGE}{there.pk}/end/").status_code == 302
    assert other.get("/profile/").status_code == 302
    assert member.post(f"{PAGE}{there.pk}/end/").status_code == 404


def test_signing_out_everywhere_else_keeps_this_browser(member, cast):
    for _turn in range(3):
        signed_in(cast.member)
    stays = signed_in(cast.expert)
    member.post(f"{PAGE}end/")
    text = member.get(PAGE).content.decode()
    assert text.count("data-row") == 1 and "this browser" in text
    assert type(stays).objects.filter(pk=stays.pk).exists()
    assert "nowhere else" in member.post(f"{PAGE}end/", follow=True).content.decode()


def test_the_own_session_is_not_ended_from_the_list(member, cast):
    (here,) = member.get(PAGE).context["page"].rows
    assert member.post(f"{PAGE}{here.pk}/end/").status_code == 404


def test_a_cursor_that_was_not_given_out_is_not_found(member):
    assert member.get(PAGE, {"cursor": "x"}).status_code == 404


def test_they_come_page_by_page(member, cast):
    for _turn in range(70):
        signed_in(cast.member)
    page = member.get(PAGE).context["page"]
    assert len(page.rows) == 30 and page.next
    assert len(member.get(PAGE, {"cursor": page.next}).context["page"].rows) == 30
