"""Words in all their forms, as they are asked for among `ItemWords`.

There a word stands as it was written, and its English, Swedish and German stems, marked by "=", where they
are none of the words written. So what begins with some letters is looked for among a third of the forms.
"""

from dataclasses import dataclass

from django.db import connection

# in each place every form once; a stem is either marked or one of the words
QUERIES = r"""
SELECT
    coalesce(array_agg(format('(%%s)', forms) ORDER BY place) FILTER (WHERE forms <> ''), '{}'),
    coalesce(array_agg(format('(%%s)', concat_ws(' | ', forms, going_on)) ORDER BY place), '{}'),
    coalesce(string_agg(format('(%%s)', concat_ws(' | ', forms, going_on)), ' | '), '')
FROM (
    SELECT place, string_agg(DISTINCT format('(%%s)', form), ' | ') FILTER (WHERE form <> '') AS forms,
        CASE WHEN place = max(place) OVER ()
        THEN nullif(to_tsquery('simple', nullif(%s, '') || ':*')::text, '') END AS going_on
    FROM unnest(%s::text[]) WITH ORDINALITY asked (word, place)
    CROSS JOIN LATERAL (
        SELECT plainto_tsquery('simple', word)::text
        UNION ALL
        SELECT regexp_replace(stems::text, '''([^'']+)''', '(''\1'' | ''=\1'')', 'g')
        FROM unnest(ARRAY['english', 'swedish', 'german']::regconfig[]) config
        CROSS JOIN plainto_tsquery(config, word) stems
    ) said (form)
    GROUP BY place
) said
WHERE forms IS NOT NULL OR going_on IS NOT NULL
"""


@dataclass(frozen=True)
class Forms:
    """Texts of `tsquery`, one for each word. Apart, since the index weighs all of one at every item."""

    exact: list[str]
    """Each word in its English, Swedish or German form."""
    unfinished: list[str]
    """The same, or what the last word may go on to be."""
    any_word: str
    """One of the words, or what the last one may go on to be."""


def forms_of(words: list[str], beginning: str = "") -> Forms:
    """`beginning`: the last word, where more words may begin with it; else ""."""
    with connection.cursor() as cursor:
        cursor.execute(QUERIES, [beginning, words])
        return Forms(*cursor.fetchone())
