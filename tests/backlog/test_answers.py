"""What is answered to a product group's questions: by people and programs, and no harm to old items."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from activity import subjects
from activity.models import Event
from backlog.models import Answer, Item
from tests.backlog.asking import HOW_OFTEN, WHO, ask, name, shown
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def cast():
    return make_cast()


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


def test_only_answered_questions_of_the_kind_before_come_along(client, cast):
    kinds = ("impediment", "improvement", "experiment")
    for kind in kinds:
        ask(cast, *((f"{kind} {n}?", False) for n in range(6)), kind=kind)
    client.force_login(cast.member)
    typed = {"title": "Builds are red", "kind": "experiment", "team": str(cast.red.pk)}
    for kind in kinds:
        for n in range(6):
            typed |= {**shown(f"{kind} {n}?"), name(f"{kind} {n}?"): ""}
    part = client.post("/items/questions/", typed | {name("improvement 2?"): "Yes"}, headers=HTMX)
    text = part.content.decode()
    assert "improvement 2?" in text and "improvement 3?" not in text and "impediment 2?" not in text
    assert client.post("/items/new/", typed).status_code == 302
    assert client.post("/items/new/", typed | {name("improvement 2?"): "Yes"}).status_code == 302
    assert Answer.objects.get().question == "improvement 2?"
    every = {key: "Yes" for key in typed if key.startswith("answer-")}
    assert client.post("/items/new/", typed | every).status_code == 302, "all that three kinds ask"
    assert Answer.objects.count() == 1 + 18


def test_made_up_questions_are_refused_with_all_that_was_typed(client, cast):
    client.force_login(cast.member)
    typed = {"title": "Builds are red", "idea": "Buy a second server."}
    many = {key: value for n in range(25) for key, value in {**shown(f"{n}?"), name(f"{n}?"): "Yes"}.items()}
    refused = client.post("/items/new/", typed | many)
    text = refused.content.decode()
    assert refused.status_code == 422 and "too many answers" in text and "Buy a second server." in text
    for nul in ({**shown("a\x00b"), name("a\x00b"): "Yes"}, {**shown("Why?"), name("Why?"): "a\x00b"}):
        assert client.post("/items/new/", typed | nul).status_code in (302, 422)
    assert not Answer.objects.exists()


# editing


def test_what_must_be_answered_is_asked_for_when_editing_and_keeps_no_other_change_back(client, cast):
    item = make_item(cast, "new")
    ask(cast, (HOW_OFTEN, True), (WHO, False))
    client.force_login(cast.member)
    address = f"/items/{item.pk}/edit/"
    page = client.get(address).content.decode()
    assert HOW_OFTEN in page and WHO in page
    typed = {"version": item.version, "kind": item.kind, "title": "Builds stay red"}
    typed |= {"initial-title": item.title, "initial-kind": item.kind}
    typed |= {name(HOW_OFTEN): "", "initial-" + name(HOW_OFTEN): "", **shown(HOW_OFTEN)}
    assert client.post(address, typed).status_code == 303, "a typing error is mended without an answer"
    assert "Still to be answered" in client.get(f"/items/{item.pk}/").content.decode()
    item.refresh_from_db()
    typed |= {name(HOW_OFTEN): "Daily", "version": item.version, "initial-title": item.title}
    assert client.post(address, typed).status_code == 303
    item.refresh_from_db()
    assert (item.title, item.answers.get().text) == ("Builds stay red", "Daily")
    data = Event.objects.about("item", item.pk)[0].data
    assert data["answers"] == {HOW_OFTEN: ["", "Daily"]} and not data["changes"]
    history = client.get(f"/items/{item.pk}/").content.decode()
    assert "Still to be answered" not in history and HOW_OFTEN.lower() in history


def test_what_must_be_answered_is_not_emptied_again(client, cast):
    item = make_item(cast, "new")
    ask(cast, (HOW_OFTEN, True))
    item.edit(by=cast.facilitator, answers={HOW_OFTEN: "Daily"})
    client.force_login(cast.member)
    typed = {"version": item.version, "kind": item.kind, "title": item.title, name(HOW_OFTEN): " "}
    typed |= {"initial-kind": item.kind, "initial-title": item.title, **shown(HOW_OFTEN)}
    emptied = client.post(f"/items/{item.pk}/edit/", typed | {"initial-" + name(HOW_OFTEN): "Daily"})
    assert emptied.status_code == 422 and item.answers.get().text == "Daily"
    overtaken = typed | {"version": 1, "initial-" + name(HOW_OFTEN): ""}
    assert client.post(f"/items/{item.pk}/edit/", overtaken).status_code == 409, "who saw none emptied none"


def test_answers_typed_for_an_item_that_ended_meanwhile_are_given_back(client, cast):
    item = make_item(cast, "new")
    ask(cast, (WHO, False), (HOW_OFTEN, False))
    item.edit(by=cast.facilitator, answers={HOW_OFTEN: "Daily"})
    typed = {
        "version": item.version,
        "kind": item.kind,
        "title": item.title,
        **shown(WHO),
        **shown(HOW_OFTEN),
    }
    typed |= {name(WHO): "Two <teams>", name(HOW_OFTEN): "Daily", "question-00000000": "Your password?"}
    item.withdraw(reason="Gone.", by=cast.leader)
    client.force_login(cast.member)
    late = client.post(f"/items/{item.pk}/edit/", typed)
    page = late.content.decode()
    assert late.status_code == 409 and WHO in page and ">Two &lt;teams&gt;</textarea>" in page
    assert ">Daily</textarea>" not in page and "password" not in page


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


def test_programs_change_answers_by_question(client, cast):
    item = make_item(cast, "new")
    ask(cast, (HOW_OFTEN, True))
    item.edit(by=cast.facilitator, answers={HOW_OFTEN: "Daily", WHO: "Blue"})
    address = reverse("api:item-detail", args=[item.pk])

    def patch(user, answers, **more):
        client.force_login(user)
        etag = client.get(address)["ETag"]
        body = {"answers": answers} | more
        return client.patch(
            address, body, content_type="application/json", headers={"If-Match": etag}
        ).status_code

    assert patch(cast.member, {HOW_OFTEN: "Hourly"}) == 200
    assert dict(item.answers.values_list("question", "text")) == {HOW_OFTEN: "Hourly", WHO: "Blue"}
    assert patch(cast.member, {WHO: ""}, title="Builds are slow") == 200
    assert [one.question for one in item.answers.all()] == [HOW_OFTEN]
    assert patch(cast.manager, {HOW_OFTEN: "Never"}) == 403
    assert patch(cast.member, {"q": "\x00"}) == patch(cast.member, {"q": 7}) == 422
    for first in range(0, 54, 18):
        assert patch(cast.member, {f"Question {n}?": "Yes" for n in range(first, first + 18)}) == 200
    assert patch(cast.member, {f"More {n}?": "Yes" for n in range(18)}) == 422, "an item stays readable"
    Item.objects.get(pk=item.pk).withdraw(reason="Gone.", by=cast.leader)
    assert patch(cast.manager, {HOW_OFTEN: "Never"}) == 403
    assert patch(cast.member, {HOW_OFTEN: "Never"}) == 409
