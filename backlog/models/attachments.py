"""Pictures and files beside a comment."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.utils import timezone
from uuid_utils.compat import uuid7

from backlog.uploads import PICTURES, Upload

FOLDER = "attachments"


class AttachmentQuerySet(models.QuerySet):
    def shown(self) -> "AttachmentQuerySet":
        """Those that were not removed, neither themselves nor with their comment."""
        return self.filter(removed_at=None, comment__removed_at=None)

    def of_comments(self, comments) -> "AttachmentQuerySet":
        return self.filter(comment__in=comments)

    def of_item(self, item) -> "AttachmentQuerySet":
        return self.filter(item=item)

    def with_id(self, pk) -> "AttachmentQuerySet":
        return self.filter(pk=pk)

    def removed_before(self, moment: datetime) -> "AttachmentQuerySet":
        """Removed for good: nobody may bring them back any more."""
        return self.filter(Q(removed_at__lt=moment) | Q(comment__removed_at__lt=moment))

    def add(self, attachments: list["Attachment"], comment) -> None:
        """Let stored files belong to a comment; called in its transaction."""
        for attachment in attachments:
            attachment.comment, attachment.item_id = comment, comment.item_id
            attachment.save(force_insert=True)

    def paths(self) -> set[str]:
        """Where all files lie that belong to something."""
        rows = self.values_list("path", "small_path")
        return {path for row in rows for path in row if path}


class Attachment(models.Model):
    """A picture that was made anew, or a file that is only ever handed out to be saved.

    `name` is shown and given to who saves it; where it lies (`path`, and for a picture
    `small_path`) is chosen at random and told to nobody.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey("backlog.Item", on_delete=models.PROTECT, related_name="attachments")
    comment = models.ForeignKey("backlog.Comment", on_delete=models.PROTECT, related_name="attachments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=140)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    path = models.CharField(max_length=80, unique=True)
    small_path = models.CharField(max_length=80, blank=True)
    created = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["created", "id"]
        indexes = [
            models.Index(fields=["item", "created", "id"], name="attachment_by_item"),
            models.Index(
                fields=["removed_at"], condition=Q(removed_at__isnull=False), name="attachment_by_removal"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def product_group_id(self):
        """Where the policy looks for its author's roles."""
        return self.item.product_group_id

    @property
    def team_id(self):
        return self.item.team_id

    @property
    def url(self) -> str:
        return f"/items/{self.item_id}/files/{self.pk}/"

    @property
    def is_picture(self) -> bool:
        return self.content_type in PICTURES

    @classmethod
    @contextmanager
    def storing(cls, uploads: list[Upload], *, by) -> Iterator[list["Attachment"]]:
        """Write the files, before any row is locked. Where what follows fails, none is left behind.

        Who is killed in between leaves files that belong to nothing: a sweep takes them away.
        """
        stored: list[Attachment] = []
        try:
            for upload in uploads:
                stored.append(cls._stored(upload, by))
            yield stored
        except BaseException:
            for attachment in stored:
                attachment.erase_files()
            raise

    @classmethod
    def _stored(cls, upload: Upload, by) -> "Attachment":
        attachment = cls(
            author=by,
            name=upload.name,
            content_type=upload.content_type,
            size=len(upload.content),
            width=upload.width,
            height=upload.height,
        )
        attachment.path = _write(upload.content)
        if upload.small:
            attachment.small_path = _write(upload.small)
        return attachment

    def erase_files(self) -> None:
        for path in filter(None, (self.path, self.small_path)):
            default_storage.delete(path)


def _write(content: bytes) -> str:
    name = secrets.token_hex(16)
    return default_storage.save(f"{FOLDER}/{name[:2]}/{name}", ContentFile(content))
