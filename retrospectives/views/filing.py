"""From one or several notes, or a topic, to an item."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.answers import see_other
from retrospectives.forms.filing import FileForm
from retrospectives.models.noting import found
from retrospectives.views.answers import find, page


@require_http_methods(["GET", "HEAD", "POST"])
def file_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make an item from the notes chosen by `note` (repeated) or all of a `topic`."""
    row = find(request, pk)
    row.require("file_item", by=request.user)
    sent = request.POST if request.method == "POST" else request.GET
    topic = found(row.topics, sent["topic"]) if sent.get("topic") else None
    on_board = topic.notes.on_board() if topic else row.notes.on_board().chosen(sent.getlist("note"))
    notes = list(on_board.with_items())
    if not notes:
        return page(request, row, status=422, refusal=[_("Choose the notes first.")])
    form = FileForm(row, request.user, notes, topic, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (item := form.run()):
        messages.success(
            request, _("Item #%(number)s is filed. The managers will answer.") % {"number": item.number}
        )
        return see_other(f"{row.get_absolute_url()}#note-{notes[0].pk}")
    context = {
        "form": form,
        "retrospective": row,
        "notes": notes,
        "topic": topic,
        "items": {tie.item for note in notes for tie in note.note_items.all()},
    }
    return render(request, "retrospectives/file.html", context, status=422 if form.is_bound else 200)
