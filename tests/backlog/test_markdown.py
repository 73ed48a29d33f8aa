"""Markdown from anybody: never a script, nothing loaded from elsewhere, never slow, never an error."""

import re

import pytest

from backlog.markdown import mentions, to_html
from tests.hanging import ends

HOSTILE = {
    "quotes in quotes": ">" * 20_000,
    "lists in lists": "\n".join(" " * n + "- x" for n in range(190)),
    "a wide table": "|a" * 3_000 + "|\n" + "|-" * 3_000 + "|\n" + "|b" * 3_000 + "|",
    "a long table": "|a|b|\n|-|-|\n" + "|c|d|\n" * 3_000,
    "a table without cells": "|" + "a|" * 500 + "\n|" + "-|" * 500 + "\n" + "|\n" * 8_000,
    "brackets": "[" * 20_000,
    "links in links": "[a](" * 6_000,
    "pictures": "![" * 10_000,
    "stars": "*a_" * 6_666,
    "stars around": "*" * 10_000 + "a" + "*" * 9_999,
    "code marks": "".join("`" * n + " " for n in range(1, 195)),
    "marks of code": "`" * 20_000,
    "angles": "<" * 20_000,
    "entities": "&#" * 10_000,
    "references": "".join(f"[{n}]: /x\n" for n in range(2_000)) + "[1]" * 500,
    "at-signs": "@" * 20_000,
    "mentions": "@Anna Berg " * 1_800,
    "words after at": "@" + "a " * 9_900,
    "dots after at": "@a" + "." * 19_000,
    "strikes": "~~a" * 6_000,
    "lines": "\n" * 20_000,
    "signs that turn": "\u202e\u0000\ufffd\ud7ff" * 4_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_nothing_hangs_or_breaks(text):
    with ends():
        html = to_html(text[:20_000], lambda words: ("Anna Berg", "/people/1/") if words[:1] == "A" else None)
        mentions(text[:20_000])
    assert len(html) < 1_500_000


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "[x](&#106;avascript:alert(1))",
        "<javascript:alert(1)>",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<a href='x' style='position:fixed'>x</a>",
        "![x](javascript:alert(1))",
        "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
        "[x]: javascript:alert(1)\n\n[x]",
        "`<script>`\n\n    <script>",
    ],
)
def test_no_script_survives(text):
    html = to_html(text)
    tags = re.findall(r"<[a-z][^>]*>", html)
    assert not [
        tag for tag in tags if re.search(r"script|onerror|onload|style=|data:|src=|vbscript", tag, re.I)
    ]


def test_a_picture_from_elsewhere_is_a_link_and_is_not_loaded():
    html = to_html("![The plan](https://tracker.example/x.png?who=me) and ![](http://x.example/y.png)")
    assert "<img" not in html
    assert (
        '<a href="https://tracker.example/x.png?who=me" rel="noopener noreferrer nofollow">The plan</a>'
        in html
    )
    assert ">http://x.example/y.png</a>" in html


def test_mentions_are_read_where_words_are_read():
    text = (
        "@Anna Berg, see @Bo, not a@b.example, `@Code`, [@Link](/x), /@path\n\n    @Block\n\n> @Quoted Person"
    )
    assert mentions(text) == ["Anna Berg", "Bo", "Quoted Person"]


def test_a_mention_becomes_a_link_and_its_name_is_text():
    known = {"Anna Berg": "/people/1/", "<b>": "/people/2/"}
    html = to_html("Ask @Anna Berg or @Bo, @Anna Bergman", lambda words: _longest(known, words))
    assert html.count('<a href="/people/1/" rel="noopener noreferrer nofollow">@Anna Berg</a>') == 1
    assert "@Bo, @Anna Bergman" in html


def _longest(known: dict, words: str):
    parts = words.split(" ")
    names = (" ".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next(((name, known[name]) for name in names if name in known), None)
