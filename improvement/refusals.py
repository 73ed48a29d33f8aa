"""Refusals as pages: what a verb or the server would not take, in one clear sentence."""

import sys

from django.core.exceptions import BadRequest, RequestDataTooBig, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import bad_request, server_error

from backlog.models import Stale
from improvement.database_errors import LATER, meaning
from improvement.rest import problems
from teams.wrong_state import WrongState

SENT_SO = b"%EF%BF%BD"  # the replacement character itself, where somebody pasted it


class RefusalMiddleware:
    """What no view answered better itself: `WrongState` and `Stale` are 409, a `ValidationError` 422,
    a lost race for the same row 409, a database that takes too long or is away 503.

    A verb may refuse in the moment between the view's questions and its own transaction. The
    interface for programs catches these by itself before they get here.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        """What a form sends is read here, so that what can't be read gets no further (400, 413)."""
        if request.method != "POST" or asks_for_json(request):
            return None
        try:
            require_text(request)
        except (BadRequest, MultiPartParserError, RequestDataTooBig) as error:
            return unreadable(request, error)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, WrongState | Stale):
            return render(request, "409.html", {"sentence": str(exception)}, status=409)
        if isinstance(exception, ValidationError):
            return render(request, "422.html", {"sentences": exception.messages}, status=422)
        match meaning(exception):
            case 409, sentence:
                return render(request, "409.html", {"sentence": sentence}, status=409)
            case 503, sentence:
                return later(request, sentence)
        return None


def require_text(request: HttpRequest) -> None:
    """Raise `BadRequest` for a form that is no UTF-8: Django would put marks for what was typed."""
    replaced = any("\ufffd" in value for values in request.POST.lists() for value in values[1])
    if replaced and (request.content_type == "multipart/form-data" or SENT_SO not in request.body.upper()):
        raise BadRequest("The form is not encoded as UTF-8.")


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The answer to what cannot be read; a body that is too large is said to be so (413)."""
    if asks_for_json(request):
        return problems.respond(400, _("The request can't be understood."))
    if isinstance(exception, RequestDataTooBig):
        otherwise = _("What was sent is larger than 2 MB. Nothing was stored.")
        sentence = getattr(exception, "sentence", otherwise)
        return render(request, "413.html", {"sentence": sentence}, status=413)
    if not hasattr(request, "user"):
        return bad_request(request, exception)
    return render(request, "400.html", status=400)


def failed(request: HttpRequest) -> HttpResponse:
    """The answer to a defect: nothing is told of it here, everything stands in the log.

    What the database could not do before a view was reached, as reading the session, comes here too.
    """
    if told := meaning(sys.exception()):
        return later(request, told[1])
    if asks_for_json(request):
        return problems.respond(500, _("Something went wrong here. It has been written down."))
    return server_error(request)


def later(request: HttpRequest, sentence: str) -> HttpResponse:
    """The answer where the database took too long or is away; made without asking it for anything."""
    if asks_for_json(request):
        answer = problems.respond(503, sentence)
    else:
        told = {"sentence": sentence, "bare": "HX-Request" in request.headers}
        answer = HttpResponse(render_to_string("503.html", told), status=503)
    answer["Retry-After"] = str(LATER)
    return answer


def asks_for_json(request: HttpRequest) -> bool:
    """Whether it was sent to the interface for programs."""
    return request.path.startswith("/api/")
