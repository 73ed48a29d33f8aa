"""Editing an item: one's own fields only, nothing typed is lost, and two at once see both versions."""

import re
from html import unescape

import pytest

from activity.models import Event
from backlog.models import Item
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def url_of(item) -> str:
    return f"/items/{item.pk}/edit/"


def as_sent(page: str) -> dict:
    """The fields of the edit form as a browser would send them back, untouched."""
    fields = {}
    form = page[page.index("<main") : page.index("</main>")]
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrfmiddlewaretoken":
            fields[name[1]] = unescape(value[1]) if value else ""
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        fields[name] = unescape(text)
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return fields


def open_form(client, item, user) -> dict:
    client.force_login(user)
    page = client.get(url_of(item))
    assert page.status_code == 200
    return as_sent(page.text)


def test_only_what_was_changed_is_saved(client, cast):
    item = make_item(cast, description="One\nTwo")
    typed = open_form(client, item, cast.member) | {"title": "Builds are slow"}
    typed = {name: value.replace("\n", "\r\n") for name, value in typed.items()}
    assert client.post(url_of(item), typed).status_code == 303
    changed = Event.objects.about("item", item.pk)[0].data["changes"]
    assert changed == {"title": ["Builds are red", "Builds are slow"]}


def test_saving_nothing_new_writes_nothing(client, cast):
    item = make_item(cast, description="One\nTwo")
    events = Event.objects.count()
    assert client.post(url_of(item), open_form(client, item, cast.member)).status_code == 303
    assert Event.objects.count() == events


def test_each_sees_the_fields_that_are_theirs(client, cast):
    item = make_item(cast, "accepted", kind="experiment")
    texts = {"kind", "title", "description", "idea", "effect"}
    experiment = {"prediction", "measure", "result", "learning"}
    asked = {
        cast.member: texts | experiment,
        cast.manager: experiment | {"owner", "due"},
        cast.sponsor: {"owner", "due"},
    }
    for person, expected in asked.items():
        names = {name for name in open_form(client, item, person) if not name.startswith("initial-")}
        assert names - {"version"} == expected, person


def test_who_may_change_nothing_is_refused(client, cast):
    item = make_item(cast)
    for someone, status in ((cast.blue_member, 403), (cast.admin, 403), (cast.stranger, 404)):
        client.force_login(someone)
        assert client.get(url_of(item)).status_code == status
        assert client.post(url_of(item), {"title": "Mine", "version": 1}).status_code == status


def test_a_field_that_is_not_theirs_is_refused(client, cast):
    item = make_item(cast)
    client.force_login(cast.manager)
    assert client.post(url_of(item), {"title": "Mine", "version": item.version}).status_code == 403


def test_what_has_ended_is_not_changed(client, cast):
    item = make_item(cast, "withdrawn")
    client.force_login(cast.member)
    assert client.get(url_of(item)).status_code == 409
    assert client.post(url_of(item), {"title": "Mine", "version": item.version}).status_code == 409


def test_a_locked_prediction_is_not_offered(client, cast):
    item = make_item(cast, "doing", kind="experiment", prediction="Half.")
    names = open_form(client, item, cast.member)
    assert "prediction" not in names and "result" in names


@pytest.mark.parametrize(
    "wrong",
    [{"title": " "}, {"title": "x" * 201}, {"kind": "wish"}, {"description": "x" * 20_001}, {"version": "x"}],
)
def test_wrong_values_come_back_with_the_rest(client, cast, wrong):
    item = make_item(cast)
    typed = open_form(client, item, cast.member) | {"idea": "A <new> idea"} | wrong
    answer = client.post(url_of(item), typed)
    assert answer.status_code == 422
    assert "A &lt;new&gt; idea" in answer.text and "error-summary" in answer.text


def test_an_owner_outside_the_group_is_refused(client, cast):
    item = make_item(cast, "accepted")
    typed = open_form(client, item, cast.manager) | {"owner": str(cast.stranger.pk)}
    assert client.post(url_of(item), typed).status_code == 422


def test_an_owner_who_has_left_is_kept_until_somebody_else_is_named(client, cast):
    item = make_item(cast, "accepted")
    cast.manager.group_roles.all().delete()
    typed = open_form(client, item, cast.sponsor) | {"due": "2999-01-31"}
    assert client.post(url_of(item), typed).status_code == 303
    item.refresh_from_db()
    assert item.owner == cast.manager


class TestTwoAtOnce:
    def test_both_versions_are_shown_and_mine_can_be_saved_on_top(self, client, cast):
        item = make_item(cast, description="Old", idea="Old idea", effect="Old effect")
        mine = open_form(client, item, cast.member) | {"description": "Mine", "effect": "My effect"}
        item.edit(description="Theirs", idea="Their idea", by=cast.leader)
        lost = client.post(url_of(item), mine)
        assert lost.status_code == 409
        for words in ("Mine", "Theirs", "Their idea", "My effect"):
            assert words in lost.text
        item.refresh_from_db()
        assert (item.description, item.idea) == ("Theirs", "Their idea")
        again = as_sent(lost.text)
        assert client.post(url_of(item), again).status_code == 303
        item.refresh_from_db()
        assert (item.description, item.idea, item.effect) == ("Mine", "Their idea", "My effect")

    def test_a_third_version_meanwhile_is_a_conflict_again(self, client, cast):
        item = make_item(cast, description="Old")
        mine = open_form(client, item, cast.member) | {"description": "Mine"}
        item.edit(description="Theirs", by=cast.leader)
        again = as_sent(client.post(url_of(item), mine).text)
        item.edit(description="Theirs once more", by=cast.leader)
        assert client.post(url_of(item), again).status_code == 409

    def test_a_comment_meanwhile_is_no_conflict(self, client, cast):
        item = make_item(cast)
        mine = open_form(client, item, cast.member) | {"title": "Mine"}
        item.comment("Meanwhile", by=cast.leader)
        assert client.post(url_of(item), mine).status_code == 303
        item.refresh_from_db()
        assert item.title == "Mine"

    def test_without_the_values_one_saw_an_old_version_is_a_conflict(self, client, cast):
        item = make_item(cast)
        client.force_login(cast.member)
        item.comment("Meanwhile", by=cast.leader)
        typed = {"title": "Mine", "kind": "impediment", "version": 1}
        assert client.post(url_of(item), typed).status_code == 409
        assert Item.objects.get(pk=item.pk).title == "Builds are red"

    def test_ended_meanwhile_is_said(self, client, cast):
        item = make_item(cast)
        mine = open_form(client, item, cast.member) | {"title": "Mine"}
        item.withdraw(reason="Gone.", by=cast.leader)
        late = client.post(url_of(item), mine)
        assert late.status_code == 409
        assert ">Mine</textarea>" in late.text and "The item has ended" in late.text
