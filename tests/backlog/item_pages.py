"""What tests of an item's pages share: each verb with who may, when, and with which fields."""

from dataclasses import dataclass, field
from types import SimpleNamespace

from backlog.models import Item
from tests.cast import make_item

HTMX = {"HX-Request": "true"}


@dataclass(frozen=True)
class Case:
    """One verb: a state it leads out of and the next one, the right and the wrong person, a wrong state.

    `fields` names people and teams of the cast ("team": "blue"); `bad` lacks or breaks one and
    `at` is where the sentence must stand ("" where nothing can be wrong).
    """

    state: str
    after: str
    right: str
    wrong: str
    wrong_state: str
    fields: dict = field(default_factory=dict)
    bad: dict = field(default_factory=dict)
    at: str = ""


CASES = {
    "consent": Case(
        "proposed",
        "proposed",
        "member",
        "manager",
        "new",
        {"team": "red", "agree": "true"},
        {"team": "red", "agree": "false"},
        "reason",
    ),
    "retract": Case(
        "consented",
        "proposed",
        "member",
        "expert",
        "accepted",
        {"team": "red", "reason": "Misread."},
        {"team": "red"},
        "reason",
    ),
    "perspective": Case(
        "new",
        "new",
        "blue_member",
        "admin",
        "declined",
        {"gains": "teams", "loses": "nobody", "whole": "better"},
        {"gains": "everybody", "loses": "nobody", "whole": "better"},
        "gains",
    ),
    "ask": Case("new", "new", "expert", "admin", "declined", {"text": "Since when?"}, {"text": " "}, "text"),
    "learn": Case(
        "learning",
        "learning",
        "member",
        "blue_member",
        "ready",
        {"version": "3", "learning": "One queue would have helped all."},
        {"version": "3", "learning": ""},
        "learning",
    ),
    "assess": Case(
        "new",
        "ready",
        "expert",
        "support",
        "ready",
        {"finding": "functional", "reason": "One function."},
        {"finding": "nice", "reason": "So."},
        "finding",
    ),
    "decide": Case(
        "ready",
        "declined",
        "manager",
        "member",
        "new",
        {"verdict": "decline", "reason": "No money."},
        {"verdict": "act", "reason": "We.", "due": "2020-01-01"},
        "due",
    ),
    "visit": Case(
        "ready",
        "ready",
        "change_agent",
        "member",
        "doing",
        {"text": "We saw a queue."},
        {"text": " "},
        "text",
    ),
    "take": Case(
        "offered", "taken", "blue_member", "manager", "ready", {"team": "blue"}, {"team": ""}, "team"
    ),
    "pass": Case(
        "offered",
        "offered",
        "blue_member",
        "expert",
        "ready",
        {"team": "blue", "reason": "Full."},
        {"team": "blue"},
        "reason",
    ),
    "release": Case(
        "taken",
        "offered",
        "blue_member",
        "manager",
        "doing",
        {"team": "blue", "reason": "Full."},
        {"team": "blue", "reason": "x" * 4001},
        "reason",
    ),
    "start": Case(
        "taken", "doing", "blue_member", "member", "doing", {"note": "Off."}, {"note": "x" * 4001}, "note"
    ),
    "complete": Case("doing", "done", "blue_member", "manager", "taken", {}, {"note": "x" * 4001}, "note"),
    "confirm": Case("done", "confirmed", "member", "both", "doing", {}, {"note": "x" * 4001}, "note"),
    "check": Case(
        "confirmed",
        "confirmed",
        "member",
        "blue_member",
        "done",
        {"holds": "true"},
        {"holds": "false"},
        "note",
    ),
    "reopen": Case(
        "done", "ready", "member", "manager", "doing", {"reason": "It is back."}, {"reason": ""}, "reason"
    ),
    "withdraw": Case(
        "ready", "withdrawn", "member", "blue_member", "taken", {"reason": "Gone."}, {"reason": ""}, "reason"
    ),
    "merge": Case("new", "merged", "expert", "support", "taken", {"into": "#2"}, {"into": "#77"}, "into"),
    "unmerge": Case("merged", "new", "expert", "support", "new"),
    "affects": Case("ready", "ready", "blue_member", "expert", "declined", {"team": "blue"}, {}, "team"),
}


def item_in(cast, state: str) -> Item:
    """An item of team red in that state, and a second one, #2, to merge with."""
    if state in {"proposed", "consented"}:
        item = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
        Item.file(team=cast.blue, title="Red builds", by=cast.blue_member)
        if state == "consented":
            item.consent(cast.red, agree=True, by=cast.member)
            item.consent(cast.blue, agree=True, by=cast.blue_member)
        return item
    item = make_item(cast, "new" if state == "merged" else state)
    other = Item.file(team=cast.blue, title="Red builds", by=cast.blue_member)
    if state == "merged":
        item.merge(other, by=cast.expert)
    return item


def sent(cast: SimpleNamespace, fields: dict) -> dict:
    """The fields as a browser sends them: teams by id."""
    return {
        name: cast.__dict__[value].pk if name == "team" and value else value for name, value in fields.items()
    }
