"""Pasting in the browser: over a preview to the board, and what cannot be read refused in a sentence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from retrospectives.models import Note, PastedNotes
from tests.retrospectives.boards import PASTED, url

pytestmark = pytest.mark.django_db


def address(name, draft, query="") -> str:
    return reverse(f"retrospectives:{name}", args=[draft.pk]) + query


def test_pasting_leads_over_a_preview_to_the_board(member, board):
    pasting = url("notes-paste", board)
    assert member.post(pasting, {"text": PASTED}).status_code == 303
    draft = PastedNotes.objects.get()
    assert member.get(pasting).url == address("draft", draft)
    page = member.get(address("draft", draft))
    assert b"Builds are red on Mondays" in page.content and b"running text" in page.content
    key = page.context["preview"].reading.columns[0].key
    correct = address("draft-correct", draft)
    assert member.post(correct, {"do": "rename", "column": key, "title": "Joys"}).status_code == 303
    assert b"Joys" in member.get(address("draft", draft)).content
    assert member.post(correct, {"do": "drop", "note": "999"}).status_code == 422
    assert member.post(correct, {"do": "explode"}).status_code == 422
    assert member.post(correct, {"do": "undo"}).status_code == 303
    store = address("draft-store", draft)
    assert member.post(store).status_code == 303
    assert member.post(store).status_code == 303
    assert Note.objects.count() == 4


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "There are no words in it."),
        (b"\x89PNG\x00\x00", "This is not text."),
        (b"\x81\x8d\x8f", "The encoding of the text is unknown."),
        (b"x\n" * (5 * 1024 * 1024), "This is larger than 2 MB."),
        (b"- a\n" * 500_000, "more than 60000 lines"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(member, board, content, words):
    answer = member.post(url("notes-paste", board), {"file": SimpleUploadedFile("notes.md", content)})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not PastedNotes.objects.exists() and not Note.objects.exists()


def test_a_pasted_text_with_a_null_is_refused_in_a_sentence(member, board):
    answer = member.post(url("notes-paste", board), {"text": "- a\x00b"})
    assert answer.status_code == 422 and b"This is not text." in answer.content


def test_a_pasted_text_that_is_too_large_is_refused_with_413(member, board):
    answer = member.post(url("notes-paste", board), {"text": "- a\n" * 600_000})
    assert answer.status_code == 413 and b"2 MB" in answer.content
