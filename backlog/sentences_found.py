"""The sentence in which a hit was found, with what matched marked: for the few rows that are shown."""

import re
from collections.abc import Iterable
from html import escape

from django.db import connection
from django.utils.safestring import SafeString

from backlog.asking import Question
from backlog.forms_of_words import CONFIGS

BEGIN, END = "\x02", "\x03"
PARTING = "<./@"  # between words in the index; left in, they would make a tag, an address or a path of them
STANDING_IN = "\x04\x05\x06\x07"
OPTIONS = f"HighlightAll=true, StartSel={BEGIN}, StopSel={END}"
LONGEST = 240  # characters of a sentence; of a longer one the part around the match
PIECE = 12_000  # characters that are looked through at once
MOST_PIECES = 3
"""Of a longer text the beginning is looked through, and so many pieces in which a word begins alike."""
ALIKE = 3  # letters
SENTENCE = re.compile(r"(?<=[.!?…])\s+|\s*\n\s*")

# the vector tells where in the item the words are; only those texts are read, as far as the index reads them
SAID = """
SELECT
    item.id,
    item.title,
    ts_filter(said.words, '{a}') @@ any_word AS in_title,
    concat_ws(
        E'\\n',
        CASE WHEN ts_filter(said.words, '{b}') @@ any_word THEN left(concat_ws(
            E'\\n', item.description, item.idea, item.effect, item.prediction, item.measure, item.result,
            item.learning, (
                SELECT string_agg(text, E'\\n' ORDER BY id) FROM backlog_answer WHERE item_id = item.id
            )
        ), 60000) END,
        CASE WHEN ts_filter(said.words, '{c}') @@ any_word THEN left((
            SELECT string_agg(concat_ws(E'\\n', reason, nullif(reply, reason)), E'\\n')
            FROM (
                SELECT reason, reply FROM backlog_decision
                WHERE item_id = item.id ORDER BY at DESC LIMIT 50
            ) verdicts
        ), 20000) END,
        CASE WHEN ts_filter(said.words, '{d}') @@ any_word THEN left((
            SELECT string_agg(text, E'\\n')
            FROM (
                SELECT text FROM backlog_comment
                WHERE item_id = item.id ORDER BY created DESC, id DESC LIMIT 300
            ) talk
        ), 60000) END
    ) AS body
FROM backlog_item item
JOIN backlog_itemwords said ON said.item_id = item.id
CROSS JOIN (SELECT %s::tsquery AS any_word) asked
WHERE item.id = ANY(%s)
"""
SENTENCES = """
SELECT said.id, CASE WHEN in_title THEN coalesce({title}, title) ELSE title END, (
    SELECT told
    FROM (
        SELECT substr(body, place, {piece}) AS piece
        FROM generate_series(1, greatest(length(body), 1), {piece}) place
        WHERE place = 1 OR lower(substr(body, place, {piece})) ~ %s
        LIMIT {most}
    ) pieces
    CROSS JOIN LATERAL (SELECT {piece_marked} AS told) marked
    WHERE told IS NOT NULL
    LIMIT 1
)
FROM ({said}) said CROSS JOIN {queries}
"""


def marked(column: str) -> str:
    """SQL: the text with its matches marked, in the first language that knows them; else NULL.

    The statement needs `queries_of` beside it. Each language marks by its own forms: those of
    another one may be another word here.
    """
    text = f"translate({column}, '{PARTING}{BEGIN}{END}{STANDING_IN}', '{STANDING_IN}')"
    ways = (
        f"(SELECT translate(told, '{STANDING_IN}', '{PARTING}')"
        f" FROM ts_headline('{config}', {text}, asked.{config}, '{OPTIONS}') told"
        f" WHERE strpos(told, '{BEGIN}') > 0)"
        for config in CONFIGS
    )
    return f"COALESCE({', '.join(ways)})"


def queries_of(asked: Question) -> tuple[str, list]:
    """SQL and parameters of a row `asked` with the words in each language."""
    queries = asked.forms.by_config
    columns = ", ".join(f"%s::tsquery AS {config}" for config in queries)
    return f"(SELECT {columns} OFFSET 0) asked", list(queries.values())


def sentences_of(ids: Iterable, asked: Question) -> dict:
    """Id → (the title, the sentence or ""), as HTML with `<mark>`. Ids must be of items in sight."""
    ids = list(ids)
    if not ids or not asked.words:
        return {}
    queries, params = queries_of(asked)
    sql = SENTENCES.format(
        title=marked("title"),
        piece_marked=marked("piece"),
        piece=PIECE,
        most=MOST_PIECES,
        said=SAID,
        queries=queries,
    )
    alike = "|".join(word[:ALIKE].lower() for word in asked.words)
    with connection.cursor() as cursor:
        cursor.execute(sql, [alike, asked.forms.any_word, ids, *params])
        return {pk: (as_html(title), sentence_in(body or "")) for pk, title, body in cursor.fetchall()}


def sentence_in(text: str) -> SafeString:
    """The sentence with the most matches, as HTML; "" where there is none."""
    if BEGIN not in text:
        return SafeString("")
    best = max(SENTENCE.split(text), key=lambda sentence: sentence.count(BEGIN)).strip()
    return as_html(shortened(best))


def shortened(sentence: str) -> str:
    """The part around the first match, from word to word."""
    if len(sentence) <= LONGEST:
        return sentence
    mark = sentence.find(BEGIN)
    start = max(mark - LONGEST // 3, 0)
    start = sentence.find(" ", start, mark) + 1 or start if start else 0
    end = sentence.rfind(" ", mark + 1, start + LONGEST)
    end = end if end > 0 else start + LONGEST
    part = sentence[start:end]
    part += END if part.count(BEGIN) > part.count(END) else ""
    return f"{'… ' if start else ''}{part}{' …' if end < len(sentence) else ''}"


def as_html(text: str) -> SafeString:
    return SafeString(escape(text).replace(BEGIN, "<mark>").replace(END, "</mark>"))
