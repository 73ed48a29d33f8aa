"""A refusal that no view caught is still an answer in words."""

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from backlog.models import Stale, WrongState
from improvement.refusals import RefusalMiddleware
from teams.models import User
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db


def answer_to(exception, **headers):
    request = RequestFactory().get("/", headers=headers)
    request.user = User(name="Anna Berg", email="anna@example.org")
    request.session = {}
    request.htmx = HtmxDetails(request)
    return RefusalMiddleware(HttpResponse).process_exception(request, exception)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
def test_a_wrong_state_is_409_with_its_sentence(headers):
    answer = answer_to(WrongState("The action is <done> already."), **headers)
    assert answer.status_code == 409
    assert "The action is &lt;done&gt; already." in answer.text
    assert ("<html" in answer.text) == (not headers)


def test_a_lost_race_is_409():
    assert answer_to(Stale()).status_code == 409


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
def test_a_wrong_value_is_422_with_its_sentences(headers):
    answer = answer_to(ValidationError({"due": ["Say by when."], "owner": ["Say who."]}), **headers)
    assert answer.status_code == 422
    assert "Say by when." in answer.text and "Say who." in answer.text


def test_other_errors_are_not_hidden():
    assert answer_to(KeyError("x")) is None


def test_it_is_asked_in_the_real_service(client):
    cast = make_cast()
    item = make_item(cast, "accepted")
    item.actions.create(
        product_group=cast.group,
        text="Call",
        owner=cast.manager,
        due="2020-01-01",
        first_due="2020-01-01",
        by=cast.manager,
    )
    action = item.actions.get()
    client.force_login(cast.manager)
    assert client.post(f"/actions/{action.pk}/complete/").status_code == 303
    assert client.post(f"/actions/{action.pk}/complete/").status_code == 409
