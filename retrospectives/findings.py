"""What the search page finds on boards: notes of retrospectives that the person may see, and no others."""

from django.db import connection
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backlog import elsewhere
from backlog.asking import Question
from backlog.elsewhere import Book, Shelf
from backlog.sentences_found import marked, queries_of, sentence_in
from retrospectives.models import Note, Retrospective

MOST = 6


def notes(user, asked: Question) -> Shelf:
    """The newest notes with these words, of the teams and product groups asked for."""
    places = {
        f"{place}__in": ids for place, ids in asked.filters.items() if place in elsewhere.SHARED_FILTERS
    }
    boards = Retrospective.objects.visible_to(user).filter(**places)
    rows = list(
        Note.objects.saying(asked.forms.plain)
        .filter(retrospective__in=boards)
        .order_by("-retrospective__date", "-id")
        .values("id", "text", "retrospective_id", "retrospective__date", "retrospective__team__name")[:MOST]
    )
    said = _marked([row["text"] for row in rows], asked)
    books = [_book(row, text or "") for row, text in zip(rows, said, strict=True)]
    return Shelf(_("Notes of your retrospectives"), books)


def _book(row: dict, text: str) -> Book:
    board = reverse("retrospectives:retrospective", args=[row["retrospective_id"]])
    day, team = date_format(row["retrospective__date"]), row["retrospective__team__name"]
    place = f"{team} · {day}" if team else day
    return Book(f"{board}#note-{row['id']}", sentence_in(text) or row["text"][:240], place)


def _marked(texts: list[str], asked: Question) -> list[str | None]:
    if not texts:
        return []
    queries, params = queries_of(asked)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {marked('said')} FROM unnest(%s::text[]) WITH ORDINALITY texts(said, place) "
            f"CROSS JOIN {queries} ORDER BY place",
            [texts, *params],
        )
        return [text for (text,) in cursor.fetchall()]


elsewhere.register(notes)
