"""The way back from an item to its notes, kept when the item is merged into another."""

import pytest

from backlog.models import Item
from retrospectives.models import Retrospective
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


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
