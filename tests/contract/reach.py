"""Things in the state in which each address gets as far as its form."""

from datetime import timedelta

from django.utils import timezone

from backlog.forms.verbs import VERB_FORMS
from backlog.models import VERBS, Item
from retrospectives.models import PastedNotes, Retrospective
from reviews.models import Review
from tests.cast import PATHS, make_item
from tests.permissions.world import Thing

IN_MEETING = ("run", "decide", "assess", "mark", "act", "attend", "promise", "end")


def things_in_reach(cast) -> dict[str, Thing]:
    """Full URL name → what its address needs, where the world's own thing stands in another state."""
    return _items(cast) | _meeting(cast) | _board(cast)


def _items(cast) -> dict[str, Thing]:
    proposed = Item.propose(team=cast.red, by=cast.manager, kind="impediment", title="Proposed")
    agreed = Item.propose(team=cast.red, by=cast.manager, kind="impediment", title="Agreed")
    agreed.consent(cast.red, agree=True, by=cast.member)
    agreed.consent(cast.blue, agree=True, by=cast.blue_member)
    merged = make_item(cast, "ready", title="Merged")
    merged.merge(make_item(cast, "ready", title="Into"), by=cast.manager)
    there = {"proposed": proposed, "merged": merged}
    reached = {
        f"backlog:item-{verb}": Thing((_in_state(cast, told, there).pk,))
        for verb, told in VERBS.items()
        if verb in VERB_FORMS
    }
    resting = make_item(cast, title="Rests on an assumption")
    resting.assess(finding="assumption", reason="Nobody has looked.", by=cast.expert)
    ended = make_item(cast, "declined", title="Over")
    special = {"retract": agreed, "tests": resting, "again": ended}
    return reached | {f"backlog:item-{way}": Thing((item.pk,)) for way, item in special.items()}


def _in_state(cast, verb, there: dict[str, Item]) -> Item:
    state = next(state for state in [*PATHS, *there] if state in verb.states and state != "accepted")
    return there.get(state) or make_item(cast, state, title=f"For {verb.permission}")


def _meeting(cast) -> dict[str, Thing]:
    """A meeting that is being held."""
    new, ready = make_item(cast, "new", title="To assess"), make_item(cast, "ready", title="To decide")
    review = Review.plan(
        product_group=cast.group, planned_at=timezone.now() + timedelta(days=1), by=cast.manager
    )
    review.start(by=cast.manager)
    reached = {f"reviews:review-{verb}": Thing((review.pk,)) for verb in IN_MEETING}
    reached["reviews:review-decide"] = Thing((review.pk, ready.pk))
    reached["reviews:review-assess"] = Thing((review.pk, new.pk))
    return reached


def _board(cast) -> dict[str, Thing]:
    """Notes that are chosen, and a draft of which a row is to become an item."""
    board = Retrospective.hold(team=cast.red, by=cast.member, date=cast.group.today())
    note = board.add_note(board.columns.first().pk, "Slow", by=cast.member)
    draft = PastedNotes.bring("# Good\n- one\n", team=cast.red, by=cast.member)
    row = draft.parts.get().reading.rows[0]
    draft.correct(1, {"do": "item", "note": row.key, "kind": ""}, by=cast.member)
    chosen = Thing((board.pk,), body={"note": str(note.pk)})
    return {
        "retrospectives:topic-add": chosen,
        "retrospectives:file-item": chosen,
        "retrospectives:draft-items": Thing((draft.pk,)),
    }
