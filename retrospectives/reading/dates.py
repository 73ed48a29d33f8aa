"""The day of a retrospective, as people write it."""

import re
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januari janeiro januar", "feb february februari fevereiro februar",
            "mar march mars março märz", "apr april abril", "may maj maio mai", "jun june juni junho",
            "jul july juli julho", "aug august augusti agosto", "sep sept september setembro",
            "oct october okt oktober outubro", "nov november novembro", "dec december dezember dezembro",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

_ISO = re.compile(r"\b(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})\b")
_DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:de\s+)?([^\W\d_]{3,9})\.?,?\s+(?:de\s+)?(20\d\d)\b"
)
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(20\d\d)\b")
_SHORT = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](20\d\d|\d\d)\b")


def find_date(text: str) -> str:
    """The first day named in the text, ISO, or "". Of "2-6 Dec 2019" the last; 02/10/21 is day first."""
    if match := _ISO.search(text):
        return _iso(*match.groups())
    if match := _DAY_FIRST.search(text):
        day, month, year = match.groups()
        return _iso(year, MONTHS.get(month.lower()), day)
    if match := _MONTH_FIRST.search(text):
        month, day, year = match.groups()
        return _iso(year, MONTHS.get(month.lower()), day)
    if match := _SHORT.search(text):
        day, month, year = match.groups()
        if int(month) > 12:
            day, month = month, day
        return _iso(year if len(year) == 4 else f"20{year}", month, day)
    return ""


def is_only_date(text: str) -> bool:
    """Whether nothing but a day (or days, or hours) stands there; its year may be missing."""
    rest = re.sub(r"[\d\s.,/–—:-]+|\b(st|nd|rd|th|de|week|sprint|date|datum|vecka)\b", " ", text.lower())
    words = re.findall(r"[^\W\d_]+", rest)
    names_one = bool(find_date(text)) or (bool(words) and any(sign.isdigit() for sign in text))
    return names_one and all(word in MONTHS for word in words)


def _iso(year, month, day) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except (TypeError, ValueError):
        return ""
