"""How a file that somebody brought leaves the service: never as something a browser runs."""

import hashlib

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponseBase
from django.utils.cache import get_conditional_response

from backlog.models import Attachment

NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox"
ASKED_EACH_TIME = "private, no-cache"
"""A browser may keep it, and asks each time: what was removed is shown no more, to nobody."""


def handed_out(request, found: Attachment, path: str) -> HttpResponseBase:
    """A picture that we made anew is shown; everything else is only there to be saved."""
    tag = f'"{hashlib.sha256(path.encode()).hexdigest()[:24]}"'  # what lies at a path never changes
    answer = get_conditional_response(request, etag=tag) or _content(found, path)
    answer["Content-Security-Policy"] = NOTHING
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = ASKED_EACH_TIME
    answer["ETag"] = tag
    return answer


def _content(found: Attachment, path: str) -> FileResponse:
    try:
        content = default_storage.open(path)
    except FileNotFoundError as error:  # the database was brought back without its files
        raise Http404 from error
    return FileResponse(
        content, as_attachment=not found.is_picture, filename=found.name, content_type=found.content_type
    )
