"""Files of an item: handed out to who sees the item, taken away and brought back by who brought them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from activity.answers import see_other
from backlog.handing_out import handed_out
from backlog.models import Attachment
from backlog.views.item import find_item, item_fragment


@require_safe
def attachment(request: HttpRequest, pk: UUID, file: UUID) -> HttpResponse:
    found = get_object_or_404(Attachment.objects.of_item(find_item(request, pk)).shown(), pk=file)
    return handed_out(request, found, found.path)


@require_safe
def small_picture(request: HttpRequest, pk: UUID, file: UUID) -> HttpResponse:
    found = get_object_or_404(Attachment.objects.of_item(find_item(request, pk)).shown(), pk=file)
    return handed_out(request, found, found.small_path or found.path)


@require_POST
def attachment_remove(request: HttpRequest, pk: UUID, file: UUID) -> HttpResponse:
    found = _find(request, pk, file)
    found.item.remove_file(found, by=request.user)
    return _again(request, found, _("“%s” is removed.") % found, undo=f"{found.url}restore/")


@require_POST
def attachment_restore(request: HttpRequest, pk: UUID, file: UUID) -> HttpResponse:
    found = _find(request, pk, file)
    found.item.restore_file(found, by=request.user)
    return _again(request, found, _("“%s” is there again.") % found)


def _find(request: HttpRequest, pk: UUID, file: UUID) -> Attachment:
    item = find_item(request, pk)
    found = get_object_or_404(Attachment.objects.of_item(item).select_related("comment"), pk=file)
    found.item = item
    return found


def _again(request: HttpRequest, found: Attachment, said: str, undo: str = "") -> HttpResponse:
    url = found.item.get_absolute_url()
    if request.htmx and request.htmx.current_url_abs_path == url:
        return item_fragment(request, found.item, said=said, undo=undo, focus="comments")
    messages.success(request, said)
    if request.htmx:  # on the page of the item that this one was merged into
        return HttpResponseClientRefresh()
    return see_other(f"{url}#comment-{found.comment_id}")
