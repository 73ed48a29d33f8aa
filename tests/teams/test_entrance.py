"""Coming in: the first start, the demo's people, and signing in."""

import json
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.conf import settings as project
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from kombu.exceptions import OperationalError

from teams.demo_people import DEMO_PASSWORD, demo_people
from teams.models import GroupRole, Membership, ProductGroup, User, first_start
from teams.wrong_state import WrongState
from tests.cast import PASSWORD
from tests.contract.asking import Asker, try_everything
from tests.contract.pages import stored

pytestmark = pytest.mark.django_db
START = {
    "name": "Ada Berg",
    "email": "Ada@Example.org",
    "password": "seven small steps",
    "group": "Payments",
    "teams": "Red\nBlue",
}


# --- the first start ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/people/", "/settings/", "/account/login/", "/no/such/page/"])
def test_with_nobody_there_every_page_leads_to_the_first_step(client, path):
    assert client.get(path).url == "/welcome/"


def test_the_first_start_makes_administrator_group_and_teams(client):
    assert client.get("/welcome/").status_code == 200
    answer = client.post("/welcome/", START)
    assert answer.url == "/settings/"
    admin = User.objects.get()
    assert (admin.email, admin.is_admin) == ("ada@example.org", True)
    assert list(ProductGroup.objects.get().teams.values_list("name", flat=True)) == ["Blue", "Red"]
    assert client.get("/settings/").status_code == 200
    assert client.get("/welcome/").status_code == 404
    assert Client().post("/welcome/", START | {"email": "b@example.org"}).status_code == 404
    assert Client().get("/people/").url.startswith("/account/login/")


def test_whatever_else_is_typed_into_the_first_step(client):
    before = stored()
    try_everything(Asker("teams:welcome", "/welcome/", client, {}))
    assert stored() == before


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"email": "x"}, {"password": "short"}, {"group": ""}, {"teams": "Red\nRed"}],
)
def test_a_wrong_first_step_makes_nothing_and_keeps_what_was_typed(client, wrong):
    answer = client.post("/welcome/", START | wrong)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)
    assert 'value="Payments"' in answer.content.decode() or "group" in wrong
    assert (User.objects.count(), ProductGroup.objects.count()) == (0, 0)


def test_two_at_the_same_moment_make_one_administrator(transactional_db):
    def start(number):
        values = START | {"email": f"a{number}@example.org", "teams": []}
        try:
            first_start.start(**values)
            return True
        except WrongState:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        results = list(threads.map(start, range(3)))
    assert results.count(True) == 1
    assert User.objects.count() == 1


def test_in_the_demo_there_is_no_first_start(client, settings):
    settings.DEMO = True
    assert client.get("/welcome/").status_code == 404


# --- the demo's people ----------------------------------------------------------------------------------


def test_demo_people_are_listed_once_each_with_all_roles(cast):
    GroupRole.objects.create(user=cast.member, product_group=cast.group, role="expert")
    Membership.objects.create(user=cast.member, team=cast.blue)
    people = {person["email"]: person for person in demo_people()}
    assert len(people) == len(demo_people()) == User.objects.count()
    assert people["member@example.org"] == {
        "name": "Member",
        "email": "member@example.org",
        "password": DEMO_PASSWORD,
        "product_group": "Payments",
        "team": "Blue",
        "roles": ["member", "expert"],
    }
    assert people["admin@example.org"]["team"] is None
    assert people["admin@example.org"]["roles"] == ["admin"]
    assert people["manager@example.org"]["product_group"] == "Payments"


def test_the_command_prints_json_in_the_demo_alone(cast, settings):
    with pytest.raises(CommandError):
        call_command("demo_people", stdout=StringIO())
    settings.DEMO = True
    told = StringIO()
    call_command("demo_people", stdout=told)
    assert json.loads(told.getvalue()) == demo_people()


def test_a_press_signs_in_in_the_demo_alone(client, cast, settings):
    values = {"email": cast.manager.email}
    assert client.post("/demo/sign-in/", values).status_code == 404
    assert cast.manager.email not in client.get("/account/login/").content.decode()
    settings.DEMO = True
    assert cast.manager.email in client.get("/account/login/").content.decode()
    assert client.get("/demo/sign-in/").status_code == 405
    assert client.post("/demo/sign-in/", {"email": "x@example.org"}).status_code == 404
    assert client.post("/demo/sign-in/", values | {"next": "https://elsewhere.example/"}).url == "/"
    assert client.session["_auth_user_id"] == str(cast.manager.pk)


def test_a_press_leads_where_one_wanted_to_go(client, cast, settings):
    settings.DEMO = True
    answer = client.post("/demo/sign-in/", {"email": cast.manager.email, "next": "/people/?q=x"})
    assert answer.url == "/people/?q=x"


def test_the_sign_in_page_asks_the_same_for_any_number_of_people(
    client, cast, settings, django_assert_max_num_queries
):
    settings.DEMO = True
    with django_assert_max_num_queries(10) as few:
        client.get("/account/login/")
    User.objects.bulk_create(User(name=f"P {n}", email=f"p{n}@example.org") for n in range(200))
    with django_assert_max_num_queries(len(few)):
        client.get("/account/login/")


# --- signing in -----------------------------------------------------------------------------------------


def sign_in(client, email, password=PASSWORD, **more):
    return client.post("/account/login/", {"login": email, "password": password, **more})


def test_signing_in_draws_a_new_session(client, cast):
    client.get("/account/login/")
    session = client.session
    session["kept"] = "no"
    session.save()
    client.cookies[project.SESSION_COOKIE_NAME] = session.session_key
    before = session.session_key
    assert sign_in(client, "MEMBER@example.org").status_code == 302
    assert client.session["_auth_user_id"] == str(cast.member.pk)
    assert client.session.session_key != before


def test_known_and_unknown_people_are_refused_alike(client, cast):
    known = sign_in(client, cast.member.email, "wrong words")
    unknown = sign_in(client, "stranger@elsewhere.example", "wrong words")
    assert known.status_code == unknown.status_code
    assert known.context["form"].errors == unknown.context["form"].errors


def test_wrong_passwords_are_slowed_down(client, cast, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/key"}
    for _try in range(3):
        sign_in(client, cast.green_member.email, "wrong words")
    assert sign_in(client, cast.green_member.email).status_code == 200
    assert "_auth_user_id" not in client.session


def test_signing_in_leads_to_no_strange_place(client, cast):
    assert sign_in(client, cast.member.email, next="https://elsewhere.example/").url == "/"


def test_who_is_inactive_does_not_come_in(client, cast):
    cast.member.deactivate(by=cast.admin)
    sign_in(client, cast.member.email)
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up_without_an_invitation(client, cast):
    values = {"email": "x@example.org", "password1": "seven small steps", "password2": "seven small steps"}
    for answer in (client.get("/account/signup/"), client.post("/account/signup/", values)):
        assert 'name="password1"' not in answer.content.decode()
    assert not User.objects.addressed_exactly("x@example.org").exists()


def test_a_former_address_opens_nothing(client, cast):
    sign_in(client, cast.member.email)
    client.logout()
    cast.member.edit(name="Member", email="kim@example.org", by=cast.admin)
    sign_in(client, "member@example.org")
    assert "_auth_user_id" not in client.session
    assert sign_in(client, "kim@example.org").status_code == 302


# --- a forgotten password -------------------------------------------------------------------------------


@pytest.fixture
def no_worker(monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("no broker")

    monkeypatch.setattr("teams.adapter.current_app.send_task", refuse)


def test_a_forgotten_password_is_chosen_anew_by_mail(client, cast, no_worker):
    answer = client.post(
        "/account/password/reset/", {"email": cast.member.email}, headers={"host": "evil.example"}
    )
    (letter,) = mail.outbox
    assert f"{project.PUBLIC_URL}/account/password/reset/key/" in letter.body
    assert "evil.example" not in letter.body
    mail.outbox.clear()
    unknown = client.post("/account/password/reset/", {"email": "x@elsewhere.example"})
    assert (answer.status_code, answer.url) == (unknown.status_code, unknown.url)
    assert mail.outbox == []


def test_letters_about_signing_in_are_handed_to_the_worker(client, cast, monkeypatch):
    handed = []
    monkeypatch.setattr(
        "teams.adapter.current_app.send_task", lambda name, args, retry: handed.append((name, args))
    )
    client.post("/account/password/reset/", {"email": cast.member.email})
    ((name, (_subject, body, to)),) = handed
    assert name == "teams.tasks.send_mail"
    assert to == [cast.member.email]
    assert project.PUBLIC_URL in body
    assert mail.outbox == []
