"""What is said about an item, for programs: comments with their versions of words, watching."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from activity.keyset import Order
from backlog.api.bodies import CommentBody
from backlog.api.representations import ItemOut
from backlog.models import Comment
from teams import permissions
from teams.bodies import Nothing, PreconditionFailed, PreconditionMissing
from teams.resources import etag

COMMENT = {
    "id": "id",
    "author": "author_id",
    "author_name": "author__name",
    "text": "text",
    "question": "question",
    "created": "created",
    "edited": "edited_at",
    "removed": "removed_at",
    "version": "version",
}


class CommentOut(serializers.Serializer):
    id = serializers.UUIDField()
    author = serializers.UUIDField()
    author_name = serializers.CharField()
    text = serializers.CharField(help_text="Markdown; empty where its author removed it.")
    question = serializers.BooleanField(help_text="Whether it asks the team that raised the item.")
    created = serializers.DateTimeField()
    edited = serializers.DateTimeField(allow_null=True)
    removed = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class SaidOut(CommentOut):
    """A comment, and who was told of it by name."""

    mentioned = serializers.ListField(child=serializers.UUIDField(), help_text="People who were told.")
    not_told = serializers.ListField(
        child=serializers.CharField(), help_text="Names after an at-sign of whom nobody can see the item."
    )


class Talking:
    """Comments of one item, and who watches it."""

    @extend_schema(
        responses={200: CommentOut(many=True)}, summary="What was said about an item, oldest first"
    )
    @action(detail=True, url_path="comments", url_name="comments")
    def comments(self, request, **kwargs):
        return self.answer_related(self.get_object().comments.all(), COMMENT, Order.by("created", "id"))

    @extend_schema(
        operation_id="items_comment",
        request=CommentBody,
        responses={201: SaidOut},
        summary="Say something about an item",
    )
    @comments.mapping.post
    def comment(self, request, **kwargs):
        found = self.get_object()
        permissions.require(request.user, "backlog.comment_item", found)
        said = found.comment(self.read(CommentBody)["text"], by=request.user)
        return self._said(said, status=201)

    @extend_schema(operation_id="items_comment_retrieve", responses={200: CommentOut}, summary="One comment")
    @action(detail=True, url_path="comments/<uuid:comment>", url_name="comment")
    def one_comment(self, request, **kwargs):
        return self._answer(self.comment_of(self.kwargs["comment"]))

    @extend_schema(
        operation_id="items_comment_edit",
        request=CommentBody,
        responses={200: SaidOut},
        summary="Say it in other words; every version is kept",
    )
    @one_comment.mapping.patch
    def edit_comment(self, request, **kwargs):
        comment = self.comment_of(self.kwargs["comment"])
        permissions.require(request.user, "backlog.edit_comment", comment)
        self._require_read(comment)
        text = self.read(CommentBody)["text"]
        return self._said(comment.item.edit_comment(comment, text, version=comment.version, by=request.user))

    @extend_schema(
        operation_id="items_comment_remove",
        responses={200: CommentOut},
        summary="Take one's own words back; that there were some stays to be seen",
    )
    @one_comment.mapping.delete
    def remove_comment(self, request, **kwargs):
        comment = self.comment_of(self.kwargs["comment"])
        comment.item.remove_comment(comment, by=request.user)
        return self._answer(comment)

    @extend_schema(
        operation_id="items_comment_restore",
        request=Nothing,
        responses={200: CommentOut},
        summary="Bring a removed comment back, within seven days",
    )
    @action(
        detail=True, methods=["post"], url_path="comments/<uuid:comment>/restore", url_name="comment-restore"
    )
    def restore_comment(self, request, **kwargs):
        comment = self.comment_of(self.kwargs["comment"])
        permissions.require(request.user, "backlog.edit_comment", comment)
        self.read(Nothing)
        comment.item.restore_comment(comment, by=request.user)
        return self._answer(comment)

    @extend_schema(
        operation_id="items_watch",
        request=Nothing,
        responses={200: ItemOut},
        summary="Hear what happens to an item",
    )
    @action(detail=True, methods=["post"], url_path="watch", url_name="watch")
    def watch(self, request, **kwargs):
        return self.act("backlog.watch_item", Nothing, lambda item, by: item.watch(by=by))

    @extend_schema(
        operation_id="items_unwatch",
        request=Nothing,
        responses={200: ItemOut},
        summary="Hear no more of an item, unless one is mentioned or becomes its owner",
    )
    @action(detail=True, methods=["post"], url_path="unwatch", url_name="unwatch")
    def unwatch(self, request, **kwargs):
        return self.act("backlog.watch_item", Nothing, lambda item, by: item.unwatch(by=by))

    def comment_of(self, pk) -> Comment:
        item = self.get_object()
        found = item.comments.with_id(pk).select_related("author").first()
        if found is None:
            raise Http404
        found.item = item
        return found

    def _require_read(self, comment: Comment) -> None:
        expected = self.request.headers.get("If-Match", "").strip()
        if not expected:
            raise PreconditionMissing
        if expected != "*" and etag(shown(comment)) not in [tag.strip() for tag in expected.split(",")]:
            raise PreconditionFailed

    def _said(self, comment: Comment, status: int = 200) -> Response:
        return Response(said(comment), status=status, headers={"ETag": etag(shown(comment))})

    def _answer(self, comment: Comment) -> Response:
        return Response(shown(comment), headers={"ETag": etag(shown(comment))})


def shown(comment: Comment) -> dict:
    return {
        "id": comment.pk,
        "author": comment.author_id,
        "author_name": comment.author.name,
        "text": comment.text,
        "question": comment.question,
        "created": comment.created,
        "edited": comment.edited_at,
        "removed": comment.removed_at,
        "version": comment.version,
    }


def said(comment: Comment) -> dict:
    told = {"mentioned": sorted(comment.mentions.ids), "not_told": comment.mentions.strangers}
    return shown(comment) | told
