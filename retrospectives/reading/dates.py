"""Days as people write them, in six languages."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januari januar jänner janvier janv enero ene janeiro",
            "feb february februari februar février fevrier févr fevr febrero fevereiro fev",
            "mar march mars märz maerz mrz marzo março marco",
            "apr april avril avr abril abr",
            "may maj mai mayo maio",
            "jun june juni juin junio junho",
            "jul july juli juillet juil julio julho",
            "aug august augusti août aout agosto ago",
            "sep sept september septembre septiembre setiembre setembro set",
            "oct october okt oktober octobre octubre outubro out",
            "nov november novembre noviembre novembro",
            "dec december dez dezember décembre decembre déc diciembre dic dezembro",
        ),
        start=1,
    )
    for name in names.split()
}
DAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "måndag tisdag onsdag torsdag fredag lördag söndag montag dienstag mittwoch donnerstag freitag samstag "
    "sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves "
    "viernes sábado domingo segunda terça quarta quinta sexta feira"
)
_BESIDE = frozenset(
    (
        f"{DAYS} st nd rd th de del den der am le el a o e week sprint date datum data fecha vecka kw v when "
        "när wann quand cuándo quando dia día day dag to bis till au al y and och und et est pst pt cet gmt "
        "utc cest pm"
    ).split()
)
_DIGIT = re.compile(r"\d")
_MAYBE = re.compile(r"(?:19|20)\d\d|\d[/.-] ?\d{1,2}[/.-]")  # a year with four digits, or one with two
_LETTERS = re.compile(r"[^\W\d_]+")
EARLIEST, LATEST = 1970, 2100

_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/.]) ?(\d{1,2})\2 ?(\d{1,2})(?!\d)")
_PACKED = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_CJK = re.compile(r"(?<!\d)((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|[.ºª°])?[\s-]+(?:de\s+|of\s+)?([^\W\d_]{3,10})\.?,?[\s-]+(?:de\s+|del\s+)?((?:19|20)\d\d)(?!\d)"
)
_MONTH_FIRST = re.compile(
    r"(?<!\w)([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{1,2})?,?\s+((?:19|20)\d\d)(?!\d)"
)
_SHORT = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-]) ?(\d{1,2})\2 ?((?:19|20)\d\d|\d\d)(?![\d/]|\.\d)")
_WITHOUT_YEAR = (
    re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|[.ºª°])?\s+(?:de\s+|of\s+)?([^\W\d_]{3,10})\b"),
    re.compile(r"(?<!\w)([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?!\d)"),
    re.compile(r"(?<![\d/.])(\d{1,2})([/.])(\d{1,2})(?![\d/]|\.\d)"),
)


@dataclass
class Days:
    """How the days of one text are read.

    With `month_first` 3/12/2026 is in March, as Americans write; a day without a year is on or after
    `since` (ISO or "").
    """

    month_first: bool = False
    since: str = ""

    @classmethod
    def of(cls, lines: Iterable[str]) -> "Days":
        """Month first where a day in the text is no other, and none is day first."""
        short = (match for line in lines if "/" in line for match in _SHORT.finditer(line[:2000]))
        found = [match for match in short if match[2] == "/"]
        american = any(int(match[3]) > 12 >= int(match[1]) for match in found)
        return cls(american and not any(int(match[1]) > 12 for match in found))

    def find(self, text: str) -> str:
        return find_date(text, self.month_first)

    def find_near(self, text: str) -> str:
        return find_day_after(text, self.since, self.month_first)


def find_date(text: str, month_first: bool = False) -> str:
    """The first day named in the text with its year, ISO, or "". Of "2-6 Dec 2019" the last.

    02/10/21 is day first unless told otherwise, or unless that is no day: 12/18/2019 is American.
    """
    if not _MAYBE.search(text):
        return ""
    text = text[:2000] if text.isascii() else unicodedata.normalize("NFC", text[:2000])
    for pattern in (_ISO, _CJK, _DAY_FIRST, _MONTH_FIRST, _SHORT, _PACKED):
        for match in pattern.finditer(text):
            short = {"month_first": month_first} if pattern is _SHORT else {}
            if day := _DAY_OF[pattern](*match.groups(), **short):
                return day
    return ""


def find_day_after(text: str, after: str, month_first: bool = False) -> str:
    """A day named with or without its year: then the first on or after the day `after` (ISO)."""
    day = find_date(text, month_first)
    if day or not after or not _DIGIT.search(text):
        return day
    begin = date.fromisoformat(after)
    named, first, short = _WITHOUT_YEAR
    numbers = (3, 1) if month_first else (1, 3)
    for pattern, order in ((named, (1, 2)), (first, (2, 1)), (short, numbers)):
        for match in pattern.finditer(text[:2000]):
            day, month = (match[part] for part in order)
            number = MONTHS.get(month.lower()) if not month.isdigit() else int(month)
            for year in (begin.year, begin.year + 1):
                found = _iso(year, number, day)
                if found and found >= (begin - timedelta(days=1)).isoformat():
                    return found
    return ""


def is_only_date(text: str) -> bool:
    """Whether nothing but a day (or days, or hours) stands there; its year may be missing."""
    if len(text) > 80 or not _DIGIT.search(text):
        return False
    words = _LETTERS.findall(text.lower())
    if not all(word in MONTHS or word in _BESIDE for word in words):
        return False
    return any(word in MONTHS for word in words) or bool(find_date(text))


def _named(day, month, year) -> str:
    return _iso(year, MONTHS.get(month.lower()), day)


def _short(day, sign, month, year, month_first: bool = False) -> str:
    if int(month) > 12 >= int(day) or (month_first and sign == "/" and int(day) <= 12):
        day, month = month, day
    return _iso(year if len(year) == 4 else f"20{year}", month, day)


_DAY_OF = {
    _ISO: lambda year, _sign, month, day: _iso(year, month, day),
    _CJK: lambda year, month, day: _iso(year, month, day),
    _PACKED: lambda year, month, day: _iso(year, month, day),
    _DAY_FIRST: lambda day, month, year: _named(day, month, year),
    _MONTH_FIRST: lambda month, day, year: _named(day, month, year),
    _SHORT: _short,
}


def _iso(year, month, day) -> str:
    try:
        found = date(int(year), int(month), int(day))
    except (TypeError, ValueError):
        return ""
    return found.isoformat() if EARLIEST <= found.year <= LATEST else ""
