"""From bytes to lines of text, or a clear refusal before anything costs time."""

import codecs
import unicodedata

LARGEST = 2 * 1024 * 1024  # bytes
MOST_LINES = 20_000
MOST_NOTES = 1_000
LONGEST_LINE = LONGEST_NOTE = 10_000


class Unreadable(Exception):
    """The text can't be read. `code` is a word of `REFUSALS`; nothing was stored."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


REFUSALS = ("too_large", "not_text", "not_utf8", "empty", "too_many_lines", "long_line", "too_many_notes")


def decode(data: bytes) -> str:
    """UTF-8, or UTF-16 that says so at its start. Raises `Unreadable`."""
    if len(data) > LARGEST:
        raise Unreadable("too_large")
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    if encoding != "utf-16" and b"\x00" in data:
        raise Unreadable("not_text")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable("not_utf8") from None


def split(text: str) -> list[str]:
    """Lines without their ends; tabs are four spaces. Raises `Unreadable` where it is no text to read."""
    if len(text) > LARGEST or len(text.encode(errors="replace")) > LARGEST:
        raise Unreadable("too_large")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Unreadable("empty")
    if text.count("\n") > MOST_LINES:
        raise Unreadable("too_many_lines")
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t\f\v" for sign in set(text)):
        raise Unreadable("not_text")
    lines = [line.expandtabs(4).rstrip() for line in text.split("\n")]
    if any(len(line) > LONGEST_LINE for line in lines):
        raise Unreadable("long_line")
    return lines
