"""Undoing a merge gives everything back: place, clocks, silence, flags."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from activity.models import Event
from backlog.models import Flag, Item, Sweep, raise_flags
from tests.backlog.item_pages import HTMX
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db
CLOCKS = ("ready_since", "unanswered_since", "position")
SILENCE = ("silent_since", "last_human_activity")


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def backlog(cast):
    """Four items on the improvement backlog, in order."""
    return [make_item(cast, "ready", title=title) for title in "ABCD"]


def now_of(item) -> Item:
    return Item.objects.get(pk=item.pk)


def kept(item, names=CLOCKS) -> list:
    return [getattr(now_of(item), name) for name in names]


def order(cast) -> str:
    return "".join(Item.objects.on_backlog(cast.group).values_list("title", flat=True))


def later(days: int):
    return time_machine.travel(timezone.now() + timedelta(days=days))


def test_the_place_in_the_order_and_the_clocks_come_back(cast, backlog):
    before = kept(backlog[1])
    with later(days=5):
        backlog[1].merge(backlog[3], by=cast.expert)
        assert order(cast) == "ACD" and now_of(backlog[1]).position == ""
        backlog[1].unmerge(by=cast.expert)
    assert order(cast) == "ABCD" and kept(backlog[1]) == before


def test_a_new_item_waits_for_an_answer_as_long_as_before(cast):
    item, target = make_item(cast), make_item(cast, title="Target")
    before = kept(item)
    with later(days=5):
        item.merge(target, by=cast.expert)
        item.unmerge(by=cast.expert)
    assert kept(item) == before and now_of(item).state == "new"


def test_where_another_item_has_its_place_by_now_it_comes_right_before_that(cast, backlog):
    backlog[1].merge(backlog[3], by=cast.expert)
    now_of(backlog[3]).order(after=backlog[0].pk, by=cast.manager)  # on the key that B had
    assert order(cast) == "ADC"
    backlog[1].unmerge(by=cast.expert)
    assert order(cast) == "ABDC"
    assert Item.objects.on_backlog(cast.group).values("position").distinct().count() == 4


def test_an_answer_given_meanwhile_counts(cast):
    item, target = make_item(cast), make_item(cast, title="Target")
    item.merge(target, by=cast.expert)
    answer = item.comment("We look at it.", by=cast.manager)
    item.unmerge(by=cast.expert)
    assert now_of(item).unanswered_since == answer.created


@pytest.mark.parametrize("state, expected", [("new", ["unanswered"]), ("ready", ["unanswered", "undecided"])])
def test_flags_come_back_at_once_as_they_were(cast, state, expected):
    item = make_item(cast, state)
    target = make_item(cast, title="Target")
    with later(days=20):
        raise_flags(cast.group, timezone.now())
        flags = list(Flag.objects.filter(item=item).values())
        assert now_of(item).flags == expected
        item.merge(target, by=cast.expert)
        assert now_of(item).flags == [] and not Flag.objects.filter(item=item).current().exists()
        item.unmerge(by=cast.expert)
        assert now_of(item).flags == expected
        assert list(Flag.objects.filter(item=item).values()) == flags
        raise_flags(cast.group, timezone.now())
        assert Event.objects.about("item", item.pk).named("flagged").count() == len(expected), (
            "no second time"
        )


def test_a_flag_whose_cause_ended_meanwhile_stays_away(cast):
    item, target = make_item(cast), make_item(cast, title="Target")
    with later(days=20):
        raise_flags(cast.group, timezone.now())
        item.merge(target, by=cast.expert)
        item.comment("We look at it.", by=cast.manager)
        item.unmerge(by=cast.expert)
        assert now_of(item).flags == []
        assert not Flag.objects.filter(item=item).current().exists()


def test_undoing_several_merges_at_once_gives_all_of_it_back(cast, backlog):
    before = [kept(item, CLOCKS + SILENCE) for item in backlog]
    with later(days=40):
        raise_flags(cast.group, timezone.now())
        flags = now_of(backlog[0]).flags
        assert flags == ["unanswered", "undecided", "stale"]
        sweep = Sweep.merge([item.pk for item in backlog[:3]], into=backlog[3], by=cast.expert)
        sweep.undo(by=cast.expert)
        assert [kept(item, CLOCKS + SILENCE) for item in backlog] == before and order(cast) == "ABCD"
        assert [now_of(item).flags for item in backlog] == [flags] * 4


class TestAtOnePress:
    """The button that stands beside “Merged.” for a while: as if it had not happened."""

    @pytest.fixture
    def undo(self, client, cast, backlog):
        """Merge on the item's page and press: before that, `meanwhile` may happen."""

        def press(meanwhile=lambda: None):
            item = backlog[1]
            url = f"/items/{item.pk}/"
            client.force_login(cast.expert)
            here = HTMX | {"HX-Current-URL": f"http://testserver{url}"}
            done = client.post(f"{url}merge/", {"into": f"#{backlog[3].number}"}, headers=here)
            assert f'"undo": "{url}unmerge/?undo=1"' in done["HX-Trigger"]
            meanwhile()
            return client.post(f"{url}unmerge/?undo=1", headers=here)

        return press

    def test_the_silence_goes_on_as_well(self, undo, cast, backlog):
        before = kept(backlog[1], CLOCKS + SILENCE)
        with later(days=40):
            raise_flags(cast.group, timezone.now())
            flags = now_of(backlog[1]).flags
            assert undo().status_code == 200
            assert kept(backlog[1], CLOCKS + SILENCE) == before and order(cast) == "ABCD"
            assert now_of(backlog[1]).flags == flags

    def test_what_was_said_meanwhile_ends_the_silence(self, undo, cast, backlog):
        with later(days=40):
            assert undo(lambda: now_of(backlog[1]).comment("Wait.", by=cast.member)).status_code == 200
            item = now_of(backlog[1])
            assert item.state == "ready" and item.silent_days == 0

    def test_nothing_but_that_merge_is_undone(self, undo, cast, backlog):
        others = [make_item(cast, title="E"), make_item(cast, title="F")]
        assert undo(lambda: Sweep.merge([others[0].pk], into=others[1], by=cast.expert)).status_code == 200
        assert now_of(backlog[1]).state == "ready" and now_of(others[0]).state == "merged"


def test_who_unmerges_in_so_many_words_acts_on_it(cast, backlog):
    with later(days=40):
        backlog[1].merge(backlog[3], by=cast.expert)
        backlog[1].unmerge(by=cast.expert)
        assert now_of(backlog[1]).silent_days == 0
