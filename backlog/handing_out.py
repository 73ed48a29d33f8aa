"""How a file that somebody brought leaves the service: never as something a browser runs."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from backlog.models import Attachment

NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox"
A_DAY = 24 * 60 * 60


def handed_out(found: Attachment, path: str) -> FileResponse:
    """A picture that we made anew is shown; everything else is only there to be saved."""
    try:
        content = default_storage.open(path)
    except FileNotFoundError as error:  # the database was brought back without its files
        raise Http404 from error
    answer = FileResponse(
        content, as_attachment=not found.is_picture, filename=found.name, content_type=found.content_type
    )
    answer["Content-Security-Policy"] = NOTHING
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = f"private, max-age={A_DAY}, immutable"
    return answer
