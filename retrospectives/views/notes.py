"""Notes on the board: written, changed, moved, voted for, removed and put back."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from retrospectives.forms.parts import NoteForm
from retrospectives.models.noting import found
from retrospectives.views.answers import board_again, find, page


@require_POST
def note_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write a note at the end of `column`."""
    row = find(request, pk)
    row.require("note", by=request.user)
    column, text = request.POST.get("column", ""), request.POST.get("text", "")
    try:
        note = row.add_note(column, text, by=request.user)
    except ValidationError as error:
        return page(request, row, status=422, refused_column=column, typed=text, refusal=error.messages)
    return board_again(request, row, _("The note is there."), place=f"write-{note.column_id}")


@require_http_methods(["GET", "HEAD", "POST"])
def note_edit(request: HttpRequest, pk: UUID, note: UUID) -> HttpResponse:
    """Change the words of a note."""
    row = find(request, pk)
    row.require("note", by=request.user)
    part = found(row.notes.on_board(), note)
    form = NoteForm(request.POST if request.method == "POST" else None, instance=part)
    if form.is_bound and form.is_valid():
        row.edit_note(part.pk, form.cleaned_data["text"], by=request.user)
        return board_again(request, row, _("The note is changed."), place=f"note-{part.pk}")
    context = {"form": form, "retrospective": row, "note": part}
    template = "retrospectives/note_edit.html" + ("#form" if request.htmx else "")
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_POST
def note_move(request: HttpRequest, pk: UUID, note: UUID) -> HttpResponse:
    """By menu: `to` is up, down or a column's id."""
    row = find(request, pk)
    goal = request.POST.get("to", "")
    if goal in {"up", "down"}:
        row.shift_note(note, up=goal == "up", by=request.user)
    else:
        row.move_note(note, column=goal, last=True, by=request.user)
    return board_again(request, row, _("Moved."), place=f"note-{note}")


@require_POST
def note_place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """By hand: the note `id` lies in `column` now, behind the note `after` ("" on top)."""
    row = find(request, pk)
    values = request.POST
    row.move_note(
        values.get("id", ""), column=values.get("column"), after=values.get("after") or None, by=request.user
    )
    return board_again(request, row)


@require_POST
def note_vote(request: HttpRequest, pk: UUID, note: UUID) -> HttpResponse:
    """Give a vote, or take it back (`vote` is "back")."""
    row = find(request, pk)
    (row.unvote if request.POST.get("vote") == "back" else row.vote)(note=note, by=request.user)
    return board_again(request, row, place=f"note-{note}")


@require_POST
def note_remove(request: HttpRequest, pk: UUID, note: UUID) -> HttpResponse:
    """Take a note off the board; the answer offers the way back."""
    row = find(request, pk)
    row.remove_note(note, by=request.user)
    return board_again(request, row, _("The note is removed."), undo=str(note))


@require_POST
def note_restore(request: HttpRequest, pk: UUID, note: UUID) -> HttpResponse:
    """Put a removed note back."""
    row = find(request, pk)
    row.restore_note(note, by=request.user)
    return board_again(request, row, _("The note is back."), place=f"note-{note}")
