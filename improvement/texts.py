"""The texts for people in code and templates, and the catalogues that translate them.

Extraction needs no gettext tools: Django turns a template into calls, Babel reads the calls.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOMS = ("activity", "teams", "backlog", "standards", "retrospectives", "reviews", "connectors", "insights")
SOURCES = (*ROOMS, "demo", "improvement", "templates")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
DOMAIN = "django.po"


def extracted() -> Catalog:
    """A catalogue of every text in the project, without places: they would change with each line."""
    catalog = Catalog()
    for path in _files():
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            source = re.sub(r"^\s+", "", templatize(source, origin=str(path)), flags=re.M)
        for _line, message, _comments, context in extract("python", BytesIO(source.encode()), KEYWORDS):
            if message:
                catalog.add(message, context=context)
    return catalog


def _files() -> Iterator[Path]:
    for name in SOURCES:
        for path in sorted((settings.BASE_DIR / name).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
                yield path


def catalogue_path(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / DOMAIN


def read_catalogue(language: str) -> Catalog:
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update_catalogue(language: str) -> Catalog:
    """Add new texts to a language's catalogue, drop those no longer used, keep all translations."""
    catalog = read_catalogue(language)
    catalog.update(extracted(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, sort_output=True, width=0, omit_header=True, no_location=True)
    return catalog


def missing(catalog: Catalog) -> list[str]:
    """The texts of a catalogue that have no translation, or one for which somebody should look again."""
    return [str(message.id) for message in catalog if message.id and not _done(message)]


def _done(message) -> bool:
    texts = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return bool(texts) and all(texts) and not message.fuzzy
