"""Objects of the cast's own product group, and the like of another one, for every kind of address.

A thing is what an address needs to name it: `args` for its route, and where the object is named
otherwise, `query` or `body`.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from activity.models import Event, Notification
from backlog.models import Action, Flag, ItemImport, ProductBacklogEntry, SavedView, Sweep
from backlog.uploads import Upload
from retrospectives.models import PastedNotes, Retrospective
from reviews.models import Review
from teams.models import ApiToken, GroupRole, Invitation, Membership, Team
from tests.cast import make_cast, make_item, person, signed_in


@dataclass(frozen=True)
class Thing:
    args: tuple = ()
    query: dict = field(default_factory=dict)
    body: dict = field(default_factory=dict)


def make_world() -> SimpleNamespace:
    """`cast`, and by the name of a thing what its address needs: `own` and `foreign`."""
    cast = make_cast()
    return SimpleNamespace(cast=cast, own=_things(cast), foreign=_things(_far(cast)))


def _far(cast) -> SimpleNamespace:
    """The other product group, played by its own people in the same parts."""
    far = SimpleNamespace(group=cast.elsewhere, red=cast.far, admin=cast.admin, manager=cast.far_manager)
    far.blue = Team.objects.create(product_group=far.group, name="Far Blue")
    far.member, far.blue_member, far.expert, far.owner = (
        person(f"Far {part}") for part in ("Member", "Blue Member", "Expert", "Owner")
    )
    Membership.objects.create(user=far.member, team=far.red)
    Membership.objects.create(user=far.blue_member, team=far.blue)
    GroupRole.objects.create(user=far.expert, product_group=far.group, role="expert")
    GroupRole.objects.create(user=far.owner, product_group=far.group, role="product_owner")
    far.leader, far.product_owner = far.member, far.owner
    return far


def _things(cast) -> dict[str, Thing]:
    group = {"product_group": str(cast.group.pk)}
    things = {
        "group": Thing((cast.group.pk,)),
        "template": Thing((cast.group.pk, "impediment")),
        "group_slug": Thing((cast.group.slug,)),
        "group_asked": Thing(query=group),
        "chosen": Thing(body=group),
        "team": Thing((cast.red.pk,)),
        "person": Thing((cast.expert.pk,)),
        "group_role": Thing((cast.group.pk,), body={"person": str(cast.manager.pk), "role": "manager"}),
        "team_person": Thing((cast.red.pk,), body={"person": str(cast.member.pk), "role": "member"}),
    }
    return things | _items(cast) | _people(cast) | _board(cast) | _review(cast)


def _items(cast) -> dict[str, Thing]:
    item = make_item(cast, "new")
    taken = make_item(cast, "taken", title="Taken")
    decision = taken.decisions.get()
    due = cast.group.today() + timedelta(days=3)
    note = Upload("note.txt", "text/plain", b"Seen.")
    comment = item.comment("Seen.", files=[note], by=cast.member)
    action = Action.add(product_group=cast.group, text="Ask", owner=cast.expert, due=due, by=cast.manager)
    brought = ItemImport.start(team=cast.red, file_name="a.csv", content=b"", dry_run=True, by=cast.admin)
    entry = ProductBacklogEntry.add_feature(product_group=cast.group, title="Pay", by=cast.product_owner)
    flag = Flag.objects.create(item=item, name="stale", period=cast.group.today())
    event = Event.objects.about("item", item.pk).first()
    rows = {"item": item, "taken": taken, "action": action, "import": brought, "entry": entry, "flag": flag}
    sweep = Sweep.snooze([taken.pk], until=due, by=cast.expert)
    view = SavedView.save_as(name="Old ones", query="sort=-silent", product_group=cast.group, by=cast.member)
    rows |= {"decision": decision, "event": event, "sweep": sweep, "view": view}
    return {name: Thing((row.pk,)) for name, row in rows.items()} | {
        "comment": Thing((item.pk, comment.pk)),
        "attachment": Thing((item.pk, comment.attachments.get().pk)),
        "number": Thing((cast.group.slug, item.number)),
        "moving": Thing(body={"id": str(item.pk)}),
        "swept": Thing(body={"item": str(item.pk)}),
        "several": Thing(body={"items": [str(item.pk)]}),
        "entry_for_red": Thing((entry.pk,), body={"team": str(cast.red.pk)}),
        "moving_entry": Thing(body={"id": str(entry.pk)}),
    }


def _people(cast) -> dict[str, Thing]:
    inviter = cast.admin
    invitation = Invitation.invite(
        email=f"new@{cast.group.slug}.example", role="member", team=cast.red, by=inviter
    )
    token, _secret = ApiToken.issue(cast.expert, "Robot")
    event = Event.objects.filter(product_group_id=cast.group.pk).first()
    Notification.objects.filter(user=cast.expert).delete()
    notice = Notification.objects.create(user=cast.expert, event=event)
    rows = {"invitation": invitation, "token": token, "notice": notice}
    rows["session"] = signed_in(cast.expert)
    things = {name: Thing((row.pk,)) for name, row in rows.items()}
    return things | {"secret": Thing((invitation.secret,))}


def _board(cast) -> dict[str, Thing]:
    board = Retrospective.hold(team=cast.red, by=cast.member, date=cast.group.today())
    column = board.columns.first()
    note = board.add_note(column.pk, "Slow", by=cast.member)
    grouped = board.add_note(column.pk, "Slower", by=cast.member)
    topic = board.group([grouped.pk], title="Pace", by=cast.member)
    agreement = board.agree("Talk", by=cast.member)
    draft = PastedNotes.bring("# Good\n- one\n", retrospective=board, by=cast.member)
    rows = {"column": column, "note": note, "topic": topic, "agreement": agreement}
    return {name: Thing((board.pk, row.pk)) for name, row in rows.items()} | {
        "board": Thing((board.pk,)),
        "draft": Thing((draft.pk,)),
        "guest": Thing((board.let_in(by=cast.member),)),
        "placing": Thing((board.pk,), body={"id": str(note.pk), "column": str(column.pk)}),
    }


def _review(cast) -> dict[str, Thing]:
    soon = timezone.now() + timedelta(days=2)
    review = Review.plan(product_group=cast.group, planned_at=soon, by=cast.manager)
    item = make_item(cast, "ready", title="On the table")
    make_item(cast, "ready", title="Off the table")
    removed, line = review.lines()[-1].key, review.lines()[0].key
    review.remove(removed, by=cast.manager)
    return {
        "review": Thing((review.pk,)),
        "meeting": Thing((review.pk, item.pk)),
        "line": Thing((review.pk,), body={"id": line}),
        "removed": Thing((review.pk,), body={"id": removed}),
    }
