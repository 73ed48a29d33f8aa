"""The list of actions: the overdue first, done with a way back, dates changed with the first one shown."""

from datetime import timedelta

import pytest
from django.utils import timezone

from backlog.models import Action
from tests.cast import make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def action(cast):
    return promise(cast, "Call the contract office", days=-2)


def promise(cast, text: str, *, days: int, **fields) -> Action:
    due = cast.group.today() + timedelta(days=days)
    values = {"owner": cast.member, "by": cast.manager, **fields}
    return Action.add(product_group=cast.group, text=text, due=due, **values)


def fill(cast, count: int) -> None:
    today = cast.group.today()
    Action.objects.bulk_create(
        Action(
            product_group=cast.group, text=f"Promise {n}", owner=cast.member, by=cast.manager,
            due=today, first_due=today,
        )
        for n in range(count)
    )  # fmt: skip


def test_the_overdue_stand_first_and_pages_follow_each_other(client, cast, action):
    fill(cast, 60)
    client.force_login(cast.expert)
    first = client.get("/actions/")
    assert first.context["rows"][0]["text"] == action.text
    assert "overdue by 2 days" in first.content.decode()
    second = client.get("/actions/", {"cursor": first.context["page"].next})
    texts = [row["text"] for page in (first, second) for row in page.context["rows"]]
    assert len(texts) == len(set(texts)) == 61
    assert client.get("/actions/?cursor=nonsense").status_code == 400


def test_done_stays_in_its_row_with_a_way_back(client, cast, action):
    client.force_login(cast.member)
    target = {"HX-Request": "true", "HX-Target": f"action-{action.pk}"}
    answer = client.post(f"/actions/{action.pk}/complete/", headers=target)
    text = answer.content.decode()
    assert text.strip().startswith("<li") and "Open again" in text and "<html" not in text
    assert f"/actions/{action.pk}/resume/" in answer["HX-Trigger"]
    assert action.text in client.get("/actions/?done=lately").content.decode()
    assert action.text not in client.get("/actions/").content.decode()
    client.post(f"/actions/{action.pk}/resume/", {"next": "/actions/"})
    assert action.text in client.get("/actions/").content.decode()


def test_without_a_script_the_way_leads_back_to_the_list(client, cast, action):
    client.force_login(cast.manager)
    answer = client.post(f"/actions/{action.pk}/complete/", {"next": "/actions/?whose=mine"})
    assert answer["Location"] == "/actions/?whose=mine"


def test_a_new_date_keeps_the_first_one_in_sight(client, cast, action):
    client.force_login(cast.member)
    later = cast.group.today() + timedelta(days=20)
    sent = {"text": action.text, "owner": str(cast.member.pk), "due": later.isoformat()}
    assert client.post(f"/actions/{action.pk}/edit/", sent).status_code in {302, 303}
    changed = Action.objects.get(pk=action.pk)
    assert (changed.due, changed.first_due) == (later, action.first_due)
    assert "first promised for" in client.get("/actions/").content.decode()


def test_who_saves_second_sees_both_versions_and_may_save_over_it(client, cast, action):
    client.force_login(cast.member)
    url, read = f"/actions/{action.pk}/edit/", action.version
    assert f'name="version" value="{read}"' in client.get(url).text
    sent = {"owner": str(cast.member.pk), "due": action.due.isoformat(), "version": read}
    assert client.post(url, sent | {"text": "Call once"}).status_code == 303
    late = client.post(url, sent | {"text": "Call twice"})
    assert late.status_code == 409 and Action.objects.get(pk=action.pk).text == "Call once"
    assert "<strong>Call once</strong>" in late.text and 'value="Call twice"' in late.text
    assert f'name="version" value="{read + 1}"' in late.text
    assert client.post(url, sent | {"text": "Call twice", "version": read + 1}).status_code == 303
    assert Action.objects.get(pk=action.pk).text == "Call twice"


@pytest.mark.parametrize("refused", [{"due": "soon"}, {"due": ""}, {"text": " "}, {"owner": "nobody"}])
def test_what_was_typed_is_kept(client, cast, action, refused):
    client.force_login(cast.member)
    sent = {"text": "Call twice", "owner": str(cast.member.pk), "due": "2030-01-01"} | refused
    answer = client.post(f"/actions/{action.pk}/edit/", sent)
    assert answer.status_code == 422
    assert refused.get("text") or "Call twice" in answer.content.decode()
    assert Action.objects.get(pk=action.pk).version == action.version


@pytest.mark.parametrize(
    ("who", "status"),
    [("member", 200), ("manager", 200), ("sponsor", 200), ("expert", 403), ("blue_member", 403),
     ("admin", 403), ("stranger", 404), ("nobody", 404)],
)  # fmt: skip
def test_who_may_change_it(client, cast, action, who, status):
    client.force_login(getattr(cast, who))
    assert client.get(f"/actions/{action.pk}/edit/").status_code == status


def test_what_is_done_is_not_changed(client, cast, action):
    action.complete(by=cast.member)
    client.force_login(cast.member)
    assert client.get(f"/actions/{action.pk}/edit/").status_code == 409
    assert client.post(f"/actions/{action.pk}/complete/").status_code == 409


def test_what_was_done_long_ago_is_not_shown(client, cast, action):
    Action.objects.filter(pk=action.pk).update(done_at=timezone.now() - timedelta(days=15))
    client.force_login(cast.member)
    assert action.text not in client.get("/actions/?done=lately").content.decode()


def test_only_who_may_change_it_gets_a_button_and_others_see_nothing(client, cast, action):
    client.force_login(cast.expert)
    assert "/complete/" not in client.get("/actions/").content.decode()
    client.force_login(cast.stranger)
    text = client.get("/actions/").content.decode()
    assert action.text not in text and "No open actions" in text
