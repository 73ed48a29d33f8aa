"""The inbox: what concerns this person."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from activity.inbox import inbox_page
from activity.models import Notification
from activity.subjects import tell


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Unread first, then what was seen; paged by the last row."""
    return _render(request, request.GET.get("cursor", ""), read=request.GET.get("read", ""))


@require_GET
def notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow a notification to what it is about; it is read from then on."""
    mine = Notification.objects.of(request.user)
    row = get_object_or_404(mine.for_list(), pk=pk)
    mine.one(pk).mark_read(timezone.now())
    return redirect(tell(row.event).url or "activity:inbox")


@require_POST
def notification_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read."""
    mine = Notification.objects.of(request.user).one(pk)
    get_object_or_404(mine)
    mine.mark_read(timezone.now())
    return _answer(request)


@require_POST
def notification_unread(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that one was read."""
    mine = Notification.objects.of(request.user).one(pk)
    get_object_or_404(mine)
    mine.mark_unread()
    return _answer(request)


@require_POST
def inbox_read(request: HttpRequest) -> HttpResponse:
    """Mark everything as read that stood on the page, not what came in since."""
    newest, now = request.POST.get("newest", ""), timezone.now()
    if newest.isdecimal() and len(newest) < 19:
        Notification.objects.of(request.user).up_to(int(newest)).mark_read(now)
    return _answer(request, read=now.isoformat())


@require_POST
def inbox_unread(request: HttpRequest) -> HttpResponse:
    """Take back one "mark all as read", told by its moment."""
    moment = _moment(request.POST.get("read", ""))
    if moment:
        Notification.objects.of(request.user).read_at_moment(moment).mark_unread()
    return _answer(request)


def _answer(request: HttpRequest, read: str = "") -> HttpResponse:
    """The inbox anew: as a fragment, or by its address for an ordinary form."""
    if request.htmx:
        return _render(request, "", read=read)
    return redirect(reverse("activity:inbox", query={"read": read} if read else None))


def _render(request: HttpRequest, cursor: str, *, read: str) -> HttpResponse:
    try:
        page = inbox_page(request.user, cursor)
    except ValidationError as error:
        raise Http404 from error
    mine = Notification.objects.of(request.user)
    marked = _moment(read)
    count = mine.read_at_moment(marked).count_capped() if marked else ""
    context = {
        "page": page,
        "first": not cursor,
        "unread_count": mine.unread().count_capped(),
        "marked": read if count else "",
        "said": _marked_sentence(count) if count else "",
    }
    template = "activity/inbox.html#inbox" if request.htmx else "activity/inbox.html"
    return render(request, template, context)


def _marked_sentence(count: str) -> str:
    many = 2 if not count.isdecimal() else int(count)
    return ngettext("%(count)s marked as read.", "%(count)s marked as read.", many) % {"count": count}


def _moment(text: str):
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
