"""What became of an item, as programs read it: finding, learning, merge, the teams' consent."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from backlog.models import Item, Sweep
from tests.cast import make_item


def read(program, who, item) -> dict:
    return program(who).get(f"items/{item.pk}/").json()


def test_the_last_finding_stands_there_with_its_reason(cast, program):
    item = make_item(cast)
    shown = read(program, "blue_member", item)
    assert (shown["finding"], shown["finding_reason"]) == (None, None)
    item.assess(finding="functional", reason="It helps one function.", by=cast.expert)
    shown = read(program, "blue_member", item)
    assert (shown["finding"], shown["finding_reason"]) == ("functional", "It helps one function.")


def test_a_learning_is_found_by_its_words_and_read(cast, program):
    item = make_item(cast, "ready")
    item.decide("learn", reason="Local.", by=cast.manager)
    assert read(program, "member", item)["learning"] == "Local."
    item.learn("The bottleneck was the licence server, not the machines.", by=cast.member)
    make_item(cast, "ready", title="Another")
    for query in ("q=licence bottlenecks", "q=machin", "state=learning&q=server"):
        (found,) = program("blue_member").get(f"items/?{query}").json()["results"]
        assert found["id"] == str(item.pk) and "licence server" in found["learning"], query
    assert program("stranger").get("items/?q=licence").json()["results"] == []


def test_whose_words_come_second_are_told_and_overwrite_nothing(cast, program):
    item = make_item(cast, "learning")
    version = read(program, "member", item)["version"]
    said = {"learning": "Words of the first", "version": version}
    first = program("member").post(f"items/{item.pk}/learn/", said)
    assert first.status_code == 200 and first.json()["learning"] == "Words of the first"
    late = program("manager").post(f"items/{item.pk}/learn/", said | {"learning": "Words of the second"})
    assert late.status_code == 409
    unread = program("manager").post(f"items/{item.pk}/learn/", {"learning": "Words of the second"})
    assert unread.status_code == 422 and unread.json()["errors"][0]["field"] == "version"
    assert Item.objects.get(pk=item.pk).learning == "Words of the first"
    told = {"learning": "Both", "version": first.json()["version"]}
    assert program("manager").post(f"items/{item.pk}/learn/", told).status_code == 200


def test_into_what_it_was_merged_is_told_to_who_may_see_that(cast, program):
    item, target = make_item(cast), make_item(cast, title="Target")
    other = Item.file(team=cast.blue, title="Other", by=cast.blue_member)
    for one in (item, other):
        one.merge(target, by=cast.expert)
    shown = read(program, "blue_member", other)
    assert (shown["merged_into"], shown["merged_into_title"]) == (str(target.pk), "Target")
    target.refresh_from_db()
    target.assess(finding="unsure", reason="Theirs?", by=cast.expert)
    target.decide("escalate", reason="Theirs.", product_group=cast.elsewhere, by=cast.manager)
    for who, expected in (("blue_member", None), ("member", str(target.pk)), ("admin", str(target.pk))):
        assert read(program, who, other)["merged_into"] == expected, who
        rows = program(who).get("items/?state=merged").json()["results"]
        assert {row["merged_into"] for row in rows} == {expected}, who
    assert read(program, "blue_member", other)["merged_into_title"] is None
    answer = program("expert").post(f"items/{other.pk}/unmerge/")
    assert answer.json()["merged_into"] is None and answer.json()["state"] == "new"


def test_the_teams_answers_to_a_proposal_are_read(cast, program):
    item = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
    item.consent(cast.blue, agree=False, reason="Not us.", by=cast.blue_member)
    item.consent(cast.red, agree=True, by=cast.member)
    address = f"items/{item.pk}/consents/"
    rows = program("support").get(address).json()["results"]
    assert {(row["team_name"], row["agree"], row["reason"], row["by_name"]) for row in rows} == {
        ("Blue", False, "Not us.", "Blue Member"),
        ("Red", True, "", "Member"),
    }
    assert program("stranger").get(address).status_code == 404


def test_it_costs_the_same_for_many(cast, program):
    target = make_item(cast, title="Target")
    asking = program("member")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            asking.get("items/?page_size=200")
        return len(asked)

    cost()
    few = cost()
    more = [make_item(cast, title=f"Item {n}") for n in range(12)]
    Sweep.merge([item.pk for item in more[:6]], into=target, by=cast.expert)
    Sweep.assess([item.pk for item in more[6:]], finding="unsure", reason="Look.", by=cast.expert)
    assert cost() == few
