"""Pasting notes: read, corrected on a preview, then stored on the board."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from activity.answers import see_other
from retrospectives.forms.parts import PasteForm
from retrospectives.preview import WORDS, Preview
from retrospectives.reading import LARGEST, Unreadable, decode
from retrospectives.reading.correcting import FIELDS
from retrospectives.refusals import sentence_for
from retrospectives.views.answers import find, sentence_of


@require_http_methods(["GET", "HEAD", "POST"])
def notes_paste(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a text, read it, and lead to the preview; a draft that waits is shown at once."""
    retrospective = find(request, pk)
    retrospective.require("paste", by=request.user)
    if request.method != "POST":
        draft = retrospective.paste_draft(request.user)
        if draft and "again" not in request.GET:
            return preview(request, retrospective, draft)
        text = draft.text if draft else ""
        return render(
            request, "retrospectives/paste.html", _asked(retrospective, PasteForm(initial={"text": text}))
        )
    form = PasteForm(request.POST, request.FILES)
    form.is_valid()
    try:
        retrospective.paste(_text_of(form), by=request.user)
    except Unreadable as error:
        form.add_error("file" if request.FILES else "text", sentence_for(error))
        return render(request, "retrospectives/paste.html", _asked(retrospective, form), status=422)
    return see_other("retrospectives:notes-paste", pk)


def _asked(retrospective, form: PasteForm) -> dict:
    return {"retrospective": retrospective, "form": form}


def _text_of(form: PasteForm) -> str:
    """What was sent: the file where there is one, else the text."""
    file = form.cleaned_data.get("file")
    if file is None:
        return form.cleaned_data.get("text", "")
    if file.size > LARGEST:
        raise Unreadable("too_large")
    return decode(file.read())


def preview(
    request: HttpRequest, retrospective, draft, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    """What was understood, to be corrected. The page, or under HTMX its changing part."""
    context = {
        "retrospective": retrospective,
        "draft": draft,
        "preview": Preview(draft),
        "refusal": refusal,
        "words": WORDS,
        "board_is_empty": not retrospective.notes.on_board().exists(),
    }
    template = "retrospectives/paste_preview.html" + ("#preview" if request.htmx else "")
    return render(request, template, context, status=status)


@require_POST
def paste_correct(request: HttpRequest, pk: UUID, draft: UUID) -> HttpResponse:
    """One correction (`do` and what it needs), or the last one taken back (`do` is "undo")."""
    retrospective = find(request, pk)
    retrospective.require("paste", by=request.user)
    asked = request.POST.get("do", "")
    correction = None
    if asked != "undo":
        correction = {"do": asked} | {name: request.POST.get(name, "") for name in FIELDS.get(asked, ())}
    try:
        row = retrospective.correct_paste(draft, correction, by=request.user)
    except ValidationError as error:
        row = retrospective.paste_draft(request.user)
        return preview(request, retrospective, row, status=422, refusal=sentence_of(error))
    if request.htmx:
        return preview(request, retrospective, row)
    return see_other("retrospectives:notes-paste", pk)


@require_POST
def paste_store(request: HttpRequest, pk: UUID, draft: UUID) -> HttpResponse:
    """Put the draft on the board, all of it or nothing; pressed twice, once."""
    retrospective = find(request, pk)
    try:
        row = retrospective.store_paste(draft, by=request.user)
    except ValidationError as error:
        row = retrospective.paste_draft(request.user)
        return preview(request, retrospective, row, status=422, refusal=sentence_of(error))
    count = row.reading.note_count
    said = ngettext("%(count)s note is on the board.", "%(count)s notes are on the board.", count)
    messages.success(request, said % {"count": count})
    url = retrospective.get_absolute_url()
    return HttpResponseClientRedirect(url) if request.htmx else see_other(url)


@require_POST
def paste_discard(request: HttpRequest, pk: UUID, draft: UUID) -> HttpResponse:
    """Forget the draft."""
    retrospective = find(request, pk)
    retrospective.require("paste", by=request.user)
    retrospective.discard_paste(draft, by=request.user)
    messages.success(request, _("The pasted text is discarded."))
    return redirect(retrospective)
