"""Kinds, states and flags as they are shown, from the value alone: nothing is read, nothing asked per row."""

from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from backlog.models import FlagName, Kind, State

register = template.Library()


@register.filter
def kind_mark(value: str, language: str | None = None) -> SafeString:
    """A kind's shape and word."""
    return _kind(value, language or get_language())


@register.filter
def state_word(value: str, language: str | None = None) -> str:
    """A state in the person's language."""
    return _label(State, value, language or get_language())


@register.filter
def flag_badges(values: list[str]) -> SafeString:
    """An item's flags, in the order of their names' table; nothing where there are none."""
    return _flags(tuple(values), get_language()) if values else SafeString("")


@lru_cache(maxsize=256)
def _label(words, value: str, language: str) -> str:
    return str(dict(words.choices).get(value, value))


@lru_cache(maxsize=64)
def _kind(value: str, language: str) -> SafeString:
    return format_html('<span class="kind" data-kind="{}">{}</span>', value, _label(Kind, value, language))


@lru_cache(maxsize=1024)
def _flags(values: tuple[str, ...], language: str) -> SafeString:
    badges = format_html_join(
        "",
        '<span class="badge-flag" data-flag="{}">{}</span>',
        ((name, label) for name, label in FlagName.choices if name in values),
    )
    return format_html('<span class="flags">{}</span>', badges)
