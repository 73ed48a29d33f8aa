"""The way back from an item to its notes, kept when the item is merged into another."""

import pytest

from activity.models import Event
from backlog.models import Item
from retrospectives.models import Retrospective
from teams.models import Membership
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


KEPT = {
    "author": "Blue Member",
    "note": "Red the whole week, says the note",
    "comment": "Said on the merged one",
    "affects": "it affects them too",
    "history": "Blue Member raised it for the team",
}


def test_merging_keeps_everything_and_undoing_gives_it_back(client, cast):
    """Both authors, teams, notes, "affects us too", comments and history; read by somebody of both teams."""
    Membership.objects.create(user=cast.member, team=cast.blue)
    board = Retrospective.hold(team=cast.blue, by=cast.blue_member, date=cast.group.today())
    note = board.add_note(board.columns.first().pk, KEPT["note"], by=cast.blue_member)
    item = board.file_item([note.pk], kind="impediment", title="Red builds", by=cast.blue_member)
    item.comment(KEPT["comment"], by=cast.green_member)
    item.affects(cast.green, by=cast.green_member)
    item.give_perspective(by=cast.green_member, gains="teams", loses="nobody", whole="better")
    target = make_item(cast, title="Builds are slow")
    client.force_login(cast.member)

    def missing(one) -> list[str]:
        page = client.get(f"/items/{one.pk}/").text
        return [name for name, words in KEPT.items() if words not in page]

    item.merge(Item.objects.get(pk=target.pk), by=cast.expert)
    assert missing(target) == [] and "by 3 teams" in client.get(f"/items/{target.pk}/").text
    assert missing(item) == [], "and it is all still where it was said"
    item.unmerge(by=cast.expert)
    target.refresh_from_db()
    assert missing(target) == list(KEPT) and target.team_count == 1
    assert missing(item) == [] and item.team_count == 2 and item.state == "new"
    assert item.perspectives.count() == item.comments.count() == item.affected.count() == 1
    told = set(Event.objects.about("item", target.pk).values_list("name", flat=True))
    assert {"absorbed", "unabsorbed"} <= told, "that it was merged for a while stays in the history"


def test_notes_of_a_merged_item_stand_on_the_one_it_went_into(client, cast):
    board = Retrospective.hold(team=cast.red, by=cast.member, date=cast.group.today())
    note = board.add_note(board.columns.first().pk, "The builds were red all week", by=cast.member)
    item = board.file_item([note.pk], kind="impediment", title="Red builds", by=cast.member)
    target = make_item(cast, title="Builds are slow")
    item.merge(Item.objects.get(pk=target.pk), by=cast.expert)
    client.force_login(cast.member)
    page = client.get(f"/items/{target.pk}/").text
    assert "The builds were red all week" in page and f"#note-{note.pk}" in page
    client.force_login(cast.manager)
    page = client.get(f"/items/{target.pk}/").text
    assert "the retrospective of" in page
    assert "The builds were red all week" not in page and f"#note-{note.pk}" not in page
