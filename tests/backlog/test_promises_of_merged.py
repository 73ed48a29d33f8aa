"""Merging evades no promise: open actions and a promised visit go on with the item, and come back with it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from backlog.models import Action, Item, WrongState, raise_flags
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def target(cast):
    return make_item(cast, "ready", title="Target")


def now_of(item) -> Item:
    return Item.objects.get(pk=item.pk)


def promise(cast, item, text="Ask the supplier") -> Action:
    due = cast.group.today() + timedelta(days=1)
    return Action.add(
        product_group=cast.group, item=item, text=text, owner=cast.manager, due=due, by=cast.manager
    )


def of(item) -> set:
    return set(Action.objects.filter(item=item.pk).values_list("text", flat=True))


class TestActions:
    def test_what_is_promised_stands_where_it_goes_on(self, client, cast, target):
        item = make_item(cast, "ready")
        promise(cast, item)
        promise(cast, item, "Long done").complete(by=cast.manager)
        now_of(item).merge(target, by=cast.expert)
        client.force_login(cast.blue_member)
        page = client.get(f"/items/{target.pk}/").text
        assert "Ask the supplier" in page and of(item) == {"Long done"}

    def test_its_date_is_kept_watch_of(self, cast, target):
        item = make_item(cast, "ready")
        promise(cast, item)
        now_of(item).merge(target, by=cast.expert)
        with time_machine.travel(timezone.now() + timedelta(days=40)):
            raise_flags(cast.group, timezone.now())
            assert {"overdue", "severely_overdue"} <= set(now_of(target).flags)
            now_of(item).unmerge(by=cast.expert)
            assert "overdue" not in now_of(target).flags
            raise_flags(cast.group, timezone.now())
            assert {"overdue", "severely_overdue"} <= set(now_of(item).flags)

    def test_they_come_back_with_their_item_through_every_step(self, cast, target):
        item, middle = make_item(cast, "ready"), make_item(cast, "ready", title="Middle")
        promise(cast, item, "Of the item")
        now_of(item).merge(middle, by=cast.expert)
        promise(cast, now_of(middle), "Of the middle")
        now_of(middle).merge(target, by=cast.expert)
        promise(cast, now_of(target), "Of the target")
        assert of(target) == {"Of the item", "Of the middle", "Of the target"}
        now_of(middle).unmerge(by=cast.expert)
        assert (of(target), of(middle)) == ({"Of the target"}, {"Of the item", "Of the middle"})
        Action.objects.get(text="Of the item").complete(by=cast.manager)
        now_of(item).unmerge(by=cast.expert)
        assert (of(middle), of(item)) == ({"Of the middle"}, {"Of the item"})

    def test_out_of_a_chain_they_leave_with_their_item_alone(self, cast, target):
        item, middle = make_item(cast, "ready"), make_item(cast, "ready", title="Middle")
        promise(cast, item, "Of the item")
        promise(cast, middle, "Of the middle")
        now_of(item).merge(middle, by=cast.expert)
        now_of(middle).merge(target, by=cast.expert)
        now_of(item).unmerge(by=cast.expert)
        assert (of(target), of(item)) == ({"Of the middle"}, {"Of the item"})

    def test_what_is_done_is_activity_where_it_goes_on(self, cast, target):
        item = make_item(cast, "ready")
        action = promise(cast, item)
        now_of(item).merge(target, by=cast.expert)
        with time_machine.travel(timezone.now() + timedelta(days=9)):
            Action.objects.get(pk=action.pk).complete(by=cast.manager)
            assert now_of(target).silent_days == 0


class TestVisits:
    @pytest.fixture
    def item(self, cast):
        item = make_item(cast, "ready")
        item.decide("go_see", reason="Let us look.", by=cast.manager)
        return item

    def test_the_next_verdict_waits_for_the_visit(self, cast, item, target):
        item.merge(target, by=cast.expert)
        with pytest.raises(WrongState):
            now_of(target).decide("decline", reason="No.", by=cast.manager)
        now_of(target).visit(text="We stood there.", by=cast.manager)
        now_of(target).decide("decline", reason="No.", by=cast.manager)

    def test_it_is_promised_still_where_the_merge_is_undone(self, cast, item, target):
        item.merge(target, by=cast.expert)
        now_of(item).unmerge(by=cast.expert)
        assert now_of(item).needs_visit and not now_of(target).needs_visit

    def test_who_was_there_meanwhile_need_not_go_again(self, cast, item, target):
        middle = make_item(cast, "ready", title="Middle")
        item.merge(middle, by=cast.expert)
        now_of(middle).merge(target, by=cast.expert)
        assert now_of(target).needs_visit
        now_of(target).visit(text="We stood there.", by=cast.manager)
        now_of(middle).unmerge(by=cast.expert)
        now_of(item).unmerge(by=cast.expert)
        assert not any(now_of(one).needs_visit for one in (item, middle, target))

    def test_what_the_other_owes_itself_stays(self, cast, item, target):
        target.decide("go_see", reason="Look there too.", by=cast.manager)
        item.merge(target, by=cast.expert)
        now_of(item).unmerge(by=cast.expert)
        assert now_of(target).needs_visit and now_of(item).needs_visit
