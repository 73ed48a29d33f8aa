"""Words that are asked for, in all their forms, as texts of `tsquery`.

Among `ItemWords` a word stands as it was written, and its English, Swedish and German stems, marked by "=",
where they are none of the words written. So what begins with some letters is looked for among a third of the
forms.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

LANGUAGES = ("english", "swedish", "german")
AS_WRITTEN = "simple"
CONFIGS = (*LANGUAGES, AS_WRITTEN)
"""As PostgreSQL calls them."""
FORMS = f"""
SELECT to_tsquery('{AS_WRITTEN}', nullif(%s, '') || ':*')::text,
    {", ".join(f"plainto_tsquery('{config}', word)::text" for config in CONFIGS)}
FROM unnest(%s::text[]) WITH ORDINALITY asked (word, place) ORDER BY place
"""
LEXEME = re.compile(r"'([^']+)'")


@dataclass(frozen=True)
class Forms:
    """Lists have a text for each word: apart, since the index weighs all of one text at every item."""

    exact: list[str]
    """Each word in its English, Swedish or German form, or as it was written."""
    unfinished: list[str]
    """The same, or what the last word may go on to be."""
    any_word: str
    """One of the words, or what the last one may go on to be."""
    plain: str
    """As `unfinished`, all words, for vectors in which stems are not marked."""
    by_config: dict[str, str]
    """As `plain`, in the forms of one language alone: for marking what matched."""


def forms_of(words: list[str], beginning: str = "") -> Forms:
    """`beginning`: the last word, where more words may begin with it; else ""."""
    with connection.cursor() as cursor:
        cursor.execute(FORMS, [beginning, words])
        rows = cursor.fetchall()
    going_on = [""] * (len(rows) - 1) + [row[0] for row in rows[-1:]]
    forms = [dict(zip(CONFIGS, row[1:], strict=True)) for row in rows]
    exact = [
        _one_of(form if name == AS_WRITTEN else _stem(form) for name, form in each.items()) for each in forms
    ]
    unfinished = _with(exact, going_on)
    plain = _with([_one_of(each.values()) for each in forms], going_on)
    by_config = {name: _with([each[name] for each in forms], going_on) for name in CONFIGS}
    return Forms(
        exact=[each for each in exact if each],
        unfinished=unfinished,
        any_word=_one_of(unfinished),
        plain=all_of(plain),
        by_config={name: all_of(texts) for name, texts in by_config.items()},
    )


def all_of(texts: Iterable[str]) -> str:
    return " & ".join(f"({text})" for text in texts)


def _one_of(texts: Iterable[str]) -> str:
    return " | ".join(f"({text})" for text in dict.fromkeys(texts) if text)


def _with(texts: list[str], going_on: list[str]) -> list[str]:
    """Of each word this text, or what it may go on to be; without those of which there is nothing."""
    told = [_one_of([text, more or ""]) for text, more in zip(texts, going_on, strict=True)]
    return [each for each in told if each]


def _stem(form: str) -> str:
    """A stem is either marked or one of the words."""
    return LEXEME.sub(r"('\1' | '=\1')", form)
