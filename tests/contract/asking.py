"""Sends everything wrong to the forms behind an address, and looks at what comes of it."""

from collections.abc import Iterator
from itertools import chain
from urllib.parse import urlencode

from allauth.account.forms import UserTokenForm
from django import forms
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import conditional_escape

from activity.listing import Listing
from backlog.filters import FilterForm
from teams.filters import PeopleForm
from tests.contract.bad_values import MARKUP, UNREADABLE, URLENCODED, VALUES, usual
from tests.contract.pages import Page
from tests.contract.recording import bound_forms
from tests.permissions.rows import Row
from tests.permissions.world import Thing

REFUSED = {400, 403, 404, 405, 409, 413, 422}
ASKED = (FilterForm, PeopleForm, Listing, UserTokenForm)  # of the address: nothing is sent in them
PREVIEWS = {"backlog:comment-preview"}  # shows what is typed so far, also where it is not enough yet
FREE = ["id", "before", "after", "line", "outcome", "team", "person", "role", "column", "topic", "next"]
reached: set[type] = set()


class Asker:
    """Sends to one address as somebody who is let in. Refused requests may leave nothing behind.

    `wrong` is the status of a form with errors: 422; the pages of the sign-in library say 200.
    """

    def __init__(self, name: str, address: str, client: Client, body: dict, *, wrong: int = 422):
        self.name, self.address, self.client, self.body, self.wrong = name, address, client, body, wrong
        self.bound: list[forms.BaseForm] = []

    @classmethod
    def of(cls, world, row: Row) -> "Asker":
        """For a line of the policy tables; `world.reach` leads to things in the state that gets furthest."""
        thing = world.reach.get(row.name) or (world.own[row.thing] if row.thing != "-" else Thing())
        who = None if row.allowed & {"public", "signed_out"} else somebody(row.allowed)
        query = f"?{urlencode(thing.query)}" if thing.query else ""
        return cls(row.name, reverse(row.name, args=thing.args) + query, world.clients[who], thing.body)

    def send(self, fields: dict):
        """As a browser does, which always sends something."""
        return self._sent(lambda: self.client.post(self.address, fields | {"csrfmiddlewaretoken": "x"}))

    def send_raw(self, body: bytes, content_type: str = URLENCODED):
        return self._sent(lambda: self.client.generic("POST", self.address, body, content_type=content_type))

    def _sent(self, send):
        with bound_forms() as self.bound, transaction.atomic():
            answer = send()
            if answer.status_code < 400 and not self.refused():
                transaction.set_rollback(True)
        assert answer.status_code < 400 or answer.status_code in REFUSED, self.told(answer)
        assert "Traceback" not in answer.content.decode(errors="replace"), self.told(answer)
        reached.update(map(type, self.bound))
        return answer

    def refused(self) -> list[forms.BaseForm]:
        """The forms with errors."""
        return [form for form in self.bound if form.errors and not isinstance(form, ASKED)]

    def told(self, answer) -> str:
        forms = [(type(form).__name__, dict(form.errors)) for form in self.bound]
        return f"{self.name} {answer.status_code} {forms} {getattr(answer, 'exc_info', '')}"


def somebody(allowed: frozenset[str]) -> str:
    return "member" if "member" in allowed else sorted(allowed)[0]


def try_everything(asker: Asker) -> None:
    """All fields of a form wrong in the same way at once, then each by itself among right ones."""
    if asker.send(asker.body).status_code == 405:
        return
    found = [form for form in asker.bound if form.fields and not isinstance(form, ASKED)]
    for value in VALUES.values():
        wrong = {name: value for form in found for name in sent_names(form)}
        check(asker, asker.send(asker.body | (wrong or dict.fromkeys(FREE, value))))
    for form in found:
        right = asker.body | {form.add_prefix(name): usual(form, name) for name in form.fields}
        for name, value in one_wrong(form):
            check(asker, asker.send(right | {form.add_prefix(name): value}))


def taken_for_readable(asker: Asker) -> dict[tuple, int]:
    """What cannot be read and was not refused as it should be: name and body → status.

    Who is not let in at all is told so first.
    """
    statuses = [(asker.send_raw(body, kind).status_code, body, right) for body, kind, right in UNREADABLE]
    return {
        (asker.name, body[:40]): status
        for status, body, right in statuses
        if right and status not in right | {302, 405}
    }


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
    wrong = asker.refused()
    if not wrong or answer.status_code in {403, 404, 409, 413} or asker.name in PREVIEWS:
        return
    assert answer.status_code == asker.wrong, asker.told(answer)
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
