"""What people and programs send by mistake or on purpose, for every kind of field."""

from datetime import timedelta

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.contract.amounts import FULL

NOWHERE = "00000000-0000-7000-8000-000000000000"
MARKUP = '"><script>alert(1)</script><b onclick="x">'
FORMULA = '=HYPERLINK("http://example.org")'

WORST = {
    "empty": "",
    "long": "x" * 30_001,
    "nul": "a\x00b",
    "markup": MARKUP,
    "huge": "9" * 40,
    "foreign": NOWHERE,
}
REST = {
    "blank": " \t\n\u00a0",
    "formula": FORMULA,
    "right to left": "\u202eabc\u2066",
    "tiny": "-0.0000000000000000000001e-400",
    "negative": "-99999999999999999999",
    "not a number": "NaN",
    "control": "\x1b[31m\x07\x7f",
    "no day": "2026-02-31",
    "first day": "0001-01-01",
    "last day": "9999-12-31T23:59:59Z",
    "null": "null",
    "list": "[1,2",
    "path": "../../../../etc/passwd",
    "noncharacter": "\ufffe\uffff\U0010ffff",
    "line ends": "\r\nSet-Cookie: a=b\r\n\u2028\u2029",
}
VALUES = WORST | REST if FULL else WORST
SURROGATE = b"%ED%A0%80"  # a lone surrogate as UTF-8 would write it, if it could
BROKEN = b"%FF%FE%C3%28"

JSON = "application/json"
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"
TITLE = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n'
UNREADABLE: list[tuple[bytes, str, set[int] | None]] = [
    # what is sent to a page, its kind, and how it is refused; None where it reads as a form without fields
    (b"title=" + BROKEN, URLENCODED, {400}),
    (b"text=" + SURROGATE, URLENCODED, {400}),
    (b"title=a", f"{URLENCODED}; charset=utf-7", {400}),
    (b"a=&" * 1_001, URLENCODED, {400}),
    (b"title=" + b"x" * 10_000_000, URLENCODED, {413}),
    (b"--x\r\n", "multipart/form-data", {400}),
    (TITLE + b"\xff\r\n--x--", MULTIPART, {400}),
    (TITLE + b"\xed\xa0\x80\r\n--x--", MULTIPART, {400}),
    (TITLE + b"x" * 10_000_000 + b"\r\n--x--", MULTIPART, {413}),
    (TITLE + b"ab", MULTIPART, None),
    (b"[" * 100_000, JSON, None),
]
QUERIES = [
    "cursor=forged&sort=colour&page_size=x&q=%00&team=x&state=x&line=x&product_group=x&group=x&item=x",
    f"q=%FF%FE&title=%00&note={NOWHERE}&topic={NOWHERE}&next=//example.org&into=%00&by=x&period=x&undo=1",
    "page_size=99999999999999999999&age_min=-1&age_max=1e9&owner=%F0%9F&name=%00&cursor=%00&month=13&to=x",
    "cursor=%ED%A0%80&q=%ED%A0%80&sort=%ED%A0%80&name=%ED%A0%80&team=%ED%A0%80&state=%ED%A0%80&view=%00",
]


def usual(form: forms.BaseForm, name: str):
    """A value that the field takes, as a browser sends it."""
    field = form.fields[name]
    given = form.get_initial_for_field(field, name)
    if given not in (None, "", []):
        return [str(one) for one in given] if isinstance(given, (list, tuple)) else str(given)
    match field:
        case forms.FileField():
            return SimpleUploadedFile("a.csv", b"kind,title\nimpediment,From a file\n", "text/csv")
        case forms.ModelMultipleChoiceField():
            return [str(row.pk) for row in field.queryset[:1]]
        case forms.ModelChoiceField():
            first = field.queryset.first()
            return str(first.pk) if first else ""
        case forms.MultipleChoiceField():
            return [str(value) for value, _label in field.choices][:1]
        case forms.ChoiceField():
            return next((str(value) for value, _label in field.choices if value), "")
        case forms.BooleanField():
            return "on"
        case forms.DateField():
            return str(timezone.localdate() + timedelta(days=30))
        case forms.TimeField():
            return "10:00"
        case forms.IntegerField():
            return str(field.min_value or 1)
        case forms.EmailField():
            return "somebody@example.org"
        case forms.UUIDField():
            return NOWHERE
    return "Words"
