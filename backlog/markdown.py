"""Markdown to HTML that is safe to show, and where in it somebody is mentioned."""

import re
from collections.abc import Callable, Iterator

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

MENTION = re.compile(r"(?<![\w@/])@(\w[\w.'’-]{0,60}(?:[ ]\w[\w.'’-]{0,60}){0,4})")
"""An at-sign and up to five words, of which the first few may be somebody's name."""
MOST_MENTIONS = 20
MOST_CELLS = 10_000
MOST_BRACKETS = 1_000

_parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["strikethrough", "table"])
_without_tables = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")
_without_links = MarkdownIt("commonmark", {"html": False}).disable(["link", "image"])
_tags = {"p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr"}
_tags |= {"h1", "h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td"}

Named = Callable[[str], tuple[str, str] | None]
"""From the words after an at-sign to the name among them and the person's address; None for nobody."""


def to_html(text: str, named: Named = lambda words: None) -> str:
    """Render Markdown; raw HTML in it is shown as text, links open only http, https and mailto.

    Nothing is loaded from elsewhere: a picture from another place becomes a link to it. Whom
    `named` knows after an at-sign becomes a link to that person.
    """
    tokens = _parse(text)
    for inline in tokens:
        if inline.children:
            inline.children = list(_replaced(inline.children, named))
    return nh3.clean(
        _parser.renderer.render(tokens, _parser.options, {}),
        tags=_tags,
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


def mentions(text: str) -> list[str]:
    """The words after each at-sign that may mention somebody: not in code, links and addresses."""
    found = []

    def remember(words: str) -> None:
        found.append(words)

    for inline in _parse(text):
        list(_replaced(inline.children or [], remember))
    return found[:MOST_MENTIONS]


def _parse(text: str) -> list[Token]:
    """Read it; what would take the parser long, because it is no text of a person, is read as plainer."""
    if text.count("[") > MOST_BRACKETS:
        return _without_links.parse(text)
    cells = max(line.count("|") for line in text.split("\n")) * text.count("\n")
    return (_without_tables if cells > MOST_CELLS else _parser).parse(text)


def _replaced(children: list[Token], named: Named) -> Iterator[Token]:
    links = 0
    for token in children:
        links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "image":
            yield from _link(
                str(token.attrs.get("src", "")), token.content or str(token.attrs.get("src", ""))
            )
        elif token.type == "text" and not links and "@" in token.content:
            yield from _with_mentions(token.content, named)
        else:
            yield token


def _with_mentions(text: str, named: Named) -> Iterator[Token]:
    done = 0
    for found in MENTION.finditer(text):
        person = named(found[1])
        if person:
            name, address = person
            yield _text(text[done : found.start()])
            yield from _link(address, f"@{name}")
            done = found.start() + 1 + len(name)
    yield _text(text[done:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _link(address: str, words: str) -> Iterator[Token]:
    yield Token("link_open", "a", 1, attrs={"href": address})
    yield _text(words)
    yield Token("link_close", "a", -1)
