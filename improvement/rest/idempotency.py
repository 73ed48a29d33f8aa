"""One effect for a POST that comes twice: `Idempotency-Key`."""

import hashlib
import re
from collections.abc import Callable

import orjson
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from improvement.rest.models import KeptAnswer
from teams.bodies import NotUnderstood

HEADER = "Idempotency-Key"
KEY = "[!-~]([ -~]{0,253}[!-~])?"
REPLAYED = "Idempotent-Replayed"


def key_of(request: Request) -> str | None:
    """The key that was sent; None where there is none or it means nothing."""
    key = request.headers.get(HEADER)
    if key is None or request.method != "POST":
        return None
    if not re.fullmatch(KEY, key):
        raise NotUnderstood(_("An Idempotency-Key has 1 to 255 printable characters."))
    return key


def once(handler: Callable, request: Request, key: str, **kwargs) -> Response:
    """Run `handler` unless this person sent the same request before; then answer as then.

    The row of the key is written first: a request with the same key waits there until this one
    has ended, and then finds its answer. A refused request has no effect and keeps no answer.
    """
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        row, new = KeptAnswer.objects.get_or_create(
            user=request.user, key=key, defaults={"fingerprint": fingerprint}
        )
        if not new:
            return _again(row, fingerprint)
        answer = handler(request, **kwargs)
        row.keep(answer)
    return answer


def _again(row: KeptAnswer, fingerprint: str) -> Response:
    if row.fingerprint != fingerprint:
        raise ValidationError({HEADER: [_("This key was sent before with another request.")]})
    return Response(row.data, status=row.status, headers=row.headers | {REPLAYED: "true"})


def _fingerprint(request: Request) -> str:
    """What makes a request the same one: its address and what it says, not how its JSON is spaced.

    Of a form: its fields in the order in which they were sent, and what is in its files.
    """
    data = request.data
    said = {name: data.getlist(name) for name in data} if isinstance(data, QueryDict) else data
    text = orjson.dumps(said, default=_name_and_content, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(request.get_full_path().encode() + b"\n" + text).hexdigest()


def _name_and_content(file: UploadedFile) -> list[str]:
    content = hashlib.sha256()
    for chunk in file.chunks():
        content.update(chunk)
    file.seek(0)
    return [file.name, content.hexdigest()]
