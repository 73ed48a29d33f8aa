"""Every verb of an item as page and as fragment: the table of forms does the rest."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget, trigger_client_event

from activity.answers import see_other
from backlog.dossier import Dossier
from backlog.forms.merging import suggest
from backlog.forms.verb import VerbForm
from backlog.forms.verbs import VERB_FORMS
from backlog.models import Item, Stale, WrongState
from backlog.views.item import find_item, item_fragment

BOARD = "/items/board/"
TRIAGE = "/triage/"
DIALOG = "#item-dialog-body"
LATEST = 3


@require_http_methods(["GET", "HEAD", "POST"])
def verb(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Ask for what the verb needs (GET) and do it (POST).

    Visible (404), then policy (403), then state (409), then fields (422). After success: 303
    to the item, or under HTMX the item as it is now. `?undo` fills in what taking back needs.
    """
    item = find_item(request, pk)
    initial = {"verdict": request.GET.get("verdict", "")}
    form = VERB_FORMS[verb](item, request.user, _sent(request, item, verb), initial=initial)
    try:
        item.require(verb, by=request.user)
        if form.is_bound and form.is_valid() and form.run():
            return done(request, item, form)
    except WrongState as refusal:
        return came_too_late(request, item.pk, str(refusal), form)
    except Stale:
        return came_too_late(request, item.pk, _("Somebody else saved first."), form)
    template = f"backlog/{form.template}.html" + ("#verb" if request.htmx else "")
    return render(request, template, {"item": item, "form": form}, status=422 if form.is_bound else 200)


def _sent(request: HttpRequest, item: Item, verb: str):
    if request.method != "POST":
        return None
    return VERB_FORMS[verb].undo_values(item) if "undo" in request.GET else request.POST


def done(request: HttpRequest, item: Item, form: VerbForm) -> HttpResponse:
    """Show the item as it is now; who no longer sees it (handed to another group) goes to the list."""
    url, came_from = item.get_absolute_url(), request.htmx.current_url_abs_path or "" if request.htmx else ""
    found = Item.objects.visible_to(request.user).for_page().with_id(item.pk).first()
    if found and came_from == url:
        undo = f"{url}{form.undo}/?undo=1" if form.undo and found.may(form.undo, request.user) else ""
        return item_fragment(request, found, said=str(form.done), undo=undo)
    if came_from.split("?")[0] == BOARD:
        return _moved(form)
    messages.success(request, form.done)
    goal = came_from if came_from.startswith(TRIAGE) else url if found else "/"
    return HttpResponseClientRedirect(goal) if request.htmx else see_other(goal)


def _moved(form: VerbForm) -> HttpResponse:
    """On the board: the dialog closes, and the page asks for the board as it is now."""
    response = HttpResponse(status=204)
    trigger_client_event(response, "close-dialog", {})
    trigger_client_event(response, "toast", {"text": str(form.done)})
    trigger_client_event(response, "say", str(form.done))
    return trigger_client_event(response, "board-changed", {})


def came_too_late(request: HttpRequest, pk: UUID, sentence: str, form=None) -> HttpResponse:
    """409: what stood in the way, how the item is now, and what was typed, kept to be copied."""
    item = find_item(request, pk)
    about = Dossier(item, request.user)
    context = {
        "item": item,
        "about": about,
        "sentence": sentence,
        "latest": about.history[:LATEST],
        "typed": form.typed() if form else [],
    }
    if not request.htmx:
        return render(request, "backlog/item_too_late.html", context, status=409)
    response = render(request, "backlog/item_too_late.html#too-late", context, status=409)
    trigger_client_event(response, "board-changed", {}, after="settle")
    return reswap(retarget(response, DIALOG), "innerHTML") if context["typed"] else response


@require_safe
def merge_targets(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Suggestions below the field of the merge form, as one types."""
    item = find_item(request, pk)
    item.require("merge", by=request.user)
    typed = request.GET.get("into", "").strip()
    context = {"item": item, "typed": typed, "targets": suggest(item, request.user, typed)}
    return render(request, "backlog/item_merge.html#targets", context)
