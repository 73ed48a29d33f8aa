"""Words without the marks around them: bold type, escapes, tags, links in headings."""

import html
import re

MOST_MARKS = 100  # of bold type in a line that is worth pairing them
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});")


def clean(text: str) -> str:
    """Words without the marks of bold type and of escapes."""
    if text.count("**") + text.count("__") > MOST_MARKS:
        text = text.replace("**", " ").replace("__", " ")
    text = _ESCAPE.sub(r"\1", _BOLD.sub(r"\2", text))
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text).replace("\x00", "")
    return " ".join(text.split())


def clean_heading(text: str) -> str:
    """A heading's words: no marks, no links, no colon behind."""
    text = re.sub(r"\[([^\]]{0,300})\]\([^)]{0,500}\)", r"\1", strip_tags(text[:500]))
    return clean(text).strip("*_` ").rstrip(":").strip()


def strip_tags(text: str) -> str:
    """A line that is wrapped in a tag, without it; tags within a line are people's words."""
    match = re.match(r"^<([a-z]+)\b[^>]*>(.*)</\1>$", text, re.IGNORECASE)
    return match[2] if match else text
