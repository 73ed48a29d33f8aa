"""The page of one item, its older comments and history, and its short address."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET
from django_htmx.http import reswap, retarget, trigger_client_event

from backlog.dossier import Dossier
from backlog.forms.talking import CommentForm
from backlog.models import Comment, Item
from teams.current import enter_group


def find_item(request: HttpRequest, pk: UUID) -> Item:
    """The item, if this person may see it; else 404."""
    return get_object_or_404(Item.objects.visible_to(request.user).for_page(), pk=pk)


@require_GET
def item(request: HttpRequest, pk: UUID) -> HttpResponse:
    return item_page(request, find_item(request, pk))


def item_page(request: HttpRequest, item: Item, *, status: int = 200, **forms) -> HttpResponse:
    """The whole page; a `comment_form` may be given that came back with errors."""
    enter_group(request, item.product_group_id)
    return render(request, "backlog/item.html", page_context(request, item, **forms), status=status)


def page_context(request: HttpRequest, item: Item, **given) -> dict:
    about = Dossier(item, request.user)
    if about.may_comment:
        given.setdefault("comment_form", CommentForm())
    return {"item": item, "about": about, **given}


def item_fragment(
    request: HttpRequest, item: Item, *, said: str, undo: str = "", focus: str = "next-step"
) -> HttpResponse:
    """The item as it is now, put in place of the one on the page, with words on what was done.

    `undo` is an address to which one empty POST takes it back; `focus` names the part of the
    page where the eye goes.
    """
    context = page_context(request, item, focus=focus)
    response = retarget(render(request, "backlog/item.html#item", context), "#item")
    reswap(response, "outerHTML")
    trigger_client_event(response, "close-dialog", {})
    trigger_client_event(response, "say", said)
    trigger_client_event(response, "toast", {"text": said} | ({"undo": undo} if undo else {}))
    return response


@require_GET
def comments(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Comments before the one named by `before`: a page, or more rows for the item page."""
    item = find_item(request, pk)
    about = Dossier(item, request.user)
    rows, more = about.read_comments(_comment(about, request.GET.get("before")))
    older = f"{about.url}comments/?before={rows[0].pk}" if more else ""
    template = "backlog/_comments.html" if request.htmx else "backlog/item_comments.html"
    return render(request, template, {"item": item, "about": about, "comments": rows, "older": older})


@require_GET
def comment(request: HttpRequest, pk: UUID, comment: UUID) -> HttpResponse:
    """The permanent address of a comment: leads to the page on which it stands now."""
    item = find_item(request, pk)
    found = get_object_or_404(item.comments, pk=comment)
    place = f"#comment-{found.pk}"
    about = Dossier(item, request.user)
    if found in about.comments:
        return redirect(f"{about.url}{place}")
    newer = Comment.objects.about(about.raisings.numbers).first_after(found)
    return redirect(f"{about.url}comments/?before={newer.pk}{place}")


@require_GET
def history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What happened before the event named by `before`: a page, or more rows for the item page."""
    item = find_item(request, pk)
    about = Dossier(item, request.user)
    before = request.GET.get("before", "")
    if before and not (before.isascii() and before.isdecimal() and len(before) < 19):
        raise Http404
    rows, more = about.read_history(int(before) if before else None)
    older = f"{about.url}history/?before={rows[-1].id}" if more else ""
    template = "backlog/_history.html" if request.htmx else "backlog/item_history.html"
    return render(request, template, {"item": item, "about": about, "history": rows, "older": older})


@require_GET
def item_by_number(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A short address for print and talk; also leads to an item that was handed to another group."""
    return redirect(get_object_or_404(Item.objects.visible_to(request.user).by_number(slug, number)))


def _comment(about: Dossier, value: str | None) -> Comment | None:
    """The comment with that id on the item or on what was merged into it; None without one, else 404."""
    if not value:
        return None
    try:
        pk = UUID(value)
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(Comment.objects.about(about.raisings.numbers), pk=pk)
