"""Which form a text has: whether it is JSON or HTML. Whether it is CSV tells `sheets`."""

import json
import re

from retrospectives.reading.records import is_record

_TAGS = re.compile(
    r"<(?:!doctype html|html|head|body|table|ul|ol|li|h[1-6]|p|div|span|tr|td|br|ac:[\w-]+)\b[^<>]*>",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(r"^(?:#{1,6} |[-*+] |\d{1,3}[.)] )", re.MULTILINE)
FEW_TAGS = 3
LOOKED_AT = 200_000  # signs that tell the form


def records_of(text: str) -> list[dict] | None:
    """The records of a text that is JSON, or lines of JSON; None where it is none."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = _lines_of_json(text)
    if isinstance(data, dict) and isinstance(data.get("retrospectives"), list):
        data = data["retrospectives"]
    records = data if isinstance(data, list) else [data]
    return records if records and all(map(is_record, records)) else None


def _lines_of_json(text: str) -> list:
    try:
        return [json.loads(line) for line in text.split("\n") if line.strip()]
    except (ValueError, RecursionError):
        return []


def is_html(text: str) -> bool:
    """Whether tags make the form of the text: more lines have some than have marks of Markdown."""
    part = text[:LOOKED_AT]
    tags = sum(1 for _tag in _TAGS.finditer(part))
    if (
        part.lstrip()[:60]
        .lower()
        .startswith(("<!doctype html", "<html", "<body", "<table", "<meta", "<head"))
    ):
        return True
    return tags >= FEW_TAGS and part.lstrip().startswith("<") and tags > len(_MARKDOWN.findall(part)) * 2
