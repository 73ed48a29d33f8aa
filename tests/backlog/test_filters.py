"""One filter object: what each parameter gives, what is refused, and whose rows appear."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from backlog.filters import ItemFilter
from backlog.models import Item
from tests.cast import make_cast, make_item, noon

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def titles(user, query: str, **options) -> list[str]:
    return [row["title"] for row in ItemFilter(QueryDict(query), user, **options).page().rows]


def errors(user, query: str) -> dict:
    return ItemFilter(QueryDict(query), user).errors


def test_values_of_one_parameter_are_alternatives_and_parameters_add_up(cast):
    make_item(cast, "new", title="A", kind="impediment")
    make_item(cast, "ready", title="B", kind="experiment")
    make_item(cast, "offered", title="C", kind="experiment")
    assert titles(cast.member, "state=new&state=ready&sort=number") == ["A", "B"]
    assert titles(cast.member, "state=new&state=ready&kind=experiment") == ["B"]
    assert titles(cast.member, "state=&kind=&q=&sort=&age_min=&cursor=&sort=number") == ["A", "B", "C"]


def test_filters_by_people_team_and_flag(cast):
    make_item(cast, "accepted", title="Owned")
    Item.file(team=cast.blue, title="Blue", by=cast.blue_member)
    Item.objects.filter(title="Blue").update(flags=["unanswered"])
    assert titles(cast.member, f"owner={cast.manager.pk}") == ["Owned"]
    assert titles(cast.member, f"raised_by={cast.blue_member.pk}") == ["Blue"]
    assert titles(cast.member, f"team={cast.blue.pk}") == ["Blue"]
    assert titles(cast.member, "flag=unanswered&flag=stale") == ["Blue"]
    assert titles(cast.member, "flag=stale") == []
    assert titles(cast.member, f"product_group={cast.elsewhere.pk}") == []


def test_rows_of_other_groups_never_appear(cast):
    make_item(cast, "new")
    Item.file(team=cast.far, title="Far away", by=cast.stranger)
    assert titles(cast.stranger, "") == ["Far away"]
    assert titles(cast.stranger, f"product_group={cast.group.pk}&team={cast.red.pk}") == []
    assert titles(cast.stranger, "q=builds") == []
    assert titles(cast.nobody, "") == []
    assert len(titles(cast.admin, "")) == 2


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("colour=red", "colour"),
        ("state=sleeping", "state"),
        ("state=new&state=sleeping", "state"),
        ("kind=wish", "kind"),
        ("flag=white", "flag"),
        ("team=red", "team"),
        ("product_group=1", "product_group"),
        ("owner=me%00", "owner"),
        ("sort=title", "sort"),
        ("age_min=-1", "age_min"),
        ("age_max=many", "age_max"),
        ("silent_min=99999999999999", "silent_min"),
        ("page_size=0", "page_size"),
        ("page_size=201", "page_size"),
        ("q=" + "x" * 201, "q"),
        ("q=%00", "q"),
    ],
)
def test_what_is_not_known_is_an_error_at_its_field(cast, query, field):
    assert list(errors(cast.member, query)) == [field]
    with pytest.raises(ValidationError):
        ItemFilter(QueryDict(query), cast.member).page()


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("The builds are failing", "fail build"),
        ("The builds are failing", "BUILD"),
        ("The builds are failing", "failing buil"),
        ("The building burns", "buildi"),
        ("Möten utan beslut", "beslut möte"),
        ("Zu viele Übergaben zwischen Teams", "übergabe"),
        ("Für die Prüfung fehlen Häuser", "haus"),
        ("Caf\u00e9 is closed", "cafe\u0301"),
    ],
)
def test_words_in_any_order_and_form(cast, title, query):
    make_item(cast, "new", title=title)
    make_item(cast, "new", title="Something else")
    assert titles(cast.member, f"q={query}") == [title]


def test_all_words_must_be_there_and_bodies_count(cast):
    make_item(cast, "new", title="Slow tests", description="The database is shared by everybody.")
    assert titles(cast.member, "q=database tests") == ["Slow tests"]
    assert titles(cast.member, "q=database holidays") == []


def test_an_item_is_found_by_its_number(cast):
    make_item(cast, "new", title="First")
    make_item(cast, "new", title="Second")
    assert titles(cast.member, "q=%232") == ["Second"]
    assert titles(cast.member, "q=%231+%232+first") == ["First"]
    assert titles(cast.member, "q=%23999999999") == []


@pytest.mark.parametrize(
    "text",
    ["'", "\\", "a:*", "!a & | b", "((", "<->", ":* :*", "%", "_", "a_b_", "‮", "😀", "' OR 1=1 --", "²³",
     "x" * 200, "a " * 99, "#", "#0", "#99999999999", "ﬁ", "the och und"],
)  # fmt: skip
def test_no_text_breaks_the_search(cast, text):
    make_item(cast, "new")
    query = QueryDict(mutable=True)
    query["q"] = text
    ItemFilter(query, cast.member).page()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("age_min=0", {"Payments", "Letters"}),
        ("age_min=1", {"Letters"}),
        ("age_max=0", {"Payments"}),
        ("age_max=1", {"Payments", "Letters"}),
        ("silent_min=1", {"Letters"}),
        ("age_min=1&age_max=0", set()),
    ],
)
def test_days_are_counted_by_each_groups_calendar(cast, query, found):
    """One moment, two calendars: past midnight in Auckland, still the same day in Stockholm."""
    type(cast.group).objects.filter(pk=cast.elsewhere.pk).update(time_zone="Pacific/Auckland")
    raised = datetime(2026, 5, 10, 11, 0, tzinfo=UTC)  # 23:00 in Auckland
    for team, by in ((cast.red, cast.member), (cast.far, cast.stranger)):
        item = Item.file(team=team, title=team.product_group.name, by=by, created=raised)
        Item.objects.filter(pk=item.pk).update(silent_since=raised)
    assert set(titles(cast.admin, query, now=raised + timedelta(hours=2))) == found


def test_days_agree_with_what_an_item_says_of_itself(cast):
    item = make_item(cast, "new", created=noon(cast, 9))
    assert item.age_days == 9
    assert titles(cast.member, "age_min=9&age_max=9") == [item.title]
    assert titles(cast.member, "age_min=10") == []
    assert titles(cast.member, "age_max=8") == []


def test_sorts(cast):
    for title, state in (("A", "accepted"), ("B", "ready"), ("C", "ready")):
        make_item(cast, state, title=title)
    Item.objects.get(title="C").order(by=cast.manager)
    Item.objects.filter(title="B").update(silent_since=timezone.now() - timedelta(days=50))
    assert titles(cast.member, "") == ["C", "B", "A"]
    assert titles(cast.member, "sort=created") == ["A", "B", "C"]
    assert titles(cast.member, "sort=-silent")[0] == "B"
    assert titles(cast.member, "sort=position") == ["C", "B", "A"]
    assert titles(cast.member, "sort=due")[0] == "A"


def test_the_address_carries_the_filter_and_changes(cast):
    wanted = ItemFilter(QueryDict("state=new&state=ready&q=a b&cursor=x"), cast.member)
    assert wanted.address() == "state=new&state=ready&q=a+b"
    assert wanted.address(state=["new"], sort="due", q=None) == "state=new&sort=due"
