"""A draft of brought notes: shown as it will be stored, corrected, stored or discarded."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget, trigger_client_event

from activity.answers import see_other
from retrospectives.forms.correcting import corrections_of
from retrospectives.models import PastedNotes
from retrospectives.models.fingerprints import KNOWN
from retrospectives.preview import OUT, WORDS, Preview
from retrospectives.refusals import sentence_of_code
from retrospectives.views.answers import sentence_of
from retrospectives.views.bringing import find_draft, name_of


@require_safe
def draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The draft as it will be stored; while the worker reads it, how far that is.

    `part` is one of the retrospectives of the text. Under HTMX `note` answers the editor of one
    row, `column` another window of a column, `lines` a page of all lines.
    """
    row = find_draft(request, pk)
    if row.stored_at:
        return see_other(_where_it_went(row))
    if row.state != PastedNotes.State.READ:
        return _progress(request, row)
    if request.htmx.target == "progress":
        return HttpResponseClientRedirect(reverse("retrospectives:draft", args=[pk]))
    return preview(request, row, _number(request.GET.get("part"), 1))


def _progress(request: HttpRequest, row: PastedNotes) -> HttpResponse:
    step, done, total = row.progress
    context = {
        "draft": row,
        "goal": name_of(row),
        "step": step,
        "done": done,
        "total": total,
        "refusal": sentence_of_code(row.refusal) if row.refusal else "",
        "before": PastedNotes.objects.replaced_by(row).for_page().first() if row.refusal else None,
    }
    template = "retrospectives/draft_progress.html" + ("#progress" if request.htmx else "")
    return render(request, template, context)


def preview(request: HttpRequest, row: PastedNotes, number: int, *, status: int = 200, **more):
    """The page of one part, or under HTMX the piece of it that was asked for."""
    try:
        part = row.part(number)
    except ValidationError as error:
        raise Http404 from error
    asked = request.GET
    column, start = asked.get("column", ""), _number(asked.get("from"), 0)
    shown = Preview(row, part, {column: start})
    context = _shown(row, shown) | {
        "editor": shown.row(asked["note"]) if "note" in asked else None,
        "all_lines": shown.lines(_number(asked["lines"], 0)) if "lines" in asked else None,
        **more,
    }
    return render(request, f"retrospectives/draft.html{_piece(request, context)}", context, status=status)


def _shown(row: PastedNotes, shown: Preview) -> dict:
    """What every piece of the page needs."""
    parts = list(row.parts.for_list())
    storing = [part for part in parts if not part.left_out]
    return {
        "draft": row,
        "goal": name_of(row),
        "part": shown.part,
        "parts": parts,
        "storing": len(storing),
        "item_count": sum(part.counts.get("items", 0) for part in storing),
        "preview": shown,
        "words": WORDS,
    }


def _piece(request: HttpRequest, context: dict) -> str:
    """Which part of the template was asked for; "" for the page."""
    if not request.htmx:
        return ""
    asked = request.GET
    if "note" in asked and context["editor"]:
        return "#editor"
    if "lines" in asked:
        return "#lines"
    if asked.get("column") in {OUT, KNOWN}:
        context["box"] = context["preview"].box(asked["column"])
        return "#left-out"
    if asked.get("column"):
        context["column"] = context["preview"].column(asked["column"])
        return "#column" if context["column"] else "#preview"
    return "#preview"


@require_POST
def draft_correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct one part by `do` and what it needs, take the last correction back ("undo") or make it again."""
    row = find_draft(request, pk)
    row.require(by=request.user)
    number = _number(request.GET.get("part"), 1)
    said = request.POST
    try:
        if said.get("do") in {"leave_part", "bring_part"}:
            row.leave_out(number, said["do"] == "leave_part", by=request.user)
            return _whole(request, row, number)
        if said.get("do") == "as_one" or (said.get("do") == "apart" and row.retrospective_id):
            (row.read_as_one if said["do"] == "as_one" else row.bring_apart)(by=request.user)
            return _whole(request, row, 1)
        with row.correcting(number, by=request.user) as part:
            old = Preview(row, part)
            for correction in corrections_of(said, old):
                part.correct(correction)
    except ValidationError as error:
        return _refused(request, row, number, sentence_of(error))
    if not request.htmx:
        return see_other(_address(row, number))
    return _changed(request, row, old, Preview(row, part), said)


def _whole(request: HttpRequest, row: PastedNotes, number: int) -> HttpResponse:
    if request.htmx:
        return reswap(retarget(preview(request, row, number), "#preview"), "morph:outerHTML")
    return see_other(_address(row, number))


def _refused(request: HttpRequest, row: PastedNotes, number: int, sentence: str) -> HttpResponse:
    if not request.htmx:
        return preview(request, row, number, status=422, refusal=sentence)
    response = render(request, "retrospectives/draft.html#refused", {"refusal": sentence}, status=422)
    return reswap(retarget(response, "#refused"), "outerHTML")


def _changed(request: HttpRequest, row, old: Preview, new: Preview, said) -> HttpResponse:
    """Only what the correction changed: the head, the columns that differ, what is left out."""
    before = {key: rows for key, _title, _leaning, rows in old.rows_by_column}
    after = {key: rows for key, _title, _leaning, rows in new.rows_by_column}
    focus = next_focus(old, new, said)
    column, start = new.start_of(focus) if focus else ("", 0)
    new.starts = {said.get("column_from", ""): _number(said.get("from"), 0), column: start}
    if old.shown != new.shown:
        response = preview(request, row, new.part.number)
        response = reswap(retarget(response, "#preview"), "morph:outerHTML")
    else:
        context = _shown(row, new) | {
            "changed": [new.column(key) for key in after if after[key] != before.get(key)],
            "boxes": new.boxes if old.reading.left_out != new.reading.left_out else [],
        }
        response = render(request, "retrospectives/draft.html#changed", context)
        response = reswap(retarget(response, "#preview-head"), "outerHTML")
    if focus:
        trigger_client_event(response, "focus-on", {"id": f"note-{focus}"}, after="settle")
    return trigger_client_event(response, "say", _("Changed. Undo takes it back."), after="settle")


def next_focus(old: Preview, new: Preview, said) -> str:
    """The key of the row where the eye goes: the one that changed, else its neighbour."""
    key = said.get("id") or said.get("note", "")
    if not key:
        return ""
    if said.get("do") == "join" or not new.start_of(key)[0]:
        column, _start = old.start_of(key)
        rows = next((rows for name, _t, _l, rows in old.rows_by_column if name == column), [])
        place = next((place for place, row in enumerate(rows) if row.key == key), 0)
        near = rows[place - 1 : place] if said.get("do") == "join" else rows[place + 1 :] + rows[:place][-1:]
        return near[0].key if near else ""
    return key


@require_POST
def draft_store(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put the draft on its boards, all of it or nothing; pressed twice, once."""
    row = find_draft(request, pk)
    number = _number(request.GET.get("part"), 1)
    try:
        boards = row.store(by=request.user)
    except ValidationError as error:
        return _refused(request, row, number, sentence_of(error))
    return stored(request, row, boards)


def stored(request: HttpRequest, row: PastedNotes, boards) -> HttpResponse:
    """Say what was stored, where it is."""
    if len(boards) == 1:
        messages.success(request, _("The notes are on the board."))
    else:
        count = len(boards)
        said = ngettext(
            "%(count)s retrospective is stored.", "%(count)s retrospectives are stored.", count
        ) % {"count": count}
        messages.success(request, said)
    url = _where_it_went(row)
    return HttpResponseClientRedirect(url) if request.htmx else see_other(url)


def _where_it_went(row: PastedNotes) -> str:
    boards = {part.retrospective_id for part in row.parts.only("retrospective_id", "number", "pasted_id")}
    boards = {pk for pk in boards if pk} or ({row.retrospective_id} if row.retrospective_id else set())
    if len(boards) == 1:
        return reverse("retrospectives:retrospective", args=[boards.pop()])
    return reverse("retrospectives:retrospective-list")


@require_POST
def draft_discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Forget the draft."""
    row = find_draft(request, pk)
    board = row.retrospective
    row.discard(by=request.user)
    messages.success(request, _("The pasted text is discarded."))
    return see_other(board) if board else see_other("retrospectives:retrospective-list")


def _address(row: PastedNotes, number: int) -> str:
    return f"{reverse('retrospectives:draft', args=[row.pk])}?part={number}"


def _number(said: str | None, default: int) -> int:
    return int(said) if said and said.isdecimal() and len(said) < 7 else default
