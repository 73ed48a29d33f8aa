"""The verbs as addresses: who, in which state, with which body; refused ones change nothing."""

from datetime import timedelta

import pytest

from activity.models import Event
from backlog.models import VERBS, Item
from tests.api.conftest import wrong
from tests.cast import make_item

RIGHT = {
    # verb: state, who, body
    "retract": ("proposed-new", "blue_member", {"team": "blue", "reason": "We misread it."}),
    "consent": ("proposed", "member", {"team": "red", "agree": True}),
    "perspective": ("new", "blue_member", {"gains": "teams", "loses": "nobody", "whole": "better"}),
    "ask": ("new", "expert", {"text": "Since when?"}),
    "learn": ("learning", "member", {"learning": "One queue would have helped all.", "version": 3}),
    "assess": ("new", "expert", {"finding": "functional", "reason": "Helps one."}),
    "decide": ("ready", "manager", {"verdict": "offer", "reason": "For the teams."}),
    "visit": ("ready", "change_agent", {"text": "We stood there."}),
    "order": ("ready", "manager", {}),
    "take": ("offered", "blue_member", {"team": "blue"}),
    "pass": ("offered", "blue_member", {"team": "blue", "reason": "Full."}),
    "release": ("taken", "blue_member", {"team": "blue", "reason": "Full."}),
    "start": ("taken", "blue_member", {}),
    "complete": ("doing", "blue_member", {"note": "Cached."}),
    "confirm": ("done", "member", {"note": "It works."}),
    "check": ("confirmed", "member", {"holds": True}),
    "reopen": ("done", "member", {"reason": "Still slow."}),
    "withdraw": ("new", "member", {"reason": "Gone."}),
    "merge": ("new", "expert", {"into": "other"}),
    "unmerge": ("merged", "expert", {}),
    "affects": ("new", "blue_member", {"team": "blue"}),
}
AFTER = {
    "retract": "proposed",
    "assess": "ready",
    "decide": "offered",
    "take": "taken",
    "release": "offered",
    "start": "doing",
    "complete": "done",
    "confirm": "confirmed",
    "reopen": "ready",
    "withdraw": "withdrawn",
    "merge": "merged",
    "unmerge": "new",
}
# a state without the verb; else `confirmed` or `new`
NEVER = {
    "consent": "new",
    "affects": "withdrawn",
    "perspective": "withdrawn",
    "ask": "withdrawn",
}
NOT_ALLOWED = {"unmerge": "support", "merge": "support", "assess": "support"}  # else the administrator


def bring(cast, state: str) -> Item:
    if state in {"proposed", "proposed-new"}:
        item = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
        if state == "proposed-new":
            item.consent(cast.blue, agree=True, by=cast.blue_member)
            item.consent(cast.red, agree=True, by=cast.member)
        return item
    item = make_item(cast, "new" if state == "merged" else state)
    if state == "merged":
        item.merge(make_item(cast, "new"), by=cast.expert)
    return item


def filled(cast, body: dict) -> dict:
    """The body with ids for the names of teams and of another item."""
    names = {name: str(getattr(cast, name).pk) for name in ("red", "blue", "green", "far")}
    if "into" in body:
        names["other"] = str(make_item(cast, "new", title="Another").pk)
    return {key: names.get(value, value) if isinstance(value, str) else value for key, value in body.items()}


def act(item, verb: str, asking, body=None):
    return asking.post(f"items/{item.pk}/{verb}/", body)


def untouched(item) -> bool:
    return Item.objects.get(pk=item.pk).version == item.version


def test_every_verb_has_an_address():
    assert set(RIGHT) == set(VERBS)


@pytest.mark.parametrize("verb", RIGHT)
def test_the_right_person_in_the_right_state(cast, program, verb):
    state, who, body = RIGHT[verb]
    item = bring(cast, state)
    answer = act(item, verb, program(who), filled(cast, body))
    assert answer.status_code == 200, answer.content
    shown = answer.json()
    assert shown["id"] == str(item.pk) and shown["state"] == AFTER.get(verb, shown["state"])
    assert answer["ETag"] == f'"{shown["version"]}"' and shown["version"] > 1
    assert Event.objects.about("item", item.pk).human().first().actor == getattr(cast, who)


@pytest.mark.parametrize("verb", RIGHT)
def test_the_wrong_person_is_refused_whatever_is_sent(cast, program, verb):
    state, _who, _body = RIGHT[verb]
    item = bring(cast, state)
    item.refresh_from_db()
    answer = act(item, verb, program(NOT_ALLOWED.get(verb, "admin")))
    assert answer.status_code == 403, answer.content
    wrong(answer)
    assert untouched(item)


@pytest.mark.parametrize("verb", RIGHT)
def test_the_wrong_state_is_told_before_the_fields(cast, program, verb):
    _state, who, body = RIGHT[verb]
    state = NEVER.get(verb, "new" if "confirmed" in VERBS[verb].states or verb == "start" else "confirmed")
    item = make_item(cast, state)
    if verb == "start":
        Item.objects.filter(pk=item.pk).update(taken_by=cast.blue)
    item.refresh_from_db()
    for sent in ({"reason": 7}, {"holds": "perhaps"}, {}):
        answer = act(item, verb, program(who), sent)
        assert answer.status_code == 409, (sent, answer.content)
        wrong(answer)
    assert act(item, verb, program(who), filled(cast, body)).status_code == 409
    assert untouched(item)


@pytest.mark.parametrize("verb", [verb for verb, (_state, _who, body) in RIGHT.items() if "team" in body])
def test_one_speaks_for_the_own_team_only(cast, program, verb):
    state, who, body = RIGHT[verb]
    item = bring(cast, state)
    foreign = filled(cast, body | {"team": "green"})
    assert act(item, verb, program(who), foreign).status_code == 403
    ended = make_item(cast, "withdrawn")
    assert act(ended, verb, program(who), foreign).status_code == 403
    assert wrong(act(item, verb, program(who), filled(cast, body | {"team": "far"}))) == {"team"}


@pytest.mark.parametrize(
    "verb", [verb for verb, (_state, _who, body) in RIGHT.items() if body and verb != "complete"]
)
def test_fields_are_checked(cast, program, verb):
    state, who, body = RIGHT[verb]
    item = bring(cast, state)
    item.refresh_from_db()
    asked = program(who)
    if verb != "confirm":
        answer = act(item, verb, asked)
        assert answer.status_code == 422 and wrong(answer) <= set(body)
    unknown = act(item, verb, asked, filled(cast, body) | {"by": "somebody"})
    assert unknown.status_code == 400 and wrong(unknown) == {"by"}
    for value in ("nul \x00", {"deep": [1]}, [], "x" * 30_000):
        assert act(item, verb, asked, dict.fromkeys(body, value)).status_code == 422
    assert act(item, verb, asked, b"{not json").status_code == 400
    assert untouched(item)


def test_each_verdict_asks_for_what_it_needs(cast, program):
    item = make_item(cast, "ready")
    manager = program("manager")
    said = {"reason": "Because."}
    tomorrow = str(cast.group.today() + timedelta(days=1))
    for body, fields in [
        ({"verdict": "act"}, {"owner", "due"}),
        ({"verdict": "act", "owner": str(cast.stranger.pk), "due": tomorrow}, {"owner"}),
        ({"verdict": "act", "owner": str(cast.manager.pk), "due": "2001-01-01"}, {"due"}),
        ({"verdict": "act", "owner": str(cast.manager.pk), "due": "soon"}, {"due"}),
        ({"verdict": "act", "owner": str(cast.manager.pk), "due": 20300101}, {"due"}),
        ({"verdict": "defer"}, {"wake"}),
        ({"verdict": "defer", "wake": str(cast.group.today())}, {"wake"}),
        ({"verdict": "escalate"}, {"product_group"}),
        ({"verdict": "escalate", "product_group": str(cast.group.pk)}, {"product_group"}),
        ({"verdict": "maybe"}, {"verdict"}),
        ({"verdict": "decline", "reason": " "}, {"reason"}),
    ]:
        answer = act(item, "decide", manager, said | body)
        assert answer.status_code == 422, (body, answer.content)
        assert wrong(answer) == fields, body
    body = {"verdict": "act", "owner": str(cast.manager.pk), "due": tomorrow, "reply": "Done by then."}
    shown = act(item, "decide", manager, said | body).json()
    assert (shown["state"], shown["owner_name"], shown["due"]) == ("accepted", "Manager", tomorrow)
    assert item.decisions.get().reply == "Done by then."


def test_who_escalates_gets_the_item_though_it_is_out_of_sight(cast, program):
    item = make_item(cast, "ready")
    body = {"verdict": "escalate", "reason": "Theirs.", "product_group": str(cast.elsewhere.pk)}
    answer = act(item, "decide", program("manager"), body)
    assert (answer.status_code, answer.json()["product_group_name"]) == (200, "Letters")
    assert program("manager").get(f"items/{item.pk}/").status_code == 404
    assert program("far_manager").get(f"items/{item.pk}/").status_code == 200
    assert program("member").get(f"items/{item.pk}/").status_code == 200


def test_a_verb_is_sent_and_not_fetched(cast, program):
    item = make_item(cast, "done")
    answer = program("member").get(f"items/{item.pk}/confirm/")
    assert answer.status_code == 405
    wrong(answer)
