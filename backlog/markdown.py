"""Markdown to HTML that is safe to show."""

import nh3
from markdown_it import MarkdownIt

_parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("strikethrough").enable("table")
_tags = {"p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr"}
_tags |= {"h1", "h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td"}


def to_html(text: str) -> str:
    """Render Markdown; raw HTML in it is shown as text, links open only http, https and mailto."""
    return nh3.clean(
        _parser.render(text),
        tags=_tags,
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
