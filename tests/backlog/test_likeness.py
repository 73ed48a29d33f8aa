"""Items that say the same: found whatever their order, form and spelling, by who may see them."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from backlog import likeness
from backlog.commonness import forget
from backlog.likeness import alike, alike_many
from backlog.models import Item, Wording
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db

TITLES = [
    "Integration tests fail at random on the build machines",
    "Nobody knows who may approve a database change",
    "The release notes come days after the release",
    "Meetings run late and end without decisions",
    "New colleagues wait two weeks for their accounts",
]


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def items(cast):
    return [make_item(cast, "new", title=title) for title in TITLES]


def numbers(found):
    return [one.number for one in found]


def ask(cast, title, description="", **options):
    options.setdefault("user", cast.member)
    return alike(title, description, product_group=cast.group, **options)


@pytest.mark.parametrize(
    "said",
    [
        "Integration tests fail at random on the build machines",
        "INTEGRATION TESTS FAIL",
        "random failures of the integration test",
        "intergation tets fial at randmo",
        "build machines: tests failing randomly",
    ],
)
def test_order_forms_spelling_and_missing_words_do_not_hide_it(cast, items, said):
    assert numbers(ask(cast, said))[:1] == [items[0].number]


def test_what_nobody_said_is_like_nothing(cast, items):
    assert ask(cast, "Coffee tastes of soap") == []
    assert ask(cast, "") == ask(cast, "!!! ???") == ask(cast, "\x00") == []


def test_the_reason_names_the_words_that_both_say(cast, items):
    [found, *_] = ask(cast, "accounts of new people take weeks")
    assert found.number == items[4].number and found.url == items[4].get_absolute_url()
    assert "“accounts”" in found.reason and "“weeks”" in found.reason
    assert ask(cast, TITLES[4].upper())[0].reason == "Both have the same title."


def test_the_item_itself_and_merged_ones_are_left_out(cast, items):
    again = make_item(cast, "new", title=TITLES[0])
    assert numbers(ask(cast, TITLES[0], besides=again.pk)) == [items[0].number]
    again.merge(items[0], by=cast.member)
    assert numbers(ask(cast, TITLES[0])) == [items[0].number]


def test_only_of_the_group_and_only_what_one_may_see(cast, items):
    far = Item.file(team=cast.far, by=cast.stranger, title=TITLES[0])
    assert numbers(ask(cast, TITLES[0], user=cast.stranger)) == []
    assert numbers(ask(cast, TITLES[0])) == [items[0].number]
    found = alike(TITLES[0], "", product_group=cast.elsewhere, user=cast.stranger)
    assert [one.id for one in found] == [far.pk]


def test_keys_follow_the_texts_in_the_same_transaction(cast, items):
    items[0].edit(by=cast.member, title="Printers jam", description="Every Monday, on the third floor.")
    assert ask(cast, TITLES[0]) == []
    assert numbers(ask(cast, "jamming printer")) == numbers(ask(cast, "mondays, third floor")) == [1]
    before = Wording.objects.get(item=items[1]).keys
    with pytest.raises(RuntimeError), transaction.atomic():
        items[1].edit(by=cast.member, title="Something else")
        raise RuntimeError
    assert Wording.objects.get(item=items[1]).keys == before


def test_many_at_once_answer_as_one_by_one_with_as_many_queries(cast, items):
    ask(cast, "warm")
    texts = [(title.split(" ", 2)[2], "") for title in TITLES]
    with CaptureQueriesContext(connection) as one:
        alike_many(texts[:1], product_group=cast.group, user=cast.member)
    with CaptureQueriesContext(connection) as many:
        found = alike_many(texts, product_group=cast.group, user=cast.member)
    assert len(many) == len(one) <= 3
    assert [numbers(each)[0] for each in found] == [item.number for item in items]
    assert alike_many([], product_group=cast.group, user=cast.member) == []


def test_common_words_alone_are_found_two_at_once(cast, monkeypatch):
    for number in range(30):
        make_item(cast, "new", title=f"Tests are slow in place{number}{number}")
    wanted = make_item(cast, "new", title="Slow lifts")
    monkeypatch.setattr(likeness, "FEW", 10)
    monkeypatch.setattr(likeness, "MOST_FOUND", 10)
    monkeypatch.setattr(likeness, "FEWEST_EACH", 10)
    forget()
    assert wanted.number in numbers(ask(cast, "slow lift"))
    assert numbers(ask(cast, "tests slow"))


def test_a_very_long_text_is_read_in_part(cast, items):
    long = " ".join(f"word{number}" for number in range(5_000))
    assert numbers(ask(cast, TITLES[2], long[:20_000]))[:1] == [items[2].number]
