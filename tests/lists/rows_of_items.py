"""Items in every state, and everything that can be said about one of them."""

from datetime import timedelta

from activity.models import Event
from backlog.models import (
    Action,
    Affects,
    Answer,
    Assessment,
    Attachment,
    Check,
    Comment,
    CommentVersion,
    Consent,
    Decision,
    Flag,
    Item,
    Offer,
    Pass,
    Perspective,
    ProductBacklogEntry,
    Snooze,
    VisitNote,
    Wording,
)

BODY = "A body that no list reads. " * 10
STATES = [
    "new",
    "ready",
    "proposed",
    "learning",
    "accepted",
    "offered",
    "taken",
    "done",
    "confirmed",
    "declined",
]
PER_ROW = len(STATES)
MOST_ALIKE = 100


def fill(given) -> None:
    items = _items(given)
    about = [given.pk("item"), given.pk("taken")]
    _said(given, about)
    _decided(given, about, items)
    _followed(given, about, items)


def _items(given) -> list[Item]:
    """For every number an item in each of the states, all raised by team red."""
    cast = given.cast
    made = given.add(
        Item,
        [
            {
                "product_group": cast.group,
                "team": cast.red,
                "number": 10_000 + n * PER_ROW + place,
                "title": f"Builds of team {n} wait for releases",
                **dict.fromkeys(("description", "idea", "effect", "learning", "result"), BODY),
                "state": state,
                "kind": "experiment" if n % 2 else "impediment",
                "from_outside": state == "proposed",
                "raised_by": given.asker,
                "owner": given.asker if state in {"accepted", "taken"} else None,
                "taken_by": cast.red if state in {"taken", "done"} else None,
                "due": given.today - timedelta(days=n % 50) if state == "accepted" else None,
                "position": f"a{n:06}" if state == "ready" else "",
                "ready_since": given.ago(n, days=40),
                "confirmed_at": given.ago(n, days=99) if state == "confirmed" else None,
                "check_due": given.today - timedelta(days=1) if state == "confirmed" else None,
                **{
                    moment: given.ago(n, days=40)
                    for moment in ("created", "state_since", "silent_since", "unanswered_since")
                },
                "flags": ["stale"] if n % 2 else [],
            }
            for n in given
            for place, state in enumerate(STATES)
        ],
    )
    Wording.keep(item for item in made[: MOST_ALIKE * PER_ROW] if item.state == "new")
    return made


def _said(given, about: list) -> None:
    """Comments, each with a file and a former version, questions, and what happened."""
    cast = given.cast
    by = [given.asker, cast.manager]
    for pk in about:
        comments = given.add(
            Comment,
            [
                {"item_id": pk, "author": by[n % 2], "text": f"Said {n}.", "html": f"<p>Said {n}.</p>"}
                | {"created": given.ago(n, days=1)}
                for n in given
            ],
        )
        given.add(
            Attachment,
            [
                {"item_id": pk, "comment": one, "author": one.author, "name": f"{n}.txt", "size": 3}
                | {"content_type": "text/plain", "path": f"none/{one.pk.hex}"}
                for n, one in zip(given, comments, strict=True)
            ],
        )
        told = {"title": "Builds", "number": 1, "before": "new", "state": "new", "text": BODY}
        given.add(
            Event,
            [
                {"name": "comment_edited" if n % 100 == 7 else "commented", "subject_type": "item"}
                | {"subject_id": pk, "product_group_id": cast.group.pk, "data": told}
                | {"actor": cast.expert if n % 100 == 7 else by[n % 2]}
                for n in given
            ],
        )
        given.add(Answer, [{"item_id": pk, "question": f"What of {n}?", "text": BODY} for n in given])
    version = {"comment_id": given.pk("comment", 1), "text": BODY, "html": BODY}
    given.add(CommentVersion, [version | {"number": n + 1, "written": given.ago(n)} for n in given])


def _decided(given, about: list, items: list[Item]) -> None:
    """Verdicts and all other records, of the items spoken of and of others."""
    cast = given.cast
    others = [item.pk for item in items if item.state == "declined"]
    for n, other in zip(given, others, strict=True):
        verdict = {"by": cast.manager, "reason": BODY, "reply": BODY, "at": given.ago(n)}
        group = cast.elsewhere if n % 100 == 7 else cast.group
        kind = "defer" if n % 100 == 7 else "offer"
        given.decisions += [
            Decision(item_id=pk, product_group=group, verdict=kind, **verdict) for pk in (other, *about)
        ]
    Decision.objects.bulk_create(given.decisions)
    offer, _new = Offer.objects.get_or_create(item_id=about[1], ended_at=None)
    at = [{"item_id": about[1], "by": one, "at": given.now} for one in given.people]
    by_team = [row | {"team": team} for row, team in zip(at, given.teams, strict=True)]
    given.add(Assessment, [row | {"finding": "functional", "reason": BODY} for row in at])
    given.add(VisitNote, [row | {"text": BODY} for row in at])
    given.add(Check, [row | {"holds": True, "note": BODY} for row in at])
    given.add(Affects, by_team)
    agreed = {"agree": True, "reason": BODY}
    given.add(Consent, [row | agreed | {"item_id": pk} for row in by_team for pk in about])
    given.add(Pass, [row | {"offer": offer, "reason": BODY} for row in by_team])
    asked = {"gains": "team", "loses": "team", "whole": "same", "at": given.now}
    by = given.people if given.numbers.start else [given.asker, *given.people]  # who answers sees the others'
    given.add(Perspective, [asked | {"item_id": pk, "by": one} for one in by for pk in about])


def _followed(given, about: list, items: list[Item]) -> None:
    """Actions, flags, entries of the Product Backlog, and what was laid aside."""
    cast, in_state = given.cast, {}
    for item in items:
        in_state.setdefault(item.state, []).append(item)
    far = [cast.elsewhere if n % 100 == 7 else cast.group for n in given]
    given.actions = given.add(
        Action,
        [
            {"product_group": group, "item_id": pk, "text": f"Do {n}", "by": cast.manager}
            | {"owner": cast.expert if n % 100 == 7 else given.asker}
            | {"due": given.today - timedelta(days=n % 300), "first_due": given.today}
            | {"done_at": given.ago(n) if done and n % 100 != 8 else None}
            for n, group in zip(given, far, strict=True)
            for pk, done in ((about[0], False), (about[1], True), (None, False))
        ],
    )
    given.add(
        Flag,
        [
            {"item": item, "name": "recurring" if n % 100 == 7 else "stale", "period": given.today}
            | {"raised_at": given.ago(n), "cleared_at": given.now if n % 2 else None}
            for state in ("new", "ready")
            for n, item in zip(given, in_state[state], strict=True)
        ],
    )
    given.add(
        ProductBacklogEntry,
        [
            {"product_group": group, "title": f"Feature {n}", "description": BODY, "by": cast.manager}
            | {"position": f"a{n:06}", "state": state, "done_at": given.ago(n) if state == "done" else None}
            for n, group in zip(given, far, strict=True)
            for state in ("open", "done")
        ]
        + [
            {"product_group": cast.group, "item": item, "position": f"b{n:06}", "by": cast.manager}
            for n, item in zip(given, in_state["offered"], strict=True)
        ],
    )
    aside = zip(given, in_state["proposed"], strict=True)
    given.add(
        Snooze, [{"item": one, "user": cast.leader, "until": given.today + timedelta(9)} for _n, one in aside]
    )
