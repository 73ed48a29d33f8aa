"""Items through the interface: read, file, propose, edit."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activity.models import Event
from backlog.models import Item
from tests.api.conftest import wrong
from tests.backlog.test_item_list import fill
from tests.cast import make_item

FIELDS = [
    "id",
    "number",
    "product_group",
    "team",
    "kind",
    "title",
    "description",
    "idea",
    "effect",
    "state",
    "raised_by",
    "owner",
    "due",
    "position",
    "flags",
    "age_days",
    "silent_days",
    "version",
    "created",
    "last_human_activity",
    "url",
]
NAMES = {"product_group_name", "team_name", "owner_name", "raised_by_name"}
EXPERIMENT = {"prediction", "measure", "result"}
BECAME = {"learning", "finding", "finding_reason", "merged_into", "merged_into_title"}
"""What the discussion and the verdict made of it; of every item."""


def body(cast, **changes) -> dict:
    return {"team": str(cast.red.pk), "kind": "impediment", "title": "Builds are slow"} | changes


def test_an_item_has_the_fields_of_the_contract(cast, program):
    item = make_item(cast, "accepted", description="We wait.")
    shown = program("member").get(f"items/{item.pk}/").json()
    assert set(shown) == {*FIELDS} | NAMES | BECAME
    assert shown["id"] == str(item.pk)
    assert (shown["team"], shown["team_name"]) == (str(cast.red.pk), "Red")
    assert (shown["owner"], shown["owner_name"]) == (str(cast.manager.pk), "Manager")
    assert (shown["product_group_name"], shown["raised_by_name"]) == ("Payments", "Member")
    assert (shown["age_days"], shown["silent_days"], shown["flags"]) == (0, 0, [])
    assert shown["description"] == "We wait." and shown["position"] is None
    assert shown["created"].endswith("Z")
    assert shown["url"] == f"http://testserver/items/{item.pk}/"
    listed = program("member").get("items/").json()
    assert listed == {"results": [shown], "next": None, "previous": None}


def test_an_experiment_says_what_it_tests(cast, program):
    item = make_item(cast, "new", kind="experiment", prediction="Half the time.")
    shown = program("member").get(f"items/{item.pk}/").json()
    assert set(shown) == {*FIELDS} | NAMES | BECAME | EXPERIMENT
    assert shown["prediction"] == "Half the time."


def test_what_is_missing_and_what_is_invisible_sound_the_same(cast, program):
    item = make_item(cast, "new")
    stranger = program("stranger")
    answers = [
        stranger.get(f"items/{item.pk}/"),
        stranger.get(f"items/{uuid.uuid4()}/"),
        stranger.get("items/no-id/"),
        stranger.get("nothing/here/"),
        stranger.post(f"items/{item.pk}/confirm/"),
        stranger.patch(f"items/{item.pk}/", {"title": "X"}),
        stranger.get(f"items/{item.pk}/history/"),
        stranger.post(f"items/{item.pk}/comments/", {"text": "Hm"}),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert wrong(answers[0]) == set()


def test_a_member_files_for_the_own_team(cast, program):
    answer = program("member").post("items/", body(cast))
    assert answer.status_code == 201
    shown = answer.json()
    assert (shown["state"], shown["number"], shown["raised_by_name"]) == ("new", 1, "Member")
    assert answer["Location"] == f"http://testserver/api/v1/items/{shown['id']}/"
    assert answer["ETag"] == '"1"'
    assert program("member").get(answer["Location"]).json() == shown


@pytest.mark.parametrize("who", ["manager", "admin", "blue_member", "expert"])
def test_others_do_not_file_for_a_team(cast, program, who):
    asked = program(who)
    assert asked.post("items/", body(cast)).status_code == 403
    assert asked.post("items/", body(cast, kind="nonsense", title="")).status_code == 403
    assert not Item.objects.exists()


def test_who_is_in_no_team_is_refused_before_anything_is_read(cast, program):
    assert program("manager").post("items/").status_code == 403
    assert program("nobody").post("items/propose/").status_code == 403
    assert program("member").post("items/propose/").status_code == 403


def test_what_is_wrong_is_told_by_field(cast, program):
    member = program("member")
    for sent, fields in [
        ({}, {"team", "kind", "title"}),
        (body(cast, title="  "), {"title"}),
        (body(cast, title="x" * 201), {"title"}),
        (body(cast, title="\r" + "x" * 200), {"title"}),
        (body(cast, kind="wish"), {"kind"}),
        (body(cast, team=str(uuid.uuid4())), {"team"}),
        (body(cast, team=str(cast.far.pk)), {"team"}),
        (body(cast, team="red"), {"team"}),
        (body(cast, team=7), {"team"}),
        (body(cast, team=None), {"team"}),
        (body(cast, title=["a"]), {"title"}),
        (body(cast, title={"a": {}}), {"title"}),
        (body(cast, title="nul \x00"), {"title"}),
        (body(cast, description="x" * 20_001), {"description"}),
        (body(cast, description=True, idea=4.5e300), {"description"}),
    ]:
        answer = member.post("items/", sent)
        assert answer.status_code == 422, (sent, answer.content)
        assert fields <= wrong(answer)
    assert not Item.objects.exists()


def test_what_nobody_knows_is_not_understood(cast, program):
    member = program("member")
    answer = member.post("items/", body(cast, colour="red"))
    assert answer.status_code == 400 and wrong(answer) == {"colour"}
    for sent in (b"{", b"[]", b'"x"', b"\xff\xfe", b'{"title": "\\ud800"}', b"[" * 100_000, b"NaN", b"nul"):
        answer = member.post("items/", sent)
        assert answer.status_code == 400, sent
        wrong(answer)
    answer = member.client.post("/api/v1/items/", {"title": "a form"}, headers=member.headers)
    assert answer.status_code == 400


def test_a_body_larger_than_two_megabytes_is_too_large(cast, program):
    answer = program("member").post("items/", body(cast, description="x" * (2 * 1024 * 1024)))
    assert answer.status_code == 413
    wrong(answer)


def test_somebody_outside_the_teams_proposes(cast, program):
    answer = program("expert").post("items/propose/", body(cast))
    assert answer.status_code == 201
    assert answer.json()["state"] == "proposed"
    assert program("stranger").post("items/propose/", body(cast)).status_code == 403


def test_editing_needs_what_was_read(cast, program):
    item = make_item(cast, "new")
    member = program("member")
    missing = member.patch(f"items/{item.pk}/", {"title": "Faster builds"})
    assert missing.status_code == 428
    stale = member.patch(f"items/{item.pk}/", {"title": "Faster builds"}, If_Match='"7"')
    assert stale.status_code == 412
    read = member.get(f"items/{item.pk}/")
    done = member.patch(f"items/{item.pk}/", {"title": "Faster  builds"}, If_Match=read["ETag"])
    assert (done.status_code, done.json()["title"]) == (200, "Faster builds")
    assert done["ETag"] != read["ETag"]
    again = member.patch(f"items/{item.pk}/", {"title": "Slower"}, If_Match=read["ETag"])
    assert again.status_code == 412
    for tag in ("*", f'"0", {done["ETag"]}'):
        assert member.patch(f"items/{item.pk}/", {"idea": tag}, If_Match=tag).status_code in {200, 412}


def test_policy_comes_before_what_was_read_and_before_the_state(cast, program):
    item = make_item(cast, "withdrawn")
    assert program("blue_member").patch(f"items/{item.pk}/", {"title": ""}).status_code == 403
    assert program("member").patch(f"items/{item.pk}/", {"title": ""}, If_Match="*").status_code == 409


def test_editing_tells_what_is_wrong(cast, program):
    item = make_item(cast, "new")
    member = program("member")
    path = f"items/{item.pk}/"
    assert member.patch(path, {"title": ""}, If_Match="*").status_code == 422
    assert member.patch(path, {"colour": "red"}, If_Match="*").status_code == 400
    assert wrong(member.patch(path, {"state": "confirmed"}, If_Match="*")) == {"state"}
    assert member.patch(path, {"owner": str(cast.manager.pk)}, If_Match="*").status_code == 403
    assert program("manager").patch(path, {"title": "Mine"}, If_Match="*").status_code == 403
    assert program("manager").patch(path, {"owner": str(cast.stranger.pk)}, If_Match="*").status_code == 422
    answer = program("manager").patch(path, {"owner": str(cast.expert.pk), "due": "2031-01-01"}, If_Match="*")
    assert (answer.json()["owner_name"], answer.json()["due"]) == ("Expert", "2031-01-01")
    assert Item.objects.get().title == "Builds are red"


def test_what_was_read_may_be_put_back(cast, program):
    item = make_item(cast, "accepted")
    member = program("member")
    read = member.get(f"items/{item.pk}/")
    same = member.put(f"items/{item.pk}/", read.json(), If_Match=read["ETag"])
    assert (same.status_code, same.json()) == (200, read.json())
    changed = member.put(f"items/{item.pk}/", read.json() | {"idea": "Cache"}, If_Match=read["ETag"])
    assert (changed.status_code, changed.json()["idea"]) == (200, "Cache")
    assert wrong(member.put(f"items/{item.pk}/", {"idea": "Cache"}, If_Match="*")) >= {"kind", "title"}


def test_the_history_tells_everything_newest_first(cast, program):
    item = make_item(cast, "accepted")
    rows = program("member").get(f"items/{item.pk}/history/", {"page_size": 2}).json()
    assert [row["name"] for row in rows["results"]] == ["decided", "assessed"]
    assert rows["results"][0]["data"]["reason"] == "Ours to mend."
    rest = program("member").get(rows["next"]).json()
    assert [row["name"] for row in rest["results"]] == ["filed"]
    assert rest["next"] is None and rest["previous"]


def test_comments_are_written_and_read(cast, program):
    item = make_item(cast, "new")
    path = f"items/{item.pk}/comments/"
    assert program("admin").post(path, {"text": "Hm"}).status_code == 403
    answer = program("manager").post(path, {"text": "We look *today*."})
    assert answer.status_code == 201
    (row,) = program("member").get(path).json()["results"]
    assert row | {"mentioned": [], "not_told": []} == answer.json()
    assert wrong(program("manager").post(path, {"text": " "})) == {"text"}
    assert wrong(program("manager").post(path, {"text": "x" * 20_001})) == {"text"}
    assert Event.objects.about("item", item.pk).first().name == "commented"


def test_lists_are_filtered_sorted_and_paged(cast, program):
    items = [make_item(cast, "new", title=f"Item {number}") for number in range(5)]
    make_item(cast, "ready", title="Ready one")
    member = program("member")
    first = member.get("items/", {"state": "new", "sort": "number", "page_size": 2}).json()
    assert [row["number"] for row in first["results"]] == [1, 2]
    second = member.get(first["next"]).json()
    third = member.get(second["next"]).json()
    assert [row["number"] for row in second["results"] + third["results"]] == [3, 4, 5]
    assert third["next"] is None
    assert member.get(second["previous"]).json()["results"] == first["results"]
    both = member.get("items/?state=new&state=ready").json()["results"]
    assert len(both) == len(items) + 1
    assert [row["title"] for row in member.get("items/", {"q": "ready"}).json()["results"]] == ["Ready one"]


@pytest.mark.parametrize(
    "query",
    [
        "colour=red",
        "state=odd",
        "team=red",
        "page_size=201",
        "page_size=0",
        "cursor=x",
        "sort=title",
        "age_min=x",
    ]
    + ["page_size=99999999999999999999", "q=%00", "format=xml"],
)
def test_an_unknown_filter_is_not_understood(cast, program, query):
    answer = program("member").get(f"items/?{query}")
    assert answer.status_code == 400
    assert wrong(answer) == {query.split("=")[0]}


@pytest.mark.parametrize("path", ["items/", "items/{item}/history/", "items/{item}/comments/"])
def test_a_long_list_asks_no_more_than_a_short_one(cast, program, path, django_assert_num_queries):
    item = make_item(cast, "new")
    member = program("member")
    path = path.format(item=item.pk)
    member.get(path)
    with CaptureQueriesContext(connection) as few:
        member.get(path)
    for number in range(30):
        make_item(cast, "new", title=f"Item {number}")
        item.comment(f"Comment {number}", by=cast.member)
    with django_assert_num_queries(len(few)):
        assert len(member.get(path).json()["results"]) >= 30


def test_fifty_rows_the_newest_first_where_nothing_else_is_said(cast, program):
    fill(cast, 51)
    member = program("member")
    first = member.get("items/").json()
    assert len(first["results"]) == 50
    whole = first["results"] + member.get(first["next"]).json()["results"]
    assert [row["created"] for row in whole] == sorted((row["created"] for row in whole), reverse=True)
    assert member.get("items/", {"sort": "-created", "page_size": 200}).json()["results"] == whole
