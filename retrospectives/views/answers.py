"""What the pages of a board share: finding it, and showing it as it is after a change."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget, trigger_client_event

from activity.answers import see_other
from retrospectives.board import Board
from retrospectives.forms.parts import AgreementForm
from retrospectives.models import Retrospective
from retrospectives.models.parts import is_id
from retrospectives.views.drawing import draw_tools


def find(request: HttpRequest, pk: UUID | str) -> Retrospective:
    """The retrospective, if this person may see it; else 404."""
    if not is_id(pk):
        raise Http404
    return get_object_or_404(Retrospective.objects.visible_to(request.user).for_page(), pk=pk)


def board_context(request: HttpRequest, retrospective: Retrospective, **more) -> dict:
    board = Board(retrospective, request.user)
    if board.may_edit:
        more.setdefault("agreement_form", AgreementForm(retrospective))
    csrf = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    draw_tools(board, csrf)
    words = {
        "vote": _("Vote"),
        "edit": _("Edit"),
        "choose": _("Choose this note"),
        "ungroup": _("Take out"),
    }
    return {"retrospective": retrospective, "board": board, "csrf": csrf, "words": words, **more}


def board_again(
    request: HttpRequest, retrospective: Retrospective, said: str = "", *, place: str = "", undo: str = ""
) -> HttpResponse:
    """The board after a change: its fragment where the board is on the screen, else 303 to it.

    `place` is the part of the page where the eye goes; `undo` an address to which one POST takes
    the change back.
    """
    url = retrospective.get_absolute_url()
    if not request.htmx:
        if said:
            messages.success(request, said)
        return see_other(f"{url}{f'?removed={undo}' if undo else ''}{f'#{place}' if place else ''}")
    if request.htmx.current_url_abs_path != url:
        return HttpResponseClientRedirect(f"{url}#{place}" if place else url)
    response = fragment(request, retrospective)
    trigger_client_event(response, "close-dialog", {}, after="settle")
    if undo:
        address = f"{url}notes/{undo}/restore/"
        trigger_client_event(response, "toast", {"text": said, "undo": address}, after="settle")
    elif said:
        trigger_client_event(response, "say", said, after="settle")
    return response


def fragment(
    request: HttpRequest, retrospective: Retrospective, *, status: int = 200, **more
) -> HttpResponse:
    """The board in place of the one on the page."""
    context = board_context(request, retrospective, **more)
    response = render(request, "retrospectives/board.html#board", context, status=status)
    return reswap(retarget(response, "#board"), "morph:outerHTML")


def page(request: HttpRequest, retrospective: Retrospective, *, status: int = 200, **more) -> HttpResponse:
    """The board's whole page, or its fragment."""
    if request.htmx:
        return fragment(request, retrospective, status=status, **more)
    context = board_context(request, retrospective, **more)
    return render(request, "retrospectives/board.html", context, status=status)


def sentence_of(error: ValidationError) -> str:
    """What a refused value is told with, where there is no form to show it at."""
    return " ".join(error.messages)
