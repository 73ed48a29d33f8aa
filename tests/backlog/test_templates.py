"""What a product group asks of items: written in the browser, answered by people, no harm to old items."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from activity import subjects
from activity.models import Event
from backlog.forms.answering import Asked
from backlog.models import Answer, Item, ItemTemplate
from backlog.models.templates import Overtaken
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
HOW_OFTEN = "How often does it happen?"
WHO = "Who else is affected?"


@pytest.fixture
def cast():
    return make_cast()


def ask(cast, *questions, kind="impediment", version=0, **fields):
    rows = [{"text": text, "hint": "", "required": required} for text, required in questions]
    return ItemTemplate.configure(cast.group, kind, by=cast.admin, version=version, questions=rows, **fields)


def name(question):
    return Asked(question).name


def url_of(cast, kind="impediment"):
    return f"/settings/product-groups/{cast.group.pk}/templates/{kind}/"


def shown(question):
    return {f"question-{Asked(question).key}": question}


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


# capture


def test_capture_asks_what_the_template_asks_and_a_title_is_still_enough(client, cast):
    ask(cast, (HOW_OFTEN, True), hints={"description": "What did you see?"}, off=["effect"])
    client.force_login(cast.member)
    page = client.get("/items/new/").content.decode()
    assert HOW_OFTEN in page and "What did you see?" in page and 'name="effect"' not in page
    assert client.post("/items/new/", {"title": "Builds are red"}).status_code == 302
    item = Item.objects.get()
    assert not item.answers.exists()
    assert HOW_OFTEN in client.get(f"/items/{item.pk}/").content.decode()


def test_an_answer_keeps_the_question_as_it_was_asked(client, cast):
    ask(cast, (HOW_OFTEN, True))
    client.force_login(cast.member)
    typed = {"title": "Builds are red", name(HOW_OFTEN): "Daily", **shown(HOW_OFTEN)}
    ask(cast, (WHO, False), version=1)  # meanwhile
    client.post("/items/new/", typed)
    item = Item.objects.get()
    assert dict(item.answers.values_list("question", "text")) == {HOW_OFTEN: "Daily"}
    page = client.get(f"/items/{item.pk}/").content.decode()
    assert HOW_OFTEN in page and "Daily" in page


def test_another_kind_asks_other_things_and_keeps_what_was_typed(client, cast):
    ask(cast, (HOW_OFTEN, False))
    ask(cast, (WHO, False), kind="improvement")
    client.force_login(cast.member)
    typed = {"kind": "improvement", "team": str(cast.red.pk), "description": "Since <May>"}
    typed |= {name(HOW_OFTEN): "Daily", **shown(HOW_OFTEN)}
    part = client.post("/items/questions/", typed, headers=HTMX).content.decode()
    assert WHO in part and "Since &lt;May&gt;" in part and "Daily" in part and "<html" not in part
    assert not Item.objects.exists()


def test_a_made_up_question_is_not_shown(client, cast):
    client.force_login(cast.member)
    part = client.post("/items/questions/", {"question-00000000": "Your password?"}).content.decode()
    assert "password" not in part


# editing


def test_what_must_be_answered_is_asked_for_when_editing(client, cast):
    item = make_item(cast, "new")
    ask(cast, (HOW_OFTEN, True), (WHO, False))
    client.force_login(cast.member)
    address = f"/items/{item.pk}/edit/"
    page = client.get(address).content.decode()
    assert HOW_OFTEN in page and WHO in page
    typed = {"version": item.version, "kind": item.kind, "title": "Builds stay red"}
    typed["initial-title"] = item.title
    answer = client.post(address, typed)
    assert answer.status_code == 422 and "Builds stay red" in answer.content.decode()
    typed |= {name(HOW_OFTEN): "Daily", "initial-" + name(HOW_OFTEN): "", "initial-kind": item.kind}
    assert client.post(address, typed).status_code == 303
    item.refresh_from_db()
    assert (item.title, item.answers.get().text) == ("Builds stay red", "Daily")
    data = Event.objects.about("item", item.pk)[0].data
    assert data["answers"] == {HOW_OFTEN: ["", "Daily"]} and "title" in data["changes"]
    history = client.get(f"/items/{item.pk}/").content.decode()
    assert "Still to be answered" not in history and HOW_OFTEN.lower() in history


def test_once_the_managers_have_it_nothing_must_be_answered_any_more(client, cast):
    item = make_item(cast, "ready")
    ask(cast, (HOW_OFTEN, True))
    client.force_login(cast.member)
    typed = {"version": item.version, "kind": item.kind, "title": "Builds stay red"}
    typed["initial-title"] = item.title
    typed |= {"initial-kind": item.kind, "initial-" + name(HOW_OFTEN): ""}
    assert client.post(f"/items/{item.pk}/edit/", typed).status_code == 303


def test_a_field_left_out_stays_where_something_stands_in_it(client, cast):
    full, bare = make_item(cast, "new", effect="Green by noon"), make_item(cast, "new")
    ask(cast, off=["effect"])
    client.force_login(cast.member)
    assert 'name="effect"' in client.get(f"/items/{full.pk}/edit/").content.decode()
    assert 'name="effect"' not in client.get(f"/items/{bare.pk}/edit/").content.decode()
    assert "Green by noon" in client.get(f"/items/{full.pk}/").content.decode()


def test_two_who_answer_at_once_see_both_answers(client, cast):
    item = make_item(cast, "new")
    ask(cast, (WHO, False))
    item.edit(by=cast.facilitator, answers={WHO: "Blue"})
    client.force_login(cast.member)
    typed = {"version": 1, "kind": item.kind, "title": item.title, "initial-kind": item.kind}
    typed |= {"initial-title": item.title, name(WHO): "Green", "initial-" + name(WHO): "", **shown(WHO)}
    answer = client.post(f"/items/{item.pk}/edit/", typed)
    page = answer.content.decode()
    assert answer.status_code == 409 and "Blue" in page and "Green" in page
    assert item.answers.get().text == "Blue"


def test_who_may_not_edit_the_texts_may_not_answer(cast):
    item = make_item(cast, "new")
    with pytest.raises(PermissionDenied):
        item.edit(by=cast.manager, answers={WHO: "Blue"})
    assert not Answer.objects.exists()


@pytest.mark.parametrize("question", ["due", "kind", "owner", "title"])
def test_a_question_may_be_called_as_a_field_is(client, cast, question):
    item = make_item(cast, "new")
    ask(cast, (question, False))
    item.edit(by=cast.member, title="Builds are slow", answers={question: "next week"})
    data = Event.objects.about("item", item.pk)[0].data
    assert data["changes"] == {"title": ["Builds are red", "Builds are slow"]}
    assert data["answers"] == {question: ["", "next week"]}
    told = subjects.tell(Event.objects.about("item", item.pk)[0])
    assert told.sentence == f"Member changed: title and {question}."
    assert told.quotes == [("Title", "Builds are red → Builds are slow"), (question, "nothing → next week")]


def test_what_was_written_into_an_old_event_under_a_fields_name_is_told_as_it_stands(client, cast):
    item = make_item(cast, "new")
    Event.record(
        "edited",
        subject_type="item",
        subject_id=item.pk,
        product_group_id=cast.group.pk,
        by=cast.member,
        tell=[cast.facilitator.pk],
        changes={"due": ["", "next week"], "kind": ["", "a wish"]},
    )
    client.force_login(cast.facilitator)
    for address in (f"/items/{item.pk}/", "/inbox/"):
        assert "Member changed: due" in client.get(address).content.decode()


# programs


def test_programs_need_no_answers_and_may_send_some(client, cast):
    ask(cast, (HOW_OFTEN, True))
    client.force_login(cast.member)
    body = {"team": str(cast.red.pk), "kind": "impediment", "title": "Builds are red"}
    filed = client.post(reverse("api:item-list"), body, content_type="application/json")
    assert filed.status_code == 201
    body |= {"answers": {HOW_OFTEN: "Daily"}}
    filed = client.post(reverse("api:item-list"), body, content_type="application/json").json()
    answers = client.get(reverse("api:item-answers", args=[filed["id"]])).json()["results"]
    assert answers == [{"question": HOW_OFTEN, "answer": "Daily"}]
    for wrong in (
        {"x" * 300: "y"},
        {"q": "\x00"},
        {str(n): "y" for n in range(50)},
        ["a"],
        {"q": "y" * 5_000},
    ):
        sent = body | {"answers": wrong}
        answer = client.post(reverse("api:item-list"), sent, content_type="application/json")
        assert answer.status_code == 422


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
