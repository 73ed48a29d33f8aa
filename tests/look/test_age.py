"""The age line: longer and warmer with every day nobody acted."""

import pytest
from django.utils import translation

from backlog.templatetags.age import age_line, age_mark, age_words, length, silent_words, step


def test_the_line_grows_every_week_of_the_year():
    weeks = [length(days) for days in range(0, 366, 7)]
    assert weeks == sorted(set(weeks))
    assert length(365) == 1000
    assert length(4000) == 1000
    assert length(-3) == 0


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, 0), (6, 0), (7, 1), (13, 1), (14, 2), (29, 2), (30, 3), (89, 3), (90, 4), (9999, 4)],
)
def test_ink_turns_to_ember(days, expected):
    assert step(days) == expected


def test_ember_begins_where_the_group_calls_it_stale():
    assert step(9, stale_after=10) == 2
    assert step(10, stale_after=10) == 3
    assert step(59, stale_after=60) == 2


def test_words():
    with translation.override("en"):
        assert silent_words(34) == "silent for 34 days"
        assert silent_words(1) == "silent for 1 day"
        assert silent_words(0) == "active today"
        assert silent_words(None) == ""
        assert age_words(120) == "raised 120 days ago"


def test_the_drawing_needs_no_inline_style():
    drawn = age_line(34)
    assert 'data-age="3"' in drawn
    assert "silent for 34 days" in drawn
    assert "style=" not in drawn
    assert age_line(None) == ""
    assert age_mark(None) == ""
    assert "<path" in age_mark(34)
    assert "<path" not in drawn


def test_the_words_follow_the_language_though_drawings_are_kept():
    with translation.override("en"):
        english = age_line(51)
    with translation.override("sv"):
        other = age_line(51)
        assert other == age_line(51)
    assert "silent for 51 days" in english
