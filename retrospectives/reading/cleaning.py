"""Words without the marks around them: bold type, escapes, tags, links in headings."""

import html
import re

MOST_MARKS = 100  # of bold type in a line that is worth pairing them
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
_LINK = re.compile(r"\[([^\]]{0,300})\]\([^)]{0,500}\)")
_TAG = re.compile(r"^<([a-z]+)\b[^>]*>(.*)</\1>$", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});")


def clean(text: str) -> str:
    """Words without the marks of bold type and of escapes."""
    if marks := text.count("**") + text.count("__"):
        text = _BOLD.sub(r"\2", text) if marks <= MOST_MARKS else text.replace("**", " ").replace("__", " ")
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text).replace("\x00", "")
    return " ".join(text.split())


def clean_heading(text: str) -> str:
    """A heading's words: no marks, no links, no colon behind."""
    text = _LINK.sub(r"\1", strip_tags(text[:500]))
    return clean(text).strip("*_` ").rstrip(":").strip()


def strip_tags(text: str) -> str:
    """A line that is wrapped in a tag, without it; tags within a line are people's words."""
    match = _TAG.match(text) if text.startswith("<") else None
    return match[2] if match else text
