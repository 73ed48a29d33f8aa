"""Valkey dies or hangs under the running service: it goes on, limits hold, who signed out stays away."""

import os
import shutil
import signal
import tempfile
import time
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import pytest
import redis
import requests
from allauth.mfa.totp.internal import auth as totp
from django.db import connection, transaction

from improvement.cache import PAUSE
from improvement.embedded.home import Home
from improvement.embedded.servers import embedded_servers, running
from teams.models import ApiToken
from tests.cast import PASSWORD
from tests.contract.conftest import web_server

pytestmark = pytest.mark.django_db
OF_TOKEN, OF_PERSON = 10, 16  # requests a minute
QUICK = 10  # seconds


@pytest.fixture(scope="module")
def home():
    folder = Path(tempfile.mkdtemp(prefix="improvement-cache-"))
    folder.chmod(0o711)
    yield Home(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def service(world, home):
    """With low limits, and a Valkey of its own that nobody has started yet."""
    limits = {"API_TOKEN_RATE": str(OF_TOKEN), "API_RATE": str(OF_PERSON), "STATEMENT_SECONDS": "1"}
    with web_server(IMPROVEMENT_HOME=str(home.root), **limits) as service:
        yield service


@pytest.fixture(scope="module")
def secrets(world, django_db_blocker):
    """By a person's name the secrets of two tokens; under `code` that of the expert's second factor."""
    names = [
        "expert",
        "support",
        "change_agent",
        "product_owner",
        "blue_member",
        "green_member",
        "facilitator",
    ]
    with django_db_blocker.unblock():
        made = {
            name: [ApiToken.issue(getattr(world.cast, name), kind)[1] for kind in ("one", "other")]
            for name in names
        }
        made["code"] = totp.generate_totp_secret()
        totp.TOTP.activate(world.cast.expert, made["code"])
        yield made


@contextmanager
def hanging(home: Home):
    """Valkey takes connections, and answers nothing."""
    with redis.Redis(unix_socket_path=str(home.valkey_socket)) as client:
        process = client.info("server")["process_id"]
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


class Person:
    """A browser without scripts."""

    def __init__(self, url: str):
        self.url = url
        self.session = requests.Session()

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.url + path, timeout=QUICK, allow_redirects=False)

    def post(self, path: str, **fields) -> requests.Response:
        sent = fields | {"csrfmiddlewaretoken": self.session.cookies["csrftoken"]}
        return self.session.post(self.url + path, sent, timeout=QUICK, allow_redirects=False)

    def sign_in(self, email: str, secret: str = "") -> "Person":
        self.get("/account/login/")
        answer = self.post("/account/login/", login=email, password=PASSWORD)
        assert answer.status_code == 302
        for _turn in range(2) if secret else ():  # a code may end while it is on its way
            if answer.headers["Location"] != "/":
                counter = next(totp.yield_hotp_counters_from_time())
                code = totp.format_hotp_value(totp.hotp_value(secret, counter))
                tried = self.post("/account/two-factor/authenticate/", code=code)
                answer = tried if tried.status_code == 302 else answer
        assert self.get("/items/").status_code == 200
        return self


def asked(service, number: int, *tokens: str) -> list[int]:
    """The statuses of so many requests, the tokens in turn; who is refused is told when to come again."""
    statuses = []
    with requests.Session() as session:
        for _turn, token in zip(range(number), cycle(tokens), strict=False):
            headers = {"Authorization": f"Bearer {token}"}
            answer = session.get(f"{service.url}/api/v1/flags/", headers=headers, timeout=QUICK)
            statuses.append(answer.status_code)
            assert answer.status_code == 200 or 1 <= int(answer.headers["Retry-After"]) <= 60
    assert set(statuses) == {200, 429}
    return statuses


def limits_hold(service, tokens: list[str], of_another: list[str]) -> None:
    """Wherever the minute ends: no more than in two of them, by one token and by two of the same person."""
    assert asked(service, 3 * OF_TOKEN, tokens[0]).count(200) <= 2 * OF_TOKEN
    assert asked(service, 4 * OF_TOKEN, *of_another).count(200) <= 2 * OF_PERSON


def goes_on(service, world, leaver: Person, stayer: Person, newcomer: str) -> None:
    """Reading, writing, signing in and out."""
    for path in ("/", "/items/", "/reviews/", "/profile/", "/inbox/", "/people/"):
        assert stayer.get(path).status_code == 200, path
    title, team = f"Written before {newcomer} came", str(world.cast.red.pk)
    page = leaver.get("/items/new/").text
    token = page.split('name="token" value="', 1)[1].split('"', 1)[0]
    written = leaver.post("/items/new/", title=title, team=team, kind="impediment", token=token)
    assert written.status_code == 302 and title in leaver.get(written.headers["Location"]).text
    Person(service.url).sign_in(f"{newcomer}@example.org")
    assert leaver.post("/account/logout/").status_code == 302
    assert leaver.get("/items/").status_code == 302


def stays_away(service, old: dict, stayer: Person) -> None:
    """Once the cache is back: who signed out meanwhile is not believed to be there."""
    time.sleep(PAUSE)
    for _turn in range(8):  # until both processes were asked
        assert stayer.get("/items/").status_code == 200
    returned = Person(service.url)
    returned.session.cookies.update(old)
    assert {returned.get("/items/").status_code for _turn in range(8)} == {302}


def test_the_service_goes_on_without_its_cache(world, home, service, secrets):
    with running(embedded_servers(home, postgres=False, valkey=True)):
        leaver, stayer = Person(service.url).sign_in("member@example.org"), Person(service.url)
        stayer.sign_in("manager@example.org")
        limits_hold(service, secrets["expert"], secrets["support"])
        old = dict(leaver.session.cookies)
        assert leaver.get("/readyz").status_code == 200

    assert leaver.get("/readyz").status_code == 503
    goes_on(service, world, leaver, stayer, "sponsor")
    limits_hold(service, secrets["change_agent"], secrets["product_owner"])
    Person(service.url).sign_in("expert@example.org", secrets["code"])

    with running(embedded_servers(home, postgres=False, valkey=True)):
        stays_away(service, old, stayer)
        leaver.sign_in("member@example.org")
        old = dict(leaver.session.cookies)
        with hanging(home):
            assert leaver.get("/readyz").status_code == 503
            goes_on(service, world, leaver, stayer, "leader")
            limits_hold(service, secrets["blue_member"], secrets["green_member"])
        stays_away(service, old, stayer)


def test_what_takes_too_long_is_ended_by_the_database(service, secrets):
    """Also where the cache is gone. Here something holds what the pages of views need."""
    member = Person(service.url).sign_in("member@example.org")
    token = secrets["facilitator"][0]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE backlog_savedview IN ACCESS EXCLUSIVE MODE")
        page = member.get("/views/")
        programs = requests.get(
            f"{service.url}/api/v1/views/", headers={"Authorization": f"Bearer {token}"}, timeout=QUICK
        )
        transaction.set_rollback(True)
    for answer in (page, programs):
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert "took too long" in answer.text
