"""Run the meeting: one line at a time, a verdict by one key, everything kept in place."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import push_url, reswap, retarget, trigger_client_event

from activity.answers import see_other
from backlog.forms.deciding import AssessForm
from backlog.models import Item
from reviews.forms import AttendForm, EndForm, MeetingDecideForm, PromiseForm
from reviews.models import AgendaEntry, Review
from reviews.table import Table
from reviews.views.find import find_review, show
from teams.wrong_state import WrongState


@require_POST
def review_start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open the meeting."""
    found = find_review(request, pk)
    found.start(by=request.user)
    return see_other("reviews:review-run", found.pk)


@require_safe
def review_run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One line of the agenda: as a page, or as the part of it that changes from line to line."""
    found = find_review(request, pk)
    found.require("run", by=request.user)
    table = Table(found, request.user, request.GET.get("line", ""))
    if request.htmx.target == "agenda":
        return _part(request, table, "agenda")
    if request.htmx.target == "meeting":
        return _part(request, table, "meeting")
    return _page(request, table)


@require_POST
def review_decide(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Pass a verdict on the item, then show the next open line."""
    found = find_review(request, pk)
    about = _item(request, item)
    form = MeetingDecideForm(found, about, request.user, request.POST)
    return _verdict(request, found, about, form, "decide", said=_("Decided. The team gets the reply."))


@require_POST
def review_assess(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Record what the discussion of a new item found; it can be decided then."""
    found = find_review(request, pk)
    about = _item(request, item)
    form = AssessForm(about, request.user, request.POST)
    return _verdict(request, found, about, form, "assess", said=_("Assessed. Now it can be decided."))


def _verdict(request, found: Review, about: Item, form, verb: str, *, said: str) -> HttpResponse:
    """Policy before state, state before fields; what was typed stays whatever is refused."""
    line = f"item-{about.pk}"
    try:
        found.require("run", by=request.user)
        about.require(verb, by=request.user)
        if form.is_valid() and form.run():
            following = "" if verb == "decide" else line
            return _go_on(request, found, said, line=following, behind=line)
    except WrongState as refusal:
        if request.htmx:
            raise
        table = Table(found, request.user, line, form=form, sentence=str(refusal))
        return _page(request, table, status=409)
    table = Table(found, request.user, line, form=form)
    if not request.htmx:
        return _page(request, table, status=422)
    return reswap(retarget(_part(request, table, "verdict", status=422), "#verdict"), "outerHTML")


@require_POST
def review_mark(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that a line was gone through or postponed; "" takes it back."""
    found = find_review(request, pk)
    key, outcome = request.POST.get("line", ""), request.POST.get("outcome", "")
    try:
        found.mark(key, outcome, by=request.user)
    except AgendaEntry.DoesNotExist as error:
        raise Http404 from error
    if not outcome:
        return _go_on(request, found, _("Open again."), line=key)
    return _go_on(request, found, _("Noted."), behind=key)


@require_POST
def review_act(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Promise an action, for the item in front of the meeting or for the meeting itself."""
    found = find_review(request, pk)
    found.require("run", by=request.user)
    line = request.POST.get("line", "")
    table = Table(found, request.user, line)
    form = PromiseForm(found.product_group, request.POST)
    item = _item(request, table.line.item_id) if table.line and table.line.item_id else None
    if form.is_valid() and form.attempt(found.act, **form.cleaned_data, item=item, by=request.user):
        return _go_on(request, found, _("Promised."), line=line)
    table.promise_form = form
    if not request.htmx:
        return _page(request, table, status=422)
    return reswap(retarget(_part(request, table, "promise", status=422), "#promise"), "outerHTML")


@require_POST
def review_attend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note who is there."""
    found = find_review(request, pk)
    found.require("run", by=request.user)
    form = AttendForm(found.product_group, request.POST)
    if not form.is_valid():
        raise ValidationError(_("Choose people of this product group."))
    present = {person.pk for person in form.cleaned_data["present"]}
    known = {row.person: row.present for row in found.attendances.select_related("person")}
    for person, was_there in known.items():
        if was_there != (person.pk in present):
            found.attend(person, present=person.pk in present, by=request.user)
    if form.cleaned_data["also"]:
        found.attend(form.cleaned_data["also"], present=True, by=request.user)
    line = request.POST.get("line", "")
    if not request.htmx:
        return see_other(_address(found, line))
    answer = _part(request, Table(found, request.user, line), "attendance")
    return reswap(retarget(answer, "#attendance"), "outerHTML")


@require_http_methods(["GET", "HEAD", "POST"])
def review_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close the meeting: its minutes are written."""
    found = find_review(request, pk)
    found.require("end", by=request.user)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        found.end(**form.cleaned_data, by=request.user)
        messages.success(request, _("The meeting is held, and these are its minutes."))
        return see_other(found)
    table = Table(found, request.user, "")
    context = {"form": form, "review": found, "table": table, "back": _address(found, "")}
    return show(
        request, found.product_group, "reviews/review_end.html", context, status=422 if form.is_bound else 200
    )


def _item(request: HttpRequest, pk: UUID) -> Item:
    return get_object_or_404(Item.objects.visible_to(request.user).for_page(), pk=pk)


def _address(found: Review, line: str) -> str:
    url = f"{found.get_absolute_url()}run/"
    return f"{url}?line={line}" if line else url


def _go_on(request, found: Review, said: str, *, line: str = "", behind: str = "") -> HttpResponse:
    """The line to look at now: the one named, else the next open one behind `behind`."""
    table = Table(find_review(request, found.pk), request.user, line, behind=behind)
    address = _address(found, table.line.key if table.line else "")
    if not request.htmx:
        messages.success(request, said)
        return see_other(address)
    answer = push_url(_part(request, table, "meeting"), address)
    trigger_client_event(answer, "say", said, after="settle")
    return reswap(retarget(answer, "#meeting"), "outerHTML")


def _page(request: HttpRequest, table: Table, *, status: int = 200) -> HttpResponse:
    group = table.review.product_group
    return show(request, group, "reviews/review_run.html", {"table": table}, status=status)


def _part(request: HttpRequest, table: Table, part: str, *, status: int = 200) -> HttpResponse:
    template = f"reviews/review_run.html#{part}"
    return show(request, table.review.product_group, template, {"table": table}, status=status)
