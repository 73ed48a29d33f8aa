"""Whatever is typed into a form is refused in a sentence at its field, kept on the page, and stored nowhere.

The forms are found through the addresses of the project. A form that no request here reaches fails
`test_every_form_was_reached`.
"""

import re
from urllib.parse import quote

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from teams.forms.welcome import WelcomeForm
from tests.contract.amounts import FULL
from tests.contract.asking import ASKED, Asker, reached, taken_for_readable, try_everything
from tests.contract.bad_values import NOWHERE, QUERIES
from tests.contract.pages import stored
from tests.contract.reach import things_in_reach
from tests.contract.recording import forms_of_the_project
from tests.permissions.rows import rows

pytestmark = pytest.mark.django_db
FIRST_START = {WelcomeForm}  # there only before there is anybody: tests/teams/test_entrance.py
ADDRESSES = [row for row in rows() if not row.for_programs and "gone" not in row.allowed]
PIECES = {"str": ["a\x00b", "\ud800", "x" * 3_000, "..%2F"], "int": ["9" * 40], "slug": ["x" * 3_000]}


@pytest.fixture
def reachable(world):
    world.reach = things_in_reach(world.cast)
    return world


def test_every_form_refuses_what_is_wrong_and_keeps_it(reachable):
    """All fields of a form wrong in the same way at once, then each by itself among right ones."""
    before, wrong = stored(), {}
    for row in ADDRESSES:
        try:
            try_everything(Asker.of(reachable, row))
            assert stored() == before, "a refused request left something behind"
        except AssertionError as error:
            wrong[row.name], before = str(error)[:800], stored()
    assert not wrong, "\n".join(f"{name}: {told}" for name, told in wrong.items())


def test_every_form_was_reached(world):
    """A new form: see that a request of this file gets to it (a line in tests/permissions/tables, a thing
    in tests/permissions/world.py, or where it needs another state, in tests/contract/reach.py)."""
    asked = {form for form in forms_of_the_project() if issubclass(form, ASKED)}
    missing = forms_of_the_project() - asked - FIRST_START - reached
    assert not missing, "no request above filled these forms: see the words of this test"


def test_what_cannot_be_read_is_refused_and_nothing_is_stored(reachable):
    """Broken encodings and multipart, and ten megabytes: seen to before any view, so a few addresses tell."""
    before, wrong = stored(), {}
    for row in ADDRESSES[:: 1 if FULL else 40]:
        wrong |= taken_for_readable(Asker.of(reachable, row))
    assert not wrong
    assert stored() == before


def test_no_path_fails(world):
    """Whatever stands in a place of an address that takes any word, or any number."""
    wrong, tried = {}, 0
    for route in routes():
        for converter, pieces in PIECES.items():
            for piece in pieces if f"<{converter}:" in route else ():
                for who in (None, "member"):
                    tried += 1
                    answer = world.clients[who].get(f"/{filled(route, converter, piece)}")
                    if answer.status_code not in {302, 400, 401, 404, 405}:
                        wrong[route, piece[:20], who] = answer.status_code
    assert tried >= 40 and not wrong


def routes(resolver: URLResolver | None = None, before: str = "") -> list[str]:
    """The whole route of every address."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            found.append(f"{before}{pattern.pattern}")
        else:
            found += routes(pattern, f"{before}{pattern.pattern}")
    return found


def filled(route: str, converter: str, piece: str) -> str:
    """The route with `piece` where this converter stands, and in other places what is read there."""
    others = {"uuid": NOWHERE, "int": "1", "slug": "a", "str": "a", "path": "a"}
    values = others | {converter: quote(piece, safe="", errors="surrogatepass")}
    return re.sub(r"<(\w+):\w+>", lambda found: values[found[1]], route)


def test_no_query_string_fails(reachable):
    """Bad cursors, sort keys and everything else that may stand behind a question mark."""
    for row in ADDRESSES:
        if row.method == "GET":
            asker = Asker.of(reachable, row)
            for query in QUERIES if FULL else QUERIES[::2]:
                answer = asker.client.get(f"{asker.address}{'&' if '?' in asker.address else '?'}{query}")
                assert answer.status_code < 500, (row.name, query)


def test_lists_say_what_is_wrong_with_a_query(world):
    for path in ("/items/", "/people/"):
        for wrong in ("cursor=forged", "sort=colour", "page_size=-1", "colour=red", "team=x"):
            answer = world.clients["member"].get(f"{path}?{wrong}")
            if (path, wrong) != ("/people/", "sort=colour"):
                assert answer.status_code == 400, (path, wrong)
