"""One thing done to several items from the triage inbox, and undoing it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import replace_url, reswap, retarget, trigger_client_event

from activity.answers import see_other
from backlog.forms.sweeping import SWEEPS, SweepForm
from backlog.happenings import since, states_entered
from backlog.models import Item, State, Sweep, WrongState
from backlog.models.life import VERBS
from backlog.models.sweeping import MOST
from backlog.triage import said
from backlog.views.triage import show_list, show_one, uuid_or_none


@require_http_methods(["GET", "HEAD", "POST"])
def sweep(request: HttpRequest, what: str) -> HttpResponse:
    """Ask for what it needs (GET) and do it to every `item` that is named (POST), or to none.

    Every one visible (404), then policy for each (403), then each state (409), then fields
    (422). After success: the inbox, or where `then` names an item, that one on the table.
    """
    items = _named_items(request)
    form = SWEEPS[what](items, request.user, request.POST if request.method == "POST" else None)
    try:
        Sweep.require_together(items)
        Sweep.require(what, items, by=request.user)
        if form.is_bound and form.is_valid() and form.run():
            return _done(request, form)
    except ValidationError as error:
        return _ask(request, form, 422, " ".join(error.messages))
    except WrongState as refusal:
        return _ask(request, form, 409, f"{refusal} " + _("Nothing was changed."))
    return _ask(request, form, 422 if form.is_bound else 200)


@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what was done last. What stands in the way is said (409), and nothing is undone."""
    done = get_object_or_404(Sweep.objects.visible_to(request.user), pk=pk)
    first = get_object_or_404(
        Item.objects.visible_to(request.user).for_page(), pk=done.done[0]["item"] if done.done else None
    )
    try:
        done.undo(by=request.user)
    except WrongState as refusal:
        told = {"sentence": str(refusal), "happened": since(done.at, [row["item"] for row in done.done])}
        answer = show_list(request, first.product_group, status=409, **told)
        return reswap(retarget(answer, "#triage"), "outerHTML") if request.htmx else answer
    if not request.htmx:
        messages.success(request, _("It is undone."))
        return see_other(_address("backlog:triage", first.product_group_id))
    answer = show_list(request, first.product_group, said=_("It is undone."), focus=True)
    return reswap(retarget(answer, "#triage"), "outerHTML")


def _named_items(request: HttpRequest) -> list[Item]:
    """The items that are named, each once; 404 unless this person may see every one of them."""
    given = (request.POST if request.method == "POST" else request.GET).getlist("item")
    ids = list(dict.fromkeys(uuid_or_none(value) for value in given))
    if None in ids:
        raise Http404
    rows = {
        item.pk: item for item in Item.objects.visible_to(request.user).for_page().with_ids(ids[: MOST + 1])
    }
    if len(rows) < min(len(ids), MOST + 1):
        raise Http404
    return [rows[pk] for pk in ids if pk in rows]


def _ask(request: HttpRequest, form: SweepForm, status: int, sentence: str = "") -> HttpResponse:
    """The form with what was typed; `sentence` says why nothing was done."""
    given = request.POST if request.method == "POST" else request.GET
    late = status == 409
    if late:
        form.items = list(Item.objects.visible_to(request.user).for_page().with_ids(form.ids))
    context = {
        "form": form,
        "sentence": sentence,
        "late": late,
        "items": _with_what_happened(form) if late else [(item, None) for item in form.items],
        "into": given.get("into", ""),
        "then": given.get("then", ""),
        "one": given.get("one", ""),
        "back": _address("backlog:triage", form.items[0].product_group_id) if form.items else None,
    }
    if not form.is_bound and context["into"]:
        form.initial = {"into": context["into"]}
    if not request.htmx:
        return render(request, "backlog/triage_sweep.html", context, status=status)
    answer = render(request, "backlog/triage_sweep.html#sweep", context, status=status)
    return reswap(retarget(answer, "#item-dialog-body"), "innerHTML")


def _with_what_happened(form: SweepForm) -> list:
    """The items as they are now; with those that it isn't possible for, what brought them there."""
    came = states_entered(form.ids)
    possible = VERBS[form.what].states if form.what in VERBS else State.values
    return [(item, None if item.state in possible else came.get(item.pk)) for item in form.items]


def _done(request: HttpRequest, form: SweepForm) -> HttpResponse:
    group = form.items[0].product_group
    one, then = request.POST.get("one"), uuid_or_none(request.POST.get("then"))
    where = (
        _address("backlog:triage-one", group.pk, item=then) if one else _address("backlog:triage", group.pk)
    )
    if not request.htmx:
        if form.what not in Sweep.UNDOABLE:
            messages.success(request, said(form.sweep))
        return see_other(where)
    told = {"said": said(form.sweep), "focus": True}
    answer = show_one(request, group, then, **told) if one else show_list(request, group, **told)
    answer = replace_url(reswap(retarget(answer, "#triage"), "outerHTML"), where)
    return trigger_client_event(answer, "close-dialog", {})


def _address(name: str, group_id, **more) -> str:
    query = {"product_group": group_id} | {key: value for key, value in more.items() if value}
    return f"{reverse(name)}?{urlencode(query)}"
