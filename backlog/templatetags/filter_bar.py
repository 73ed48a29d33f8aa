"""The fields of the filter, drawn anew only where something in them differs."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from backlog.filter_bar import FilterBar

register = template.Library()
MOST = 256
_drawn: dict[tuple, SafeString] = {}


@register.simple_tag
def filter_fields(bar: FilterBar, part: str) -> SafeString:
    """The form of the filter. What it was drawn from is all that its template reads."""
    asked = tuple((name, *bar.given(name)) for name in bar.request.GET if name != "cursor")
    groups = tuple((group.pk, group.name) for group in bar.groups)
    key = (get_language(), part, bar.request.path, bar.sort, asked, groups, *bar.teams, *bar.owners)
    html = _drawn.get(key)
    if html is None:
        path = bar.request.path
        html = render_to_string("backlog/_filter_bar.html", {"bar": bar, "part": part, "path": path})
        if len(_drawn) >= MOST:
            _drawn.clear()
        _drawn[key] = html
    return html
