"""Valkey dies under the running service: it goes on, limits hold, and nobody who signed out comes back."""

import shutil
import tempfile
import time
from pathlib import Path

import pytest
import requests

from improvement.cache import PAUSE
from improvement.embedded.home import Home
from improvement.embedded.servers import embedded_servers, running
from tests.cast import PASSWORD
from tests.contract.conftest import web_server

pytestmark = pytest.mark.django_db
RATE = 30
QUICK = 5  # seconds


@pytest.fixture
def own_home():
    folder = Path(tempfile.mkdtemp(prefix="improvement-cache-"))
    folder.chmod(0o711)
    yield Home(folder)
    shutil.rmtree(folder, ignore_errors=True)


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

    def sign_in(self, email: str) -> "Person":
        self.get("/account/login/")
        assert self.post("/account/login/", login=email, password=PASSWORD).status_code == 302
        assert self.get("/items/").status_code == 200
        return self


def asked(url: str, token: str, number: int) -> list[requests.Response]:
    headers = {"Authorization": f"Bearer {token}"}
    with requests.Session() as session:
        return [
            session.get(f"{url}/api/v1/flags/", headers=headers, timeout=QUICK) for _turn in range(number)
        ]


def test_the_service_goes_on_without_its_cache(world, own_home):
    # more than two minutes' worth of requests, so that wherever the minute ends, some are too many
    many = 2 * RATE + 10
    with web_server(IMPROVEMENT_HOME=str(own_home.root), API_TOKEN_RATE=str(RATE)) as service:
        with running(embedded_servers(own_home, postgres=False, valkey=True)):
            leaver, stayer = Person(service.url).sign_in("member@example.org"), Person(service.url)
            stayer.sign_in("manager@example.org")
            statuses = [answer.status_code for answer in asked(service.url, world.tokens["expert"], many)]
            assert 200 in statuses and 429 in statuses and set(statuses) == {200, 429}
            old = dict(leaver.session.cookies)
            assert leaver.get("/readyz").status_code == 200

        assert leaver.get("/readyz").status_code == 503
        for path in ("/", "/items/", "/reviews/", "/profile/", "/inbox/", "/people/"):
            assert stayer.get(path).status_code == 200, path
        title, team = "Written without a cache", str(world.cast.red.pk)
        page = leaver.get("/items/new/").text
        token = page.split('name="token" value="', 1)[1].split('"', 1)[0]
        written = leaver.post("/items/new/", title=title, team=team, kind="impediment", token=token)
        assert written.status_code == 302 and title in leaver.get(written.headers["Location"]).text
        Person(service.url).sign_in("sponsor@example.org")
        assert leaver.post("/account/logout/").status_code == 302
        assert leaver.get("/items/").status_code == 302
        answers = asked(service.url, world.tokens["support"], many)
        statuses = [answer.status_code for answer in answers]
        assert 0 < statuses.count(200) <= 2 * RATE and 429 in statuses and set(statuses) == {200, 429}
        assert all(
            1 <= int(answer.headers["Retry-After"]) <= 60 for answer in answers if answer.status_code == 429
        )

        with running(embedded_servers(own_home, postgres=False, valkey=True)):
            time.sleep(PAUSE)
            for _turn in range(8):  # until both processes were asked
                assert stayer.get("/items/").status_code == 200
            returned = Person(service.url)
            returned.session.cookies.update(old)
            assert {returned.get("/items/").status_code for _turn in range(8)} == {302}
