"""The step between correcting and storing: the chosen rows as items, all with one press."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from activity.answers import see_other
from retrospectives.forms.items import ItemsForm
from retrospectives.models import PastedNotes
from retrospectives.views.bringing import find_draft, name_of
from retrospectives.views.drafts import stored


@require_http_methods(["GET", "HEAD", "POST"])
def draft_items(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Kind, title and likely duplicates of each item to be; then everything is stored at once."""
    row = find_draft(request, pk)
    if row.stored_at and request.method == "POST":
        return stored(request, row, row.store(by=request.user))
    if row.stored_at or row.state != PastedNotes.State.READ:
        return see_other("retrospectives:draft", pk)
    row.require(by=request.user)
    form = ItemsForm(row, request.user, request.POST if request.method == "POST" else None)
    if not form.lines:
        return see_other("retrospectives:draft", pk)
    if request.method == "POST" and (choices := form.choices()) is not None:
        try:
            boards = row.store(choices, team=form.team, by=request.user)
            return stored(request, row, boards)
        except ValidationError as error:
            form.errors = error.messages
    context = {"draft": row, "form": form, "goal": name_of(row)}
    status = 422 if request.method == "POST" else 200
    return render(request, "retrospectives/draft_items.html", context, status=status)
