"""Finding: what is said anywhere about an item, filters typed as words, and nothing that is not in sight."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, connection
from django.utils import timezone, translation

from backlog import finding, parts_of_time
from backlog.asking import quoted, understand
from backlog.finding import find
from backlog.models import Comment, FlagName, Item, Kind, State
from backlog.narrowing import narrow
from tests.cast import make_cast, make_item, noon

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(own_cache):
    return make_cast()


def titles(user, text: str, **options) -> list[str]:
    ids = find(user, text, **options).ids
    shown = dict(Item.objects.visible_to(user).with_ids(ids).values_list("pk", "title"))
    assert len(shown) == len(ids), "what is found is in sight"
    return [shown[pk] for pk in ids]


def test_texts_comments_and_decisions_are_found_and_forgotten_with_what_held_them(cast):
    item = make_item(cast, "ready", title="Slow", description="Pipelines", effect="Calm")
    make_item(cast, "new", title="Another matter")
    item.comment("The **lighthouses** are dark", by=cast.member)
    item.decide("learn", reason="Weather", reply="We keep the umbrella", by=cast.manager)
    for text in ("slow", "pipeline", "calm", "lighthouse", "weather", "umbrella", "umbrella slow light"):
        assert titles(cast.member, text) == ["Slow"], text
    comment = Comment.objects.get()
    comment.text = "The tower is dark"
    comment.save()
    assert titles(cast.member, "lighthouse") == [] and titles(cast.member, "towers") == ["Slow"]
    comment.delete()
    assert titles(cast.member, "tower") == []
    Item.objects.filter(pk=item.pk).update(description="Conveyor")
    assert titles(cast.member, "pipeline") == [] and titles(cast.member, "conveyor") == ["Slow"]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("CI/CD is broken", "cd"),
        ("ask ops@example.org/wiki", "wiki example"),
        ("a well-known trouble", "known well"),
        ("the <b>bold</b> plan & co", "bold co"),
        ("Möten utan beslut", "möte beslut"),
        ("Zu viele Übergaben", "übergabe"),
        ("Deployments take weeks", "deployment week"),
        ("retrospectives", "retrosp"),
    ],
)
def test_words_in_any_form_order_and_dress(cast, said, asked):
    make_item(cast, "new", title="Right", description=said)
    make_item(cast, "new", title="Wrong")
    assert titles(cast.member, asked) == ["Right"]


def test_the_best_hit_comes_first(cast):
    now = timezone.now()
    make_item(cast, "new", title="Said by the way", description="Also about pumps.", created=now)
    make_item(cast, "new", title="Pumps fail", description="Pumps.", created=now - timedelta(days=400))
    talked = make_item(cast, "new", title="Talked about", created=now - timedelta(days=1))
    talked.comment("pumps", by=cast.member)
    assert titles(cast.member, "pump") == ["Pumps fail", "Said by the way", "Talked about"]
    assert titles(cast.member, "pump", size=1, start=1) == ["Said by the way"]
    assert find(cast.member, "pump", size=2).more and not find(cast.member, "pump", size=3).more


def test_every_part_of_time_is_asked_and_none_twice(cast, monkeypatch):
    """Cut where the planner's figures say, or not at all: the same hits, however many are wanted."""
    monkeypatch.setattr(parts_of_time, "SLICES", (3, 5))
    now = timezone.now()
    for n in range(20):
        make_item(cast, "new", title=f"Pump {n}", created=now - timedelta(days=30 * n))
    make_item(cast, "new", title="Pump of tomorrow", created=now + timedelta(days=300))
    for is_analyzed in (False, True):
        if is_analyzed:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE backlog_itemwords")
        cache.clear()
        time = parts_of_time.Time(None, None)
        assert len(time.early()) == 2 and len(time.all(5, 10)) == (4 if is_analyzed else 2)
        assert titles(cast.member, "pump", size=30) == [
            *(f"Pump {n}" for n in range(20)),
            "Pump of tomorrow",
        ]
        for most in (2, 5, 8, 12):
            monkeypatch.setattr(finding, "NEWEST", most)
            for asked in ("pump", "pum", "pump pum", "pump age:>=0"):
                found = [title.split()[1] for title in titles(cast.member, asked, size=30)]
                assert found == [str(n) for n in range(most)], (asked, most)
        monkeypatch.setattr(finding, "NEWEST", 100)


@pytest.mark.parametrize("zone", ["", "Pacific/Kiritimati"])
def test_a_filter_leaves_out_the_same_in_every_part_of_time(cast, monkeypatch, zone):
    """Where groups have different clocks as well."""
    monkeypatch.setattr(parts_of_time, "SLICES", (3, 9))
    type(cast.elsewhere).objects.filter(pk=cast.elsewhere.pk).update(**{"time_zone": zone} if zone else {})
    for n in range(14):
        item = make_item(cast, "accepted" if n % 2 else "new", title=f"Pump {n}", created=noon(cast, 30 * n))
        Item.objects.filter(pk=item.pk).update(silent_since=noon(cast, 15 * n), flags=["stale"] * (n % 3))
    Item.file(team=cast.blue, title="Blue pump", by=cast.blue_member)
    cache.clear()
    for text in (
        "age:>100", "age:>=90", "age:<100", "age:<=90", "age:90", "age:>60 age:<200", "age:>300",
        "silent:>100", "silent:>100 age:<350", "state:new", "state:new age:>60", "flag:stale silent:>30",
        "team:red", "team:red age:>100", "group:payments team:blue", "owner:manager kind:impediment",
    ):  # fmt: skip
        asked = understand(text, cast.member)
        expected = set(
            narrow(Item.objects.visible_to(cast.member), asked.filters).values_list("pk", flat=True)
        )
        for word in ("pump", "pum", "pump pum"):
            asked = f"{word} {text}"
            assert expected and set(find(cast.member, asked, size=100).ids) == expected, asked
    assert titles(cast.member, "pump age:>900") == []


def test_what_an_item_is_filtered_by_is_found_as_it_stands_now(cast):
    item = make_item(cast, "new", title="Pump", kind="impediment", created=noon(cast, 50))
    Item.objects.filter(pk=item.pk).update(silent_since=noon(cast, 40), flags=["stale"])
    assert titles(cast.member, "pump silent:>30 state:new flag:stale") == ["Pump"]
    item.refresh_from_db()
    item.assess(finding="whole_system", reason="All wait", by=cast.manager)
    for then, now in (
        ("state:new", "state:ready"),
        ("silent:>30", "silent:>=0"),
        ("flag:stale", "kind:impediment"),
    ):
        Item.objects.filter(pk=item.pk).update(flags=[])
        assert titles(cast.member, f"pump {then}") == [] and titles(cast.member, f"pump {now}") == ["Pump"]


def test_the_marks_of_an_item_are_those_of_its_row_and_no_others(cast):
    """Whatever of it changes, by whatever hand, and together with its words or not."""
    item = Item.objects.filter(pk=make_item(cast, "new", title="Pump").pk)
    for change in (
        {"owner": cast.manager}, {"raised_by": cast.blue_member}, {"kind": "experiment", "state": "done"},
        {"team": cast.blue, "title": "Pumps"}, {"team": cast.green}, {"flags": ["stale", "overdue"]},
        {"flags": ["stale"]},
        {"silent_since": noon(cast, 100)}, {"silent_since": noon(cast, 100) + timedelta(hours=1)},
        {"created": noon(cast, 200)}, {"product_group": cast.elsewhere, "number": 900},
    ):  # fmt: skip
        item.update(**change)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT ARRAY(SELECT lexeme FROM unnest(words) WHERE lexeme LIKE '~%%' ORDER BY 1), "
                "ARRAY(SELECT unnest(backlog_marks_of(item)) ORDER BY 1), "
                "said.silent_since = item.silent_since, words @@ $$'pump' | '=pump'$$ "
                "FROM backlog_itemwords said JOIN backlog_item item ON id = item_id"
            )
            kept, expected, *rest = cursor.fetchone()
        assert kept == expected and len(kept) >= 6 and rest == [True, True], change


def test_words_of_every_language_filter_in_every_language(cast):
    for choices, name in ((State.choices, "state"), (Kind.choices, "kind"), (FlagName.choices, "flag")):
        for value, words in choices:
            for spoken in dict(settings.LANGUAGES):
                with translation.override(spoken):
                    said = quoted(str(words))
                for read in dict(settings.LANGUAGES):
                    with translation.override(read):
                        asked = understand(f"{name}:{said}", cast.member)
                    assert asked.filters == {name: [value]}, (said, read)


def test_what_begins_with_a_common_word_does_not_count(cast, monkeypatch):
    monkeypatch.setattr(finding, "NEWEST", 3)
    for n in range(4):
        make_item(cast, "new", title=f"Pump {n}", created=noon(cast, n + 1))
    make_item(cast, "new", title="Pumphouse")
    for beside in ("", " state:new", " age:<300"):
        for asked in ("pump", "pump pump"):
            assert "Pumphouse" not in titles(cast.member, f"{asked}{beside}"), (asked, beside)
        assert titles(cast.member, f"pumph{beside}") == ["Pumphouse"], beside


def test_only_what_is_in_sight_is_found(cast):
    make_item(cast, "new", title="Pump here")
    Item.file(team=cast.far, title="Pump far away", by=cast.stranger)
    assert titles(cast.stranger, "pump") == ["Pump far away"]
    assert titles(cast.nobody, "pump") == [] and titles(cast.nobody, "") == []
    assert set(titles(cast.admin, "pump")) == {"Pump here", "Pump far away"}
    assert titles(cast.stranger, "team:red") == [] and find(cast.stranger, "team:red").asked.unknown
    assert titles(cast.stranger, f'owner:"{cast.manager.name}"') == []


def test_an_item_handed_on_stays_in_sight_of_the_team_that_raised_it(cast):
    item = make_item(cast, "ready", title="Pump")
    item.decide("escalate", reason="Theirs", product_group=cast.elsewhere, by=cast.manager)
    assert titles(cast.member, "pump") == ["Pump"] == titles(cast.stranger, "pump")
    assert titles(cast.blue_member, "pump") == []


def test_filters_typed_as_words(cast):
    old = make_item(cast, "accepted", title="Old pump", created=noon(cast, 40))
    make_item(cast, "new", title="New pump", kind="experiment")
    Item.file(team=cast.blue, title="Blue pump", by=cast.blue_member)
    Item.objects.filter(pk=old.pk).update(flags=["stale"], silent_since=noon(cast, 31))
    manager = cast.manager.name
    for text, found in {
        "pump team:blue": ["Blue pump"],
        'team:"Blue" pum': ["Blue pump"],
        "kind:experiment": ["New pump"],
        "state:accepted state:new kind:impediment pump": ["Blue pump", "Old pump"],
        "STATE:Accepted": ["Old pump"],
        "flag:stale": ["Old pump"],
        f'owner:"{manager}"': ["Old pump"],
        f"owner:{manager[:4].lower()}": ["Old pump"],
        "age:>39": ["Old pump"],
        "age:>40": [],
        "age:<40 pump": ["Blue pump", "New pump"],
        "age:40": ["Old pump"],
        "silent:>30": ["Old pump"],
        "silent:>=32": [],
        "group:payments flag:stale old": ["Old pump"],
        "#1 pump": ["Old pump"],
        "#1 state:new": [],
        "team: pump": ["Blue pump", "New pump", "Old pump"],
    }.items():
        assert sorted(titles(cast.member, text)) == found, text
    assert titles(cast.manager, "owner:me") == ["Old pump"]
    assert titles(cast.member, "owner:me pump") == []


@pytest.mark.parametrize("text", ["team:mars", "state:asleep", "age:old", "age:>", "silent:<3", 'kind:"a'])
def test_a_value_that_names_nothing_is_told(cast, text):
    make_item(cast, "new")
    found = find(cast.member, f"builds {text}")
    assert found.ids == [] and found.asked.unknown == [text]


@pytest.mark.parametrize(
    "text",
    ["'", "\\", "a:*", "!a & | b", "((", "<->", ":* :*", "%", "_", "team:", 'team:"', "'" * 200, "‮", "😀",
     "' OR 1=1 --", "²³", "#0", "#99999999999999", "a " * 99, "team:% owner:_ group:\\", "age:>99999999",
     "\x00", "\ud800", "~g", "state:new " * 30, "ﬁ", "-" * 300],
)  # fmt: skip
def test_no_text_breaks_it(cast, text):
    make_item(cast, "new")
    for user in (cast.member, cast.admin, cast.nobody):
        find(user, text)


def test_marks_are_no_words(cast):
    item = make_item(cast, "new", title="Quiet")
    for text in (f"~g{item.product_group_id.hex}", f"g{item.product_group_id.hex}", "p736", "~p736"):
        assert titles(cast.member, text) == []


def test_what_takes_too_long_is_ended_and_leaves_the_connection_usable(cast, monkeypatch):
    monkeypatch.setattr(finding, "TIME_LIMIT", 20)
    asleep = "SELECT pg_sleep(1)::text::uuid AS item_id", []
    monkeypatch.setattr(finding.Newest, "early", lambda *_: asleep)
    with pytest.raises(OperationalError):
        finding.in_time(lambda: finding.newest_hits(cast.member, understand("xyz", cast.member), 5))
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone()[0] == "15s"


def test_an_item_with_endless_talk_can_still_be_talked_about(cast):
    item = make_item(cast, "new", title="Talk")
    words = " ".join(f"{n:x}wörd" for n in range(2_000))
    Comment.objects.bulk_create(
        Comment(item=item, author=cast.member, text=f"{n} {words}", html="") for n in range(20)
    )
    item.comment("newest", by=cast.member)
    assert titles(cast.member, "newest") == ["Talk"]
