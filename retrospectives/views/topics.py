"""Topics: notes that are about the same thing."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from retrospectives.forms.parts import TopicForm
from retrospectives.models.noting import found
from retrospectives.views.answers import board_again, find, page


@require_http_methods(["GET", "HEAD", "POST"])
def topic_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Group the chosen notes (`note`, repeated) into a new topic or one that is there."""
    row = find(request, pk)
    row.require("group", by=request.user)
    sent = request.POST if request.method == "POST" else request.GET
    notes = row.notes.on_board().chosen(sent.getlist("note"))
    if not notes:
        return page(request, row, status=422, refusal=[_("Choose the notes first.")])
    form = TopicForm(row, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        title, topic = form.cleaned_data["title"], form.cleaned_data.get("topic")
        made = row.group(
            [note.pk for note in notes], title=title, topic=None if title else topic.pk, by=request.user
        )
        return board_again(request, row, _("The notes are grouped."), place=f"topic-{made.pk}")
    context = {"form": form, "retrospective": row, "notes": notes}
    return render(request, "retrospectives/topic_add.html", context, status=422 if form.is_bound else 200)


@require_POST
def topic_rename(request: HttpRequest, pk: UUID, topic: UUID) -> HttpResponse:
    row = find(request, pk)
    row.require("group", by=request.user)
    try:
        row.rename_topic(topic, request.POST.get("title", ""), by=request.user)
    except ValidationError as error:
        return page(request, row, status=422, refusal=error.messages)
    return board_again(request, row, _("The topic is renamed."), place=f"topic-{topic}")


@require_POST
def topic_vote(request: HttpRequest, pk: UUID, topic: UUID) -> HttpResponse:
    """Give a vote, or take it back (`vote` is "back")."""
    row = find(request, pk)
    (row.unvote if request.POST.get("vote") == "back" else row.vote)(topic=topic, by=request.user)
    return board_again(request, row, place=f"topic-{topic}")


@require_POST
def note_ungroup(request: HttpRequest, pk: UUID, note: UUID) -> HttpResponse:
    """Take a note out of its topic."""
    row = find(request, pk)
    found(row.notes.on_board(), note)
    row.ungroup(note, by=request.user)
    return board_again(request, row, _("The note stands alone again."), place=f"note-{note}")
