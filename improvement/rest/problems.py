"""Errors as programs get them: problem documents (RFC 9457) with `errors: [{field, message}]`."""

from http import HTTPStatus

import orjson
from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from backlog.models import Stale, WrongState
from improvement.database_errors import LATER, meaning
from teams.bodies import PreconditionFailed

MEDIA_TYPE = "application/problem+json"
PROBLEMS = {
    400: "An unknown filter or field, or a body that can't be read.",
    401: "Not signed in.",
    403: "Visible, but not allowed.",
    404: "Not there, or not visible.",
    406: "Only JSON is spoken here.",
    409: "The wrong state, or a lost race. Nothing was changed.",
    412: "Changed since it was read.",
    413: "Larger than 2 MB; of files, than their own limit.",
    422: "The value of a field.",
    428: "If-Match is missing.",
    429: "Too many requests; Retry-After says when to come again.",
    503: "It took too long, or the database is away; Retry-After says when to come again.",
}


def handle(error: Exception, context: dict) -> Response | None:
    """DRF's exception handler. What it does not know is a defect, and answered by `server_error`."""
    known = _translated(error)
    if known is None:
        return None
    data = problem(known.status_code, *_told(known.detail))
    return Response(data, status=known.status_code, headers=_headers(known), content_type=MEDIA_TYPE)


def problem(status: int, detail: str, errors: list[dict] | None = None) -> dict:
    """A problem document. `errors` stands there always, empty where no field is to blame."""
    title = HTTPStatus(status).phrase
    return {"type": "about:blank", "title": title, "status": status, "detail": detail, "errors": errors or []}


def respond(status: int, detail: str) -> HttpResponse:
    """A problem document from outside the views of the interface."""
    answer = HttpResponse(orjson.dumps(problem(status, detail)), status=status, content_type=MEDIA_TYPE)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _translated(error: Exception) -> exceptions.APIException | None:
    """Our own exceptions in the words of HTTP; None for one that nobody expects."""
    match error:
        case Http404():
            # the same words whether it is not there or not to be seen
            return exceptions.NotFound(_("There is nothing here, or you may not see it."))
        case PermissionDenied():
            return exceptions.PermissionDenied(str(error) or _("Your roles don't allow this here."))
        case WrongState():
            return _with_status(409, str(error))
        case Stale():
            return PreconditionFailed()
        case ValidationError():
            return _with_status(422, error.message_dict if hasattr(error, "error_dict") else error.messages)
        case exceptions.ValidationError():
            return _with_status(422, error.detail)
        case exceptions.UnsupportedMediaType():
            return exceptions.ParseError(_("Send JSON, as application/json."))
        case RequestDataTooBig():
            return _with_status(413, getattr(error, "sentence", _("The body is larger than 2 MB.")))
        case exceptions.APIException():
            return error
    if told := meaning(error):
        return _with_status(*told)
    return None


def _with_status(status: int, detail) -> exceptions.APIException:
    error = exceptions.APIException(detail)
    error.status_code = status
    if status == 503:
        error.wait = LATER
    return error


def _told(detail) -> tuple[str, list[dict]]:
    """A sentence for the whole, and one entry for each thing that is wrong with a field."""
    if isinstance(detail, str):
        return str(detail), []
    errors = list(_entries(detail, None))
    return errors[0]["message"] if len(errors) == 1 else _("Some of what was sent is not right."), errors


def _entries(detail, field: str | None):
    if isinstance(detail, dict):
        for name, inner in detail.items():
            own = None if name in ("__all__", "non_field_errors") else str(name)
            yield from _entries(inner, f"{field}.{own}" if field and own else own or field)
    elif isinstance(detail, list):
        for inner in detail:
            yield from _entries(inner, field)
    else:
        yield {"field": field, "message": str(detail)}


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(max(1, int(wait + 0.999)))
    return headers
