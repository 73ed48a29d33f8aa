"""Rows of the list and cards of the board, drawn without the template language: what they cost decides what
the page costs.

Every value from outside is escaped here by hand; what other modules draw (kinds, flags, age lines) comes
as HTML and is kept per language.
"""

from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from backlog.templatetags.age import age_line, age_words
from backlog.templatetags.item_words import kind_mark, state_word

register = template.Library()


@register.simple_tag
def item_rows(rows: list[dict], several_groups: bool) -> SafeString:
    """The rows of `backlog.rows.decorate` as rows of the table of items."""
    language = get_language()
    ages: dict[int, str] = {}
    drawn = []
    for row in rows:
        days = row["age_days"]
        if days not in ages:
            ages[days] = escape(age_words(days))
        group = f' <span class="hint">{escape(row["product_group__name"])}</span>' if several_groups else ""
        drawn.append(
            f'<tr class="item-row" data-row><td>{kind_mark(row["kind"], language)}</td>'
            f'<td class="what"><a class="item-title" href="{row["url"]}">{escape(row["title"])}</a> '
            f'<span class="item-number">#{row["number"]}</span> {row["flag_badges"]}</td>'
            f'<td class="state">{escape(state_word(row["state"], language))}</td>'
            f"<td>{escape(row['team__name'] or '')}{group}</td>"
            f"<td>{escape(row['doer'])}</td><td>{escape(row['promise'])}</td>"
            f'<td class="age-raised">{ages[days]}</td>'
            f'<td class="silence">{age_line(row["silent_days"], row["stale_days"], language)}</td></tr>\n'
        )
    return SafeString("".join(drawn))


@register.simple_tag
def item_cards(rows: list[dict]) -> SafeString:
    """The rows of `backlog.rows.decorate`, with their `moves`, as cards of a column of the board."""
    language, move_to = get_language(), escape(_("Move to…"))
    drawn = []
    for row in rows:
        facts = [f'<span class="item-number">#{row["number"]}</span>']
        told = (row["team__name"], row["doer"], row["promise"])
        facts += [f"<span>{escape(words)}</span>" for words in told if words]
        drawn.append(
            f'<li class="item-card" data-row data-id="{row["id"]}" id="card-{row["id"]}">'
            f"{kind_mark(row['kind'], language)}"
            f'<a class="item-title" href="{row["url"]}">{escape(row["title"])}</a>'
            f'<span class="item-facts">{"".join(facts)}</span>{row["flag_badges"]}'
            f"{age_line(row['silent_days'], row['stale_days'], language)}"
            f"{_move_menu(row, move_to) if row['moves'] else ''}</li>\n"
        )
    return SafeString("".join(drawn))


def _move_menu(row: dict, move_to: str) -> str:
    ways = "".join(
        f'<li><a href="{escape(url)}" data-dialog="item-dialog">{escape(str(words))}</a></li>'
        for url, words in row["moves"]
    )
    summary = f'{move_to}<span class="visually-hidden"> #{row["number"]}</span>'
    return (
        f'<details class="move-menu"><summary class="button small">{summary}</summary>'
        f'<ul class="menu-list">{ways}</ul></details>'
    )


@register.simple_tag
def options(choices: list) -> SafeString:
    """The options of a field of the filter."""
    return SafeString(
        "".join(
            f'<option value="{escape(choice.value)}"{" selected" if choice.chosen else ""}>'
            f"{escape(str(choice.words))}</option>"
            for choice in choices
        )
    )
