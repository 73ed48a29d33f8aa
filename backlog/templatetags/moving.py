"""The "Move to…" menu of an order made by hand: made for lists of hundreds of rows."""

from functools import lru_cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag(takes_context=True)
def move_menu(context, pk, words: str, address: str, *, position: str) -> SafeString:
    """The menu of one row that stands at the key `position`. `words` names it to people who listen.

    Two forms, so that Enter in the field of a number means that number and not "Top".
    """
    menu = _menu(get_language(), address)
    filled = {"{token}": context["csrf_token"], "{pk}": pk, "{position}": position, "{words}": words}
    for place, value in filled.items():
        menu = menu.replace(place, escape(value))
    return mark_safe(menu)


@lru_cache(maxsize=64)
def _menu(language: str, address: str) -> str:
    place = escape(address)
    sent = (
        f'method="post" action="{place}" hx-post="{place}">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
        '<input type="hidden" name="id" value="{pk}">'
        '<input type="hidden" name="position" value="{position}">'
    )
    places = (("top", _("Top")), ("up", _("One up")), ("down", _("One down")), ("bottom", _("Bottom")))
    buttons = "".join(
        f'<button name="where" value="{name}">{escape(label)}</button>' for name, label in places
    )
    before = (
        f'<form class="move-before" {sent}<input type="hidden" name="where" value="before">'
        f"<label>{escape(_('Before #'))}"
        '<input name="number" inputmode="numeric" size="4" autocomplete="off" required></label>'
        f"<button>{escape(_('Move'))}</button></form>"
    )
    return (
        f'<details class="move-menu"><summary class="button small">{escape(_("Move to…"))}'
        '<span class="visually-hidden"> {words}</span></summary>'
        f"<div><form {sent}{buttons}</form>{before}</div></details>"
    )
