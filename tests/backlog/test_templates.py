"""What a product group asks of items, written in the browser."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from backlog.models import Answer, ItemTemplate
from backlog.models.templates import Overtaken
from tests.backlog.asking import HOW_OFTEN, WHO, ask
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def cast():
    return make_cast()


def url_of(cast, kind="impediment"):
    return f"/settings/product-groups/{cast.group.pk}/templates/{kind}/"


# the verb


def test_only_who_configures_writes_a_template(cast):
    with pytest.raises(PermissionDenied):
        ItemTemplate.configure(cast.group, "impediment", by=cast.manager, version=0)


@pytest.mark.parametrize(
    "questions",
    [
        [("", False)],
        [("Why?", False), ("why?", True)],
        [("x" * 201, False)],
        [(str(n), False) for n in range(7)],
    ],
)
def test_empty_double_long_and_too_many_questions_are_refused(cast, questions):
    with pytest.raises(ValidationError):
        ask(cast, *questions)
    assert not ItemTemplate.objects.exists()


def test_who_read_an_older_version_overwrites_nothing(cast):
    ask(cast, (HOW_OFTEN, True))
    with pytest.raises(Overtaken):
        ask(cast, (WHO, True), version=0)
    assert ask(cast, (WHO, True), version=1).version == 2


# the administrator's pages


def test_an_administrator_writes_looks_and_restores(client, cast):
    client.force_login(cast.admin)
    overview = client.get(f"/settings/product-groups/{cast.group.pk}/templates/").content.decode()
    assert "Nothing is asked beyond the usual" in overview
    typed = {
        "version": 0,
        "on_description": "on",
        "on_idea": "on",
        "question_0": HOW_OFTEN,
        "required_0": "on",
    }
    seen = client.post(url_of(cast), typed | {"do": "preview"}, headers=HTMX).content.decode()
    assert HOW_OFTEN in seen and "Expected effect" not in seen and not ItemTemplate.objects.exists()
    assert HOW_OFTEN in client.post(url_of(cast), typed | {"do": "preview"}).content.decode()
    assert client.post(url_of(cast), typed | {"do": "save"}).status_code == 302
    saved = ItemTemplate.objects.get()
    assert saved.off == ["effect"] and saved.questions[0]["required"] is True
    make_item(cast, "new").edit(by=cast.member, answers={HOW_OFTEN: "Daily"})
    assert client.post(url_of(cast), {"version": 1, "do": "restore"}).status_code == 302
    saved.refresh_from_db()
    assert saved.empty and Answer.objects.get().text == "Daily"


def test_a_lost_race_keeps_what_was_typed_and_shows_theirs(client, cast):
    ask(cast, (WHO, False))
    client.force_login(cast.admin)
    typed = {"version": 0, "on_description": "on", "question_0": HOW_OFTEN, "do": "save"}
    answer = client.post(url_of(cast), typed)
    page = answer.content.decode()
    assert answer.status_code == 409 and WHO in page and HOW_OFTEN in page and 'value="1"' in page
    assert client.post(url_of(cast), typed | {"version": 1}).status_code == 302


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"version": "x"},
        {"version": -1},
        {"version": 0, "question_0": "x" * 300},
        {"version": 0, "help_0": "Why"},
    ],
)
def test_wrong_values_are_refused_with_what_was_typed(client, cast, typed):
    client.force_login(cast.admin)
    assert client.post(url_of(cast), typed | {"do": "save"}).status_code == 422
    assert client.get(url_of(cast, "nonsense")).status_code == 404
