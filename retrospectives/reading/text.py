"""From bytes to lines of text, or a clear refusal before anything costs time."""

import codecs
import unicodedata

LARGEST = 2 * 1024 * 1024  # bytes
MOST_LINES = 60_000
MOST_NOTES = 40_000
LONGEST_LINE = LONGEST_NOTE = 10_000
TAB = 4
FEW_NULS = 0.3  # of the bytes at odd or even places, in UTF-16 of European languages
STRANGE = 0.02  # of control signs in bytes that are still text of an old encoding


class Unreadable(Exception):
    """The text can't be read. `code` is a word of `REFUSALS`; nothing was stored."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


GUESSED = ("utf-16-be", "utf-16-le")
REFUSALS = ("too_large", "not_text", "not_utf8", "empty", "too_many_lines", "long_line", "too_many_notes")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> str:
    """UTF-8; UTF-16 and UTF-32 that say so, UTF-16 that looks so; else Western European.

    Raises `Unreadable`.
    """
    if len(data) > LARGEST:
        raise Unreadable("too_large")
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding in GUESSED and not _looks_western(text):
            raise Unreadable("not_text")
        return text
    raise Unreadable("not_text" if b"\x00" in data else "not_utf8")


def _encodings(data: bytes) -> list[str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return [encoding]
    part = data[:4096]
    if b"\x00" in part:
        even, odd = (part[place::2].count(0) * 2 / len(part) for place in (0, 1))
        if len(part) > 3 and len(data) % 2 == 0 and max(even, odd) > FEW_NULS and min(even, odd) < 0.05:
            return [GUESSED[0] if even > odd else GUESSED[1]]
        raise Unreadable("not_text")
    strange = sum(byte < 32 and byte not in b"\t\n\r\f\v" for byte in part)
    return ["utf-8", "cp1252"] if strange <= len(part) * STRANGE else ["utf-8"]


def _looks_western(text: str) -> bool:
    """Whether most of it is letters and spaces of European languages."""
    part = text[:2000]
    return sum(sign < "\u0500" and (sign.isalnum() or sign.isspace()) for sign in part) * 2 > len(part)


def checked(text: str) -> str:
    """The text with one kind of line end. Raises `Unreadable` where it is none to read."""
    if len(text) > LARGEST or len(text.encode(errors="replace")) > LARGEST:
        raise Unreadable("too_large")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Unreadable("empty")
    if text.count("\n") > MOST_LINES:
        raise Unreadable("too_many_lines")
    if any(_is_strange(sign) for sign in set(text)):
        raise Unreadable("not_text")
    return text


def _is_strange(sign: str) -> bool:
    """Signs that are in no text: controls (not those that old line printers used), halves of others."""
    category = unicodedata.category(sign)
    return category == "Cs" or (category == "Cc" and sign not in "\n\t\f\v\x85")


def split(text: str) -> list[str]:
    """Lines without their ends; tabs are spaces. Raises `Unreadable` where one is too long."""
    lines = [line.expandtabs(TAB).rstrip() for line in text.split("\n")]
    if any(len(line) > LONGEST_LINE for line in lines):
        raise Unreadable("long_line")
    return lines
