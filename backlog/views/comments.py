"""What becomes of a comment: looked at before it is said, edited, removed and brought back; its versions."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from activity.answers import see_other
from backlog.forms.talking import CommentEditForm, CommentForm
from backlog.models import Comment, Item, Stale, WrongState
from backlog.models.mentions import Mentions
from backlog.views.item import find_item, item_fragment, item_page
from backlog.views.verbs import came_too_late
from teams import permissions
from teams.models import User

MOST_PEOPLE = 8
LONGEST_NAME = 60


def find_comment(request: HttpRequest, pk: UUID, comment: UUID) -> tuple[Item, Comment]:
    """The item and its comment, if this person may see them; else 404."""
    item = find_item(request, pk)
    found = get_object_or_404(item.comments.select_related("author"), pk=comment)
    found.item = item
    return item, found


@require_POST
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How it will look. Nothing is stored, nobody is told; without scripts the page with what was typed."""
    item = find_item(request, pk)
    permissions.require(request.user, "backlog.comment_item", item)
    form = CommentForm(request.POST)
    text = request.POST.get("text", "")[: Comment._meta.get_field("text").max_length]
    mentions = Mentions.read(text.replace("\x00", ""), item, request.user)
    shown = {"html": mentions.to_html(text), "strangers": mentions.strangers}
    if request.htmx:
        return render(request, "backlog/item.html#comment-preview", {"preview": shown})
    return item_page(request, item, comment_form=form, preview=shown)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_edit(request: HttpRequest, pk: UUID, comment: UUID) -> HttpResponse:
    """Other words. Who was not the last to change it sees both (409) and may save theirs on top."""
    item, found = find_comment(request, pk, comment)
    permissions.require(request.user, "backlog.edit_comment", found)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CommentEditForm(found, *sent)
    if found.removed_at:
        return came_too_late(request, item.pk, _("The comment was removed."), form)
    status, theirs = (422 if form.is_bound else 200), None
    try:
        if form.is_bound and form.is_valid() and form.run(item, request.user):
            return _back(request, found, " ".join(filter(None, (_("Your comment is changed."), form.said))))
    except Stale:
        status, theirs = 409, found
        form.data = form.data.copy()
        form.data["version"] = found.version
    except WrongState as refusal:
        return came_too_late(request, item.pk, str(refusal), form)
    context = {"item": item, "comment": found, "form": form, "theirs": theirs}
    context["attachments"] = found.attachments.all()
    template = "backlog/comment_edit.html" + ("#comment-edit" if request.htmx else "")
    answer = render(request, template, context, status=status)
    if request.htmx:
        answer["HX-Retarget"], answer["HX-Reswap"] = "#item-dialog-body", "innerHTML"
    return answer


@require_POST
def comment_remove(request: HttpRequest, pk: UUID, comment: UUID) -> HttpResponse:
    item, found = find_comment(request, pk, comment)
    item.remove_comment(found, by=request.user)
    return _back(request, found, _("Your comment is removed."), undo=f"{_url(found)}restore/")


@require_POST
def comment_restore(request: HttpRequest, pk: UUID, comment: UUID) -> HttpResponse:
    item, found = find_comment(request, pk, comment)
    item.restore_comment(found, by=request.user)
    return _back(request, found, _("Your comment is there again."))


@require_safe
def comment_versions(request: HttpRequest, pk: UUID, comment: UUID) -> HttpResponse:
    """All that a comment said, the newest first, for everybody who sees the item."""
    item, found = find_comment(request, pk, comment)
    versions = [] if found.removed_at else found.versions.defer("text")
    template = "backlog/comment_versions.html" + ("#versions" if request.htmx else "")
    return render(request, template, {"item": item, "comment": found, "versions": versions})


@require_safe
def mentionable(request: HttpRequest, pk: UUID) -> HttpResponse:
    """People who can see the item and whose name fits what is being typed after an at-sign."""
    item = find_item(request, pk)
    permissions.require(request.user, "backlog.comment_item", item)
    typed = request.GET.get("q", "")[:LONGEST_NAME]
    people = User.objects.seeing(item).named(typed).order_by("name", "id")[:MOST_PEOPLE] if typed else []
    return render(request, "backlog/item.html#people", {"people": people})


@require_POST
def watch(request: HttpRequest, pk: UUID) -> HttpResponse:
    item = find_item(request, pk)
    item.watch(by=request.user)
    return _item_again(request, item, _("You hear what happens to this item."), focus="watching")


@require_POST
def unwatch(request: HttpRequest, pk: UUID) -> HttpResponse:
    item = find_item(request, pk)
    item.unwatch(by=request.user)
    said = _("You hear no more of this item, unless somebody mentions you or makes you its owner.")
    return _item_again(request, item, said, focus="watching")


def _back(request: HttpRequest, comment: Comment, said: str, undo: str = "") -> HttpResponse:
    place = f"comment-{comment.pk}"
    return _item_again(request, comment.item, said, undo=undo, place=place, focus="comments")


def _item_again(request, item: Item, said: str, *, undo="", place="comments", focus: str) -> HttpResponse:
    """303 to the place on the item's page; on that page the item as it is now."""
    if request.htmx and request.htmx.current_url_abs_path == item.get_absolute_url():
        return item_fragment(request, find_item(request, item.pk), said=said, undo=undo, focus=focus)
    messages.success(request, said)
    if request.htmx:  # on the page of the item that this one was merged into
        return HttpResponseClientRefresh()
    return see_other(f"{item.get_absolute_url()}#{place}")


def _url(comment: Comment) -> str:
    return f"/items/{comment.item_id}/comments/{comment.pk}/"
