"""Plan a meeting, and prepare its agenda."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, retarget

from activity.answers import see_other
from backlog.models import FlagRun, Item
from reviews.forms import AddLineForm, CancelForm, ReviewForm
from reviews.lines import agenda_lines
from reviews.models import AgendaEntry, Review
from reviews.views.find import find_review, show
from teams import permissions
from teams.current import current_group, groups_of

SUGGESTIONS = 60


@require_safe
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Before and during the meeting its agenda, afterwards its minutes."""
    return review_page(request, find_review(request, pk))


def review_page(request: HttpRequest, review: Review, *, status: int = 200, **given) -> HttpResponse:
    template = "reviews/minutes.html" if review.state == "held" else "reviews/review.html"
    context = page_context(request, review) | given
    return show(request, review.product_group, template, context, status=status)


def page_context(request: HttpRequest, review: Review) -> dict:
    may = {verb: review.may(verb, request.user) for verb in ("prepare", "start", "run", "move", "cancel")}
    context = {
        "review": review,
        "url": review.get_absolute_url(),
        "may": may,
        "lines": agenda_lines(review, request.user),
        "flag_run": FlagRun.objects.of_group(review.product_group),
        "may_compute": permissions.may(request.user, "backlog.compute_flags", review.product_group),
    }
    if may["prepare"]:
        context["add_form"] = AddLineForm(review.product_group, request.user)
        context["suggestions"] = Item.objects.undone_of(review.product_group)[:SUGGESTIONS]
        context["removed"] = review.entries.taken_off()
    return context


@require_http_methods(["GET", "HEAD", "POST"])
def review_plan(request: HttpRequest) -> HttpResponse:
    """Plan one more meeting of the product group; the rhythm plans the others by itself."""
    group = _group_to_plan_for(request)
    permissions.require(request.user, "reviews.prepare_review", group)
    form = ReviewForm(group, request.POST or None)
    if form.is_valid() and form.attempt(Review.plan, product_group=group, **form.values(), by=request.user):
        messages.success(request, _("The meeting is planned."))
        return see_other(form.result)
    context = {"form": form, "group": group, "title": _("Plan a review meeting")}
    return show(request, group, "reviews/review_form.html", context, status=422 if form.is_bound else 200)


def _group_to_plan_for(request: HttpRequest):
    asked = request.GET.get("product_group")
    group = current_group(request)
    if asked:
        group = next((one for one in groups_of(request) if str(one.pk) == asked), None)
    if group is None:
        raise Http404
    return group


@require_http_methods(["GET", "HEAD", "POST"])
def review_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change when, where, and who leads through it."""
    found = find_review(request, pk)
    found.require("move", by=request.user)
    form = ReviewForm.of(found, request.POST or None)
    if form.is_valid() and form.attempt(found.move, **form.values(), by=request.user):
        messages.success(request, _("The meeting is changed."))
        return see_other(found)
    context = {
        "form": form,
        "group": found.product_group,
        "title": _("Change the meeting"),
        "back": found.get_absolute_url(),
    }
    status = 422 if form.is_bound else 200
    return show(request, found.product_group, "reviews/review_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def review_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Not hold it; why is said."""
    found = find_review(request, pk)
    found.require("cancel", by=request.user)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(found.cancel, **form.cleaned_data, by=request.user):
        messages.success(request, _("The meeting is cancelled."))
        return see_other("reviews:review-list")
    context = {
        "form": form,
        "group": found.product_group,
        "title": _("Cancel the meeting"),
        "lead": _("It counts as planned and not held. Another date is often the better answer."),
        "back": found.get_absolute_url(),
    }
    status = 422 if form.is_bound else 200
    return show(request, found.product_group, "reviews/review_form.html", context, status=status)


@require_POST
def review_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put an item on the agenda."""
    found = find_review(request, pk)
    found.require("prepare", by=request.user)
    form = AddLineForm(found.product_group, request.user, request.POST)
    if form.is_valid() and form.attempt(found.add, **form.cleaned_data, by=request.user):
        return _agenda(request, found)
    if not request.htmx:
        return review_page(request, found, status=422, add_form=form)
    context = page_context(request, found) | {"add_form": form}
    answer = show(request, found.product_group, "reviews/review.html#add-line", context, status=422)
    return reswap(retarget(answer, "#add-line"), "outerHTML")


@require_POST
def review_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a line off the agenda."""
    return _change(request, pk, "remove")


@require_POST
def review_put_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back that a line was taken off."""
    return _change(request, pk, "put_back")


@require_POST
def review_arrange(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Move a line behind another one, or to the top."""
    return _change(request, pk, "arrange", after=request.POST.get("after", ""))


def _change(request: HttpRequest, pk: UUID, verb: str, **values) -> HttpResponse:
    found = find_review(request, pk)
    found.require("prepare", by=request.user)
    try:
        getattr(found, verb)(request.POST.get("id", ""), **values, by=request.user)
    except AgendaEntry.DoesNotExist as error:
        raise Http404 from error
    return _agenda(request, found)


def _agenda(request: HttpRequest, found: Review) -> HttpResponse:
    """The agenda as it is now."""
    if not request.htmx:
        return see_other(found)
    context = page_context(request, found)
    answer = show(request, found.product_group, "reviews/review.html#agenda", context)
    return reswap(retarget(answer, "#agenda"), "outerHTML")
