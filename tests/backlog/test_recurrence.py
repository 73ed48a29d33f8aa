"""The same matter: what merging keeps, how teams are counted, and what an item that comes back says."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backlog.models import Item, raise_flags
from backlog.raisings import Raisings
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def page_of(client, item, user) -> str:
    client.force_login(user)
    return client.get(f"/items/{item.pk}/").text


def merged_pair(cast) -> tuple[Item, Item]:
    """An item of red, and one of blue that was merged into it with all that hangs on it."""
    item = make_item(cast, title="Builds are red")
    other = Item.file(team=cast.blue, title="Red builds", by=cast.blue_member)
    other.comment("Said on the merged one", by=cast.green_member)
    other.affects(cast.green, by=cast.green_member)
    other.merge(item, by=cast.expert)
    item.refresh_from_db()
    return item, other


def test_merging_keeps_authors_teams_comments_history_and_can_be_undone(client, cast):
    item, other = merged_pair(cast)
    page = page_of(client, item, cast.manager)
    for kept in ("Blue Member", "Said on the merged one", f"on #{other.number}", "Red builds"):
        assert kept in page
    assert "by 3 teams" in page and item.team_count == 3
    comment = other.comments.get()
    assert client.get(f"/items/{item.pk}/comments/?before={comment.pk}").status_code == 200
    other.unmerge(by=cast.expert)
    item.refresh_from_db()
    page = page_of(client, item, cast.manager)
    assert "Said on the merged one" not in page and item.team_count == 1
    assert other.comments.count() == 1 and other.affected.count() == 1 and other.state == "new"


def test_teams_are_counted_through_every_step_of_merging(cast):
    third = Item.file(team=cast.green, title="No build", by=cast.green_member)
    other = Item.file(team=cast.blue, title="Red builds", by=cast.blue_member)
    item = make_item(cast)
    third.merge(other, by=cast.expert)
    other.refresh_from_db()
    other.merge(item, by=cast.expert)
    assert Item.objects.get(pk=item.pk).team_count == 3
    third.unmerge(by=cast.expert)
    assert Item.objects.get(pk=item.pk).team_count == 2
    assert Item.objects.get(pk=other.pk).team_count == 1


def test_affects_us_too_counts_teams_not_persons(cast):
    item = make_item(cast)
    item.affects(cast.blue, by=cast.blue_member)
    item.merge(Item.file(team=cast.red, title="Again by red", by=cast.member), by=cast.expert)
    target = Item.objects.get(title="Again by red")
    assert target.team_count == 2, "red raised it twice and counts once"


def test_an_item_that_comes_back_says_how_often_since_when_and_by_whom(client, cast):
    item, other = merged_pair(cast)
    Item.objects.filter(pk=item.pk).update(created=timezone.now() - timedelta(days=200))
    for verb in ("assess", "offer", "take", "start", "complete", "confirm"):
        from_state(item, verb, cast)
    item.reopen(reason="Red again.", by=cast.member)
    raisings = Raisings(Item.objects.get(pk=item.pk), cast.manager)
    assert (raisings.times, raisings.teams) == (4, 3)  # red, blue, green's "affects", reopened
    page = page_of(client, item, cast.manager)
    assert "Raised 4 times since" in page and f'href="/items/{other.pk}/"' in page
    assert item.recurred


def test_an_item_that_is_over_can_be_raised_again_by_another_team(client, cast):
    old = make_item(cast, "confirmed")
    again = Item.file(team=cast.blue, title="Builds are red, once more", again=old, by=cast.blue_member)
    assert again.recurred and again.team_count == 2
    raise_flags(cast.group, timezone.now())
    assert Item.objects.get(pk=again.pk).flags == ["recurring"]
    assert f"It raises #{old.number} again." in page_of(client, again, cast.manager)
    page = page_of(client, old, cast.member)
    assert "Raised 2 times since" in page and f"raised as #{again.number}" in page
    third = Item.file(team=cast.green, title="And again", by=cast.green_member)
    third.merge(again, by=cast.expert)
    assert Raisings(Item.objects.get(pk=old.pk), cast.manager).teams == 3
    assert Item.objects.get(pk=again.pk).team_count == 3


def recurs(item, cast) -> bool:
    """Whether it came back, and carries the flag once flags are computed."""
    raise_flags(cast.group, timezone.now())
    found = Item.objects.get(pk=item.pk)
    assert ("recurring" in found.flags) == (found.recurred and found.state != "merged")
    return found.recurred


def test_what_an_item_that_came_back_is_merged_into_came_back(cast):
    old = make_item(cast, "confirmed")
    again = Item.file(team=cast.red, title="Once more", again=old, by=cast.member)
    middle, target = make_item(cast, title="Middle"), make_item(cast, title="Target")
    again.merge(middle, by=cast.expert)
    assert recurs(middle, cast) and not recurs(target, cast)
    Item.objects.get(pk=middle.pk).merge(target, by=cast.expert)
    assert recurs(target, cast)
    Item.objects.get(pk=again.pk).unmerge(by=cast.expert)
    assert recurs(again, cast) and not recurs(middle, cast) and not recurs(target, cast)


def test_what_was_merged_before_this_was_kept_is_made_good(cast):
    old = make_item(cast, "confirmed")
    again = Item.file(team=cast.red, title="Once more", again=old, by=cast.member)
    middle, target = make_item(cast, title="Middle"), make_item(cast, title="Target")
    again.merge(middle, by=cast.expert)
    Item.objects.get(pk=middle.pk).merge(target, by=cast.expert)
    Item.objects.update(recurred_itself=False)
    Item.objects.filter(pk__in=[middle.pk, target.pk]).update(recurred=False)
    made_good = import_module("backlog.migrations.0026_recurrence_of_merged")
    with connection.cursor() as cursor:
        cursor.execute(made_good.OWN)
        cursor.execute(made_good.OF_WHAT_WAS_MERGED)
    rows = Item.objects.order_by("number").values_list("number", "recurred_itself", "recurred")
    found = {number: flags for number, *flags in rows}
    assert found[again.number] == [True, True] and found[old.number] == [False, False]
    assert found[middle.number] == found[target.number] == [False, True]


def test_undoing_a_merge_leaves_what_came_back_by_itself(cast):
    old = make_item(cast, "confirmed")
    again = Item.file(team=cast.red, title="Once more", again=old, by=cast.member)
    other = make_item(cast, title="Other")
    other.merge(again, by=cast.expert)
    assert recurs(again, cast)
    Item.objects.get(pk=other.pk).unmerge(by=cast.expert)
    assert recurs(again, cast) and not recurs(other, cast)


def test_what_is_opened_again_late_keeps_that_a_merged_one_came_back(cast):
    old = make_item(cast, "confirmed")
    target = make_item(cast, title="Target")
    Item.file(team=cast.red, title="Once more", again=old, by=cast.member).merge(target, by=cast.expert)
    for verb in ("assess", "offer", "take", "start", "complete", "confirm"):
        from_state(target, verb, cast)
    Item.objects.filter(pk=target.pk).update(confirmed_at=timezone.now() - timedelta(days=200))
    target.refresh_from_db()
    target.reopen(reason="Red again.", by=cast.member)
    assert recurs(target, cast)


def test_only_what_is_over_is_raised_again(cast):
    with pytest.raises(ValidationError) as told:
        Item.file(team=cast.blue, title="Same", again=make_item(cast, "ready"), by=cast.blue_member)
    assert "again" in told.value.message_dict
    foreign = Item.file(team=cast.far, title="Far", by=cast.stranger)
    foreign.withdraw(reason="Gone.", by=cast.stranger)
    with pytest.raises(ValidationError):
        Item.file(team=cast.blue, title="Same", again=foreign, by=cast.blue_member)
    assert not Item.objects.filter(title="Same").exists()


def test_long_confirmed_is_raised_again_without_being_recurring(cast):
    old = make_item(cast, "confirmed")
    Item.objects.filter(pk=old.pk).update(confirmed_at=timezone.now() - timedelta(days=181))
    old.refresh_from_db()
    assert not Item.file(team=cast.red, title="Same", again=old, by=cast.member).recurred


def test_the_page_costs_the_same_for_many_merged_items_as_for_one(client, cast):
    item, _other = merged_pair(cast)

    def cost() -> int:
        page_of(client, item, cast.manager)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/items/{item.pk}/")
        return len(asked)

    one = cost()
    for number in range(8):
        more = Item.file(team=cast.green, title=f"Same {number}", by=cast.green_member)
        more.comment("Same here", by=cast.green_member)
        more.merge(item, by=cast.expert)
    assert cost() == one


def from_state(item, verb, cast) -> None:
    item.refresh_from_db()
    match verb:
        case "assess":
            item.assess(finding="whole_system", reason="All.", by=cast.expert)
        case "offer":
            item.decide("offer", reason="For the teams.", by=cast.manager)
        case "take":
            item.take(cast.blue, by=cast.blue_member)
        case "confirm":
            item.confirm(by=cast.member)
        case _:
            getattr(item, verb)(by=cast.blue_member)


def over_proposal(cast, way: str) -> Item:
    """A proposal that affects red, and over: red refused it, or let it in before."""
    item = Item.propose(team=cast.red, title="Fewer forms", by=cast.expert)
    if way.startswith("let_in"):
        item.consent(cast.red, agree=True, by=cast.member)
        item.consent(cast.blue, agree=True, by=cast.blue_member)
    else:
        item.consent(cast.red, agree=False, reason="Not with us.", by=cast.member)
    if way == "let_in_and_lapsed":
        item.retract(cast.blue, reason="Misread.", by=cast.blue_member)
    if way.endswith("lapsed"):
        assert item.lapse(timezone.now() + timedelta(days=15))
    else:
        item.withdraw(reason="Gone.", by=cast.member if way.startswith("let_in") else cast.expert)
    return item


@pytest.mark.parametrize("way", ["lapsed", "withdrawn", "let_in_and_lapsed", "let_in_and_withdrawn"])
def test_what_the_teams_never_let_in_was_raised_by_none_of_them(client, cast, way):
    old, let_in = over_proposal(cast, way), way.startswith("let_in")
    again = Item.file(team=cast.blue, title="Fewer forms, please", again=old, by=cast.blue_member)
    assert again.team_count == 1 + let_in
    assert Raisings(again, cast.manager).repeated == let_in
    assert ("Raised 2 times since" in page_of(client, old, cast.manager)) == let_in
    again.affects(cast.green, by=cast.green_member)
    assert again.team_count == 2 + let_in
    raise_flags(cast.group, timezone.now())
    assert ("recurring" in Item.objects.get(pk=again.pk).flags) == let_in


def test_a_proposal_counts_its_team_from_the_moment_that_it_is_let_in(cast):
    old = make_item(cast, "declined")
    item = Item.propose(team=cast.blue, title="Again", again=old, by=cast.expert)
    assert Item.objects.get(pk=item.pk).team_count == 1
    item.consent(cast.green, agree=True, by=cast.green_member)
    item.consent(cast.blue, agree=True, by=cast.blue_member)
    assert Item.objects.get(pk=item.pk).team_count == 2
    item.affects(cast.green, by=cast.green_member)
    raise_flags(cast.group, timezone.now())
    item.refresh_from_db()
    assert (item.team_count, item.flags) == (3, ["recurring"])
    item.retract(cast.green, reason="Misread.", by=cast.green_member)
    item.refresh_from_db()
    assert (item.state, item.team_count, item.flags) == ("proposed", 2, [])


def test_a_page_of_a_proposal_that_never_came_in_says_nothing_of_raising(client, cast):
    for way in ("lapsed", "withdrawn"):
        item = over_proposal(cast, way)
        assert Raisings(item, cast.manager).all == [] and "times since" not in page_of(
            client, item, cast.manager
        )
