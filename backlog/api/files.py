"""Pictures and files beside comments, for programs: listed, handed out, brought, removed and brought back."""

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ParseError
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.settings import api_settings

from activity.keyset import Order
from backlog.api.talking import SaidOut, said
from backlog.forms.talking import FilesField
from backlog.handing_out import handed_out
from backlog.models import Attachment
from backlog.models.comments import LONGEST
from teams import permissions
from teams.bodies import Body, Nothing

ATTACHMENT = {
    "id": "id",
    "comment": "comment_id",
    "author": "author_id",
    "author_name": "author__name",
    "name": "name",
    "content_type": "content_type",
    "size": "size",
    "width": "width",
    "height": "height",
    "created": "created",
}
IN_ORDER = Order.by("created", "id")


class AttachmentOut(serializers.Serializer):
    """A picture or file beside a comment. Its content stands under its own address."""

    id = serializers.UUIDField()
    comment = serializers.UUIDField()
    author = serializers.UUIDField()
    author_name = serializers.CharField()
    name = serializers.CharField()
    content_type = serializers.CharField(help_text="By the content, whatever the name says.")
    size = serializers.IntegerField(help_text="In bytes.")
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    created = serializers.DateTimeField()


class BroughtOut(SaidOut):
    """The comment beside which the files now stand."""

    attachments = AttachmentOut(many=True, help_text="All files of the comment, oldest first.")


class FilesBody(Body):
    """A form: the files, and what is said with them, or the comment of one's own to which they are added."""

    files = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True),
        help_text="Pictures, PDF, office documents and plain text, told by their content.",
    )
    text = serializers.CharField(
        required=False, allow_blank=True, max_length=LONGEST, help_text="Markdown; may be empty."
    )
    comment = serializers.UUIDField(required=False, help_text="Add them to this comment, without a text.")

    def validate_files(self, value: list) -> list:
        return FilesField().clean(value)

    def validate(self, values: dict) -> dict:
        if "comment" in values and "text" in values:
            raise serializers.ValidationError({"text": _("The comment has a text already.")})
        return values


class FormParser(MultiPartParser):
    """A form with files. One with too many parts, or that is no UTF-8, is unreadable (400)."""

    def parse(self, stream, media_type=None, parser_context=None):
        try:
            parsed = super().parse(stream, media_type, parser_context)
        except RequestDataTooBig:
            raise
        except SuspiciousOperation as error:
            raise ParseError(_("The request can't be understood.")) from error
        if any("\ufffd" in value for _name, values in parsed.data.lists() for value in values):
            raise ParseError(_("The request can't be understood."))
        return parsed


class Files:
    """Files of one item."""

    @extend_schema(
        responses={200: AttachmentOut(many=True)}, summary="Pictures and files of an item, oldest first"
    )
    @action(
        detail=True,
        url_path="attachments",
        url_name="attachments",
        parser_classes=[*api_settings.DEFAULT_PARSER_CLASSES, FormParser],
    )
    def attachments(self, request, **kwargs):
        return self.answer_related(
            Attachment.objects.of_item(self.get_object()).shown(), ATTACHMENT, IN_ORDER
        )

    @extend_schema(
        operation_id="items_attach",
        request={"multipart/form-data": FilesBody},
        responses={201: BroughtOut},
        summary="Bring files, with a comment or beside one of your own",
    )
    @attachments.mapping.post
    def attach(self, request, **kwargs):
        item = self.get_object()
        permissions.require(request.user, "backlog.comment_item", item)
        named = self.named(FilesBody, "comment")
        comment = self.comment_of(named) if named else None
        if comment:
            permissions.require(request.user, "backlog.edit_comment", comment)
        sent = self.read(FilesBody)
        if comment:
            brought = item.edit_comment(
                comment, comment.text, files=sent["files"], version=comment.version, by=request.user
            )
        else:
            brought = item.comment(sent.get("text", ""), files=sent["files"], by=request.user)
        files = Attachment.objects.of_comments([brought]).shown().order_by("created", "id")
        rows = [self._attachment(row) for row in files.values(*ATTACHMENT.values())]
        return Response(said(brought) | {"attachments": rows}, status=201)

    @extend_schema(
        operation_id="items_attachment_content",
        responses={(200, "*/*"): OpenApiResponse(OpenApiTypes.BINARY)},
        summary="The content of a picture or file",
    )
    @action(detail=True, url_path="attachments/<uuid:attachment>", url_name="attachment")
    def attachment(self, request, **kwargs):
        files = Attachment.objects.of_item(self.get_object()).shown()
        found = files.with_id(self.kwargs["attachment"]).first()
        if found is None:
            raise Http404
        return handed_out(request, found, found.path)

    @extend_schema(
        operation_id="items_attachment_remove",
        responses={204: None},
        summary="Take away a file of one's own; it can be brought back within seven days",
    )
    @attachment.mapping.delete
    def remove_attachment(self, request, **kwargs):
        found = self._found()
        found.item.remove_file(found, by=request.user)
        return Response(status=204)

    @extend_schema(
        operation_id="items_attachment_restore",
        request=Nothing,
        responses={200: AttachmentOut},
        summary="Bring a removed file back, within seven days",
    )
    @action(
        detail=True,
        methods=["post"],
        url_path="attachments/<uuid:attachment>/restore",
        url_name="attachment-restore",
    )
    def restore_attachment(self, request, **kwargs):
        found = self._found()
        permissions.require(request.user, "backlog.edit_comment", found)
        self.read(Nothing)
        found.item.restore_file(found, by=request.user)
        rows = Attachment.objects.with_id(found.pk).values(*ATTACHMENT.values())
        return Response(self._attachment(rows.get()))

    def _found(self) -> Attachment:
        """The file, removed or not."""
        item = self.get_object()
        files = Attachment.objects.of_item(item).select_related("comment")
        found = files.with_id(self.kwargs["attachment"]).first()
        if found is None:
            raise Http404
        found.item = item
        return found

    def _attachment(self, row: dict) -> dict:
        return {name: row[column] for name, column in ATTACHMENT.items()}
