"""Whatever is typed into a form is refused in a sentence at its field, kept on the page, and stored nowhere.

The forms are found through the addresses of the project. A form that no request here reaches fails
`test_every_form_was_reached`.
"""

from collections.abc import Iterator
from itertools import chain
from urllib.parse import urlencode

import pytest
from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils.html import conditional_escape

from activity.listing import Listing
from backlog.filters import FilterForm
from teams.filters import PeopleForm
from teams.forms.welcome import WelcomeForm
from tests.contract.amounts import FULL
from tests.contract.bad_values import BROKEN, MARKUP, NOWHERE, SURROGATE, VALUES, usual
from tests.contract.pages import Page, stored
from tests.contract.reach import things_in_reach
from tests.contract.recording import bound_forms, forms_of_the_project
from tests.permissions.rows import rows
from tests.permissions.world import Thing

pytestmark = pytest.mark.django_db
REFUSED = {400, 403, 404, 405, 409, 413, 422}
DONE = {200, 204, 302, 303}
ASKED = (FilterForm, PeopleForm, Listing)  # of the query string: nothing is sent in them
FIRST_START = {WelcomeForm}  # there only before there is anybody: tests/teams/test_entrance.py
PREVIEWS = {"backlog:comment-preview"}  # shows what is typed so far, also where it is not enough yet
FREE = ["id", "before", "after", "line", "outcome", "team", "person", "role", "column", "topic", "next"]
ADDRESSES = [row for row in rows() if not row.for_programs and "gone" not in row.allowed]
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"
UNREADABLE = [
    (b"title=" + BROKEN, URLENCODED, {400}),
    (b"text=" + SURROGATE, URLENCODED, {400}),
    (b"title=a", f"{URLENCODED}; charset=utf-7", {400}),
    (b"--x\r\n", "multipart/form-data", {400}),
    (b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n\xff\r\n--x--', MULTIPART, {400}),
    (b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nab', MULTIPART, REFUSED | DONE),
    (b"title=" + b"x" * 10_000_000, URLENCODED, {413}),
]
QUERIES = [
    "cursor=forged&sort=colour&page_size=x&q=%00&team=x&state=x&line=x&product_group=x&group=x&item=x",
    f"q=%FF%FE&title=%00&note={NOWHERE}&topic={NOWHERE}&next=//example.org&into=%00&by=x&period=x&undo=1",
    "page_size=99999999999999999999&age_min=-1&age_max=1e9&owner=%F0%9F&name=%00&cursor=%00&month=13&to=x",
]
reached: set[type] = set()


class Asker:
    number = 0
    """Sends to one address as somebody who is let in. Refused requests may leave nothing behind."""

    def __init__(self, world, row):
        self.row = row
        thing = world.reach.get(row.name) or (world.own[row.thing] if row.thing != "-" else Thing())
        who = None if row.allowed & {"public", "signed_out"} else somebody(row.allowed)
        self.client = world.clients[who]
        self.address = reverse(row.name, args=thing.args)
        if thing.query:
            self.address += f"?{urlencode(thing.query)}"
        self.body = thing.body
        self.bound: list[forms.BaseForm] = []

    def send(self, fields: dict):
        """As a browser does, which always sends something."""
        return self._sent(lambda: self.client.post(self.address, fields | {"csrfmiddlewaretoken": "x"}))

    def send_raw(self, body: bytes, content_type: str = URLENCODED):
        return self._sent(lambda: self.client.generic("POST", self.address, body, content_type=content_type))

    def _sent(self, send):
        with bound_forms() as self.bound, transaction.atomic():
            answer = send()
            if answer.status_code < 400:
                transaction.set_rollback(True)
        assert answer.status_code < 400 or answer.status_code in REFUSED, self.told(answer)
        assert "Traceback" not in answer.content.decode(errors="replace"), self.told(answer)
        reached.update(map(type, self.bound))
        return answer

    def told(self, answer) -> str:
        forms = [(type(form).__name__, dict(form.errors)) for form in self.bound]
        return f"{self.row.name} {answer.status_code} {forms} {getattr(answer, 'exc_info', '')}"


def somebody(allowed: frozenset[str]) -> str:
    return "member" if "member" in allowed else sorted(allowed)[0]


@pytest.fixture
def reachable(world):
    world.reach = things_in_reach(world.cast)
    return world


def test_every_form_refuses_what_is_wrong_and_keeps_it(reachable):
    """All fields of a form wrong in the same way at once, then each by itself among right ones."""
    before, wrong = stored(), {}
    for row in ADDRESSES:
        try:
            try_everything(Asker(reachable, row))
            assert stored() == before, "a refused request left something behind"
        except AssertionError as error:
            wrong[row.name], before = str(error)[:800], stored()
    assert not wrong, "\n".join(f"{name}: {told}" for name, told in wrong.items())


def try_everything(asker: Asker) -> None:
    asker.send(asker.body)
    found = [form for form in asker.bound if form.fields and not isinstance(form, ASKED)]
    for value in VALUES.values():
        if found:
            check(
                asker, asker.send(asker.body | {name: value for form in found for name in sent_names(form)})
            )
        elif asker.row.method == "POST":
            asker.send(dict.fromkeys(FREE, value))
    for form in found:
        right = asker.body | {form.add_prefix(name): usual(form, name) for name in form.fields}
        for name, value in one_wrong(form):
            check(asker, asker.send(right | {form.add_prefix(name): value}))


def sent_names(form: forms.BaseForm) -> list[str]:
    return [
        form.add_prefix(name) for name in form.fields if not isinstance(form.fields[name], forms.FileField)
    ]


def one_wrong(form: forms.BaseForm) -> Iterator[tuple[str, object]]:
    """For each field a value that it surely refuses, by what the field itself says."""
    for name, field in form.fields.items():
        for value in () if isinstance(field, forms.FileField) else VALUES.values():
            try:
                field.clean(field.widget.value_from_datadict({name: value}, {}, name))
            except forms.ValidationError:
                yield name, value
                break


def check(asker: Asker, answer) -> None:
    """Where a form has errors: 422, its sentences on the page, and there everything that was typed."""
    wrong = [form for form in asker.bound if form.errors and not isinstance(form, ASKED)]
    if not wrong or answer.status_code in {403, 404, 409, 413} or asker.row.name in PREVIEWS:
        return
    assert answer.status_code == 422, asker.told(answer)
    page = Page.of(answer)
    for form in wrong:
        typed = [bound for bound in form if typed_freely(bound.field) and bound.data]
        for bound in typed:
            assert page.keeps(bound.html_name, bound.data), (asker.told(answer), bound.html_name)
        for sentence in chain(*(bound.errors for bound in typed if bound.html_name not in page.chosen)):
            assert str(conditional_escape(sentence)) in page.html, (asker.told(answer), sentence)
    assert MARKUP not in page.html, asker.told(answer)


def typed_freely(field: forms.Field) -> bool:
    """What a person writes, not what they choose."""
    widget = field.widget
    text = isinstance(widget, (forms.TextInput, forms.Textarea)) and not widget.is_hidden
    return text and not isinstance(widget, forms.PasswordInput)


def test_every_form_was_reached(world):
    """A new form: see that a request of this file gets to it (a line in tests/permissions/tables, a thing
    in tests/permissions/world.py, or where it needs another state, in tests/contract/reach.py)."""
    asked = {form for form in forms_of_the_project() if issubclass(form, ASKED)}
    missing = forms_of_the_project() - asked - FIRST_START - reached
    assert not missing, "no request above filled these forms: see the words of this test"


def test_what_cannot_be_read_is_refused_and_nothing_is_stored(reachable):
    """Broken encodings and multipart, and ten megabytes: seen to before any view, so a few addresses tell."""
    before, wrong = stored(), {}
    for row in [row for row in ADDRESSES if row.method == "POST"][:: 1 if FULL else 15]:
        asker = Asker(reachable, row)
        for body, content_type, expected in UNREADABLE:
            answer = asker.send_raw(body, content_type)
            if answer.status_code not in expected:
                wrong[row.name, body[:40]] = answer.status_code
    assert not wrong
    assert stored() == before


@pytest.mark.parametrize("query", QUERIES)
def test_no_query_string_fails(reachable, query):
    """Bad cursors, sort keys and everything else that may stand behind a question mark."""
    for row in ADDRESSES:
        if row.method == "GET":
            asker = Asker(reachable, row)
            answer = asker.client.get(f"{asker.address}{'&' if '?' in asker.address else '?'}{query}")
            assert answer.status_code < 500, (row.name, query)


def test_lists_say_what_is_wrong_with_a_query(world):
    for path in ("/items/", "/people/"):
        for wrong in ("cursor=forged", "sort=colour", "page_size=-1", "colour=red", "team=x"):
            answer = world.clients["member"].get(f"{path}?{wrong}")
            if (path, wrong) != ("/people/", "sort=colour"):
                assert answer.status_code == 400, (path, wrong)
