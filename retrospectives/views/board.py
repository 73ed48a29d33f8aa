"""The board itself, and its columns."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from retrospectives.board import Board
from retrospectives.forms.parts import ColumnForm
from retrospectives.models.noting import found
from retrospectives.views.answers import board_again, find, page
from retrospectives.views.bringing import drafts_of


@require_safe
def retrospective(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The board. A page that shows it asks with its `stamp` and gets 204 while nothing changed."""
    row = find(request, pk)
    stamp = request.GET.get("stamp")
    if stamp and stamp == Board(row, request.user).stamp:
        return HttpResponse(status=204)
    drafts = [] if request.htmx else drafts_of(request, board=row)
    return page(request, row, removed=request.GET.get("removed", ""), drafts=drafts)


@require_POST
def column_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One more column at the right."""
    row = find(request, pk)
    row.require("column", by=request.user)
    title = request.POST.get("title", "")
    try:
        row.add_column(title, by=request.user)
    except ValidationError as error:
        return page(request, row, status=422, column_error=error.messages, column_title=title)
    return board_again(request, row, _("The column is there."), place="add-column")


@require_http_methods(["GET", "HEAD", "POST"])
def column_edit(request: HttpRequest, pk: UUID, column: UUID) -> HttpResponse:
    """Rename a column, or say what it gathers."""
    row = find(request, pk)
    row.require("column", by=request.user)
    part = found(row.columns, column)
    form = ColumnForm(request.POST if request.method == "POST" else None, instance=part)
    if form.is_bound and form.is_valid():
        row.edit_column(part.pk, by=request.user, **form.cleaned_data)
        return board_again(request, row, _("The column is changed."))
    context = {"form": form, "retrospective": row, "column": part}
    template = "retrospectives/column_edit.html" + ("#form" if request.htmx else "")
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_POST
def column_remove(request: HttpRequest, pk: UUID, column: UUID) -> HttpResponse:
    """Take an empty column away."""
    row = find(request, pk)
    row.remove_column(column, by=request.user)
    return board_again(request, row, _("The column is gone."))
