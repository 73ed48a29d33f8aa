"""Every text is translatable, and every language is complete."""

import re
from pathlib import Path
from string import Formatter

import pytest
from django.conf import settings

from improvement.texts import extracted, missing, read_catalogue

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language):
    catalog = read_catalogue(language)
    known = {(message.id, message.context) for message in catalog if message.id}
    used = {(message.id, message.context) for message in extracted() if message.id}
    assert not used - known, "run ./manage.py update_texts and translate"
    assert not known - used, "run ./manage.py update_texts"
    assert not missing(catalog)


def gaps(text: str) -> set[str]:
    """The placeholders of a text in both of the usual forms."""
    braces = {name for _before, name, *_rest in Formatter().parse(text) if name} if "%" not in text else set()
    return braces | set(re.findall(r"%\(\w+\)[sd]|%[sd%]", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_gaps(language):
    wrong = []
    for message in read_catalogue(language):
        originals = message.id if isinstance(message.id, (list, tuple)) else [message.id]
        texts = message.string if isinstance(message.string, (list, tuple)) else [message.string]
        wanted = set().union(*(gaps(original) for original in originals))
        if message.id and any(gaps(text) - wanted or gaps(originals[-1]) - gaps(texts[-1]) for text in texts):
            wrong.append(message.id)
    assert not wrong


TRANSLATED = re.compile(r"{%-?\s*blocktrans(?:late)?\b.*?{%-?\s*endblocktrans(?:late)?\s*-?%}", re.S)
COMMENT = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|<!--.*?-->", re.S)
CODE = re.compile(r"<(code|kbd|script|dd data-code)\b.*?</\1>", re.S)
CLASS = re.compile(r"{% block body_class %}.*?{% endblock %}|{% block scripts %}.*?{% endblock %}", re.S)
LOGIC = re.compile(r"{%.*?%}|{{.*?}}", re.S)
SPOKEN = re.compile(r"\b(?:aria-label|title|placeholder|alt|data-confirm|data-say)=\"([^\"]*)\"")
TAG = re.compile(r"<[^>]*>", re.S)
WORD = re.compile(r"[^\W\d_]{2,}")
NAMES = {"kind", "title", "description", "team", "source_url", "created", "owner", "status", "source", "url"}
NAMES |= {
    "impediment",
    "improvement",
    "experiment",
    "groups",
    "items",
    "nbsp",
    "middot",
    "rarr",
    "larr",
    "times",
    "amp",
    "hellip",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_no_template_speaks_untranslated(path):
    text = CLASS.sub(" ", COMMENT.sub(" ", path.read_text(encoding="utf-8")))
    text = LOGIC.sub(" ", TRANSLATED.sub(" ", CODE.sub(" ", text)))
    spoken = " ".join(SPOKEN.findall(text))
    bare = set(WORD.findall(TAG.sub(" ", text) + spoken)) - NAMES
    assert not bare
