"""Age made visible: the line under an undone item, and the words beside it.

Made for loops of hundreds of rows: the HTML for a number of days is made once per language and kept.
"""

from functools import lru_cache
from math import sqrt

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

register = template.Library()

YEAR = 365
WIDTH = 1000  # units of the drawing from edge to edge
STEPS = (7, 14, 30, 90)  # days at which the line gets the next of its five colours, with 30 as "stale"


def length(days: int) -> int:
    """Length of the line in thousandths of its place.

    The square root lets the first days show and never stops growing before the year is full: 1 day 52,
    a week 138, a month 287, a quarter 497, a year 1000.
    """
    return round(WIDTH * sqrt(min(max(days, 0), YEAR) / YEAR))


def step(days: int, stale_after: int = 30) -> int:
    """Which of the five colours from ink (0) to ember (4) a silence has; "stale" is always step 3."""
    limits = (*(limit * stale_after / 30 for limit in STEPS),)
    return sum(days >= limit for limit in limits)


@register.filter
def silent_words(days: int | None) -> str:
    """ "silent for 34 days"."""
    if days is None:
        return ""
    if days < 1:
        return _("active today")
    return ngettext("silent for %(days)s day", "silent for %(days)s days", days) % {"days": days}


@register.filter
def age_words(days: int | None) -> str:
    """ "raised 120 days ago"."""
    if days is None:
        return ""
    if days < 1:
        return _("raised today")
    return ngettext("raised %(days)s day ago", "raised %(days)s days ago", days) % {"days": days}


@register.simple_tag
def age_line(days: int | None, stale_after: int = 30, language: str | None = None) -> SafeString:
    """The line and its words. Nothing where `days` is None: an ended item is not silent."""
    return SafeString("") if days is None else _drawn(days, stale_after, language or get_language())


@register.simple_tag
def age_mark(days: int | None, stale_after: int = 30) -> SafeString:
    """As `age_line`, with a tick where "stale" begins: for the item's own page."""
    if days is None:
        return SafeString("")
    tick = format_html('<path d="M{} -2V8"/>', length(stale_after))
    return _line(days, stale_after, tick)


@lru_cache(maxsize=4096)
def _drawn(days: int, stale_after: int, language: str) -> SafeString:
    return _line(days, stale_after, mark_safe(""))


def _line(days: int, stale_after: int, tick: SafeString) -> SafeString:
    return format_html(
        '<span class="age" data-age="{}">'
        '<svg class="age-line" viewBox="0 0 1000 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="6"/>{}</svg>'
        '<span class="age-words">{}</span></span>',
        step(days, stale_after),
        length(days),
        tick,
        silent_words(days),
    )
