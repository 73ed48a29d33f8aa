"""Bringing notes: a text for a board that is there, or for a team that has none yet; then its draft."""

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.answers import see_other
from retrospectives.forms.parts import BringForm
from retrospectives.models import PastedNotes
from retrospectives.places import places_of
from retrospectives.reading import LARGEST, Unreadable, decode
from retrospectives.refusals import sentence_for
from retrospectives.views.answers import find


@require_http_methods(["GET", "HEAD", "POST"])
def notes_bring(request: HttpRequest) -> HttpResponse:
    """Bring notes of retrospectives that are not in the service yet: choose for whom, then the text."""
    places = places_of(request.user)
    if not places and request.method == "POST":
        raise PermissionDenied
    wanted = request.GET.get("place", "")
    form = BringForm(
        request.POST if request.method == "POST" else None, request.FILES or None, places=places, place=wanted
    )
    if form.is_bound and form.is_valid():
        place = next(place for place in places if place.key == form.cleaned_data["place"])
        goal = {"kind": place.kind, "team": place.team}
        if place.team is None:
            goal["product_group"] = place.product_group
        if draft := _brought(request, form, **goal):
            return see_other("retrospectives:draft", draft.pk)
    context = {"form": form, "places": places, "drafts": drafts_of(request)}
    return render(request, "retrospectives/bring.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def notes_paste(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring notes to this board; a draft that waits is shown at once, unless one asks to paste `again`."""
    retrospective = find(request, pk)
    retrospective.require("paste", by=request.user)
    draft = PastedNotes.objects.drafts_of(request.user).of_board(retrospective).first()
    if request.method != "POST" and draft and "again" not in request.GET:
        return see_other("retrospectives:draft", draft.pk)
    text = {"text": draft.text} if draft else None
    form = BringForm(request.POST if request.method == "POST" else None, request.FILES or None, initial=text)
    if form.is_bound and form.is_valid() and (draft := _brought(request, form, retrospective=retrospective)):
        return see_other("retrospectives:draft", draft.pk)
    context = {"form": form, "retrospective": retrospective}
    return render(request, "retrospectives/bring.html", context, status=422 if form.errors else 200)


def drafts_of(request: HttpRequest, board=None) -> list[PastedNotes]:
    """What this person has brought and not stored yet; only for one board, where that is given."""
    rows = PastedNotes.objects.drafts_of(request.user)
    drafts = list((rows.of_board(board) if board else rows).for_list()[:20])
    for draft in drafts:
        draft.goal_name, draft.first_words = name_of(draft), _first_words(draft.opening)
    return drafts


def _first_words(opening: str) -> str:
    """The first line that says something, without the marks of a heading or a page."""
    lines = (strip_tags(line).strip(" #*->|_=") for line in opening.splitlines())
    return Truncator(next(filter(None, lines), "…")).chars(60)


def _brought(request: HttpRequest, form: BringForm, **goal) -> PastedNotes | None:
    """The draft of what was sent; None where it can't be read: why stands at the field."""
    try:
        return PastedNotes.bring(_text_of(form), by=request.user, **goal)
    except Unreadable as error:
        form.add_error("file" if form.cleaned_data.get("file") else "text", sentence_for(error))
    except ValidationError as error:
        form.add_error(None, error)
    return None


def _text_of(form: BringForm) -> str:
    """What was sent: the file where there is one, else the page that was pasted, else the words."""
    file = form.cleaned_data.get("file")
    if file is None:
        return form.cleaned_data.get("html") or form.cleaned_data.get("text", "")
    if file.size > LARGEST:
        raise Unreadable("too_large")
    return decode(file.read())


def find_draft(request: HttpRequest, pk: UUID) -> PastedNotes:
    """A person's own draft, or what it became; anybody else's is not found."""
    return get_object_or_404(PastedNotes.objects.brought_by(request.user).for_page(), pk=pk)


def name_of(draft: PastedNotes) -> str:
    """Where it goes, in words."""
    if draft.retrospective:
        return draft.retrospective.name
    return draft.team.name if draft.team else _("%(group)s, all teams") % {"group": draft.product_group}
