"""What people say about an item, and what they said before they changed it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

LONGEST = 20_000


class CommentQuerySet(models.QuerySet):
    def with_id(self, pk) -> "CommentQuerySet":
        return self.filter(pk=pk)

    def about(self, item_ids) -> "CommentQuerySet":
        """What was said about any of these items."""
        return self.filter(item__in=item_ids)

    def newest_before(self, comment: "Comment | None" = None) -> "CommentQuerySet":
        """Newest first; with a comment, only what was written before it."""
        rows = self.order_by("-created", "-id")
        if comment is None:
            return rows
        same_moment = Q(created=comment.created, pk__lt=comment.pk)
        return rows.filter(Q(created__lt=comment.created) | same_moment, created__lte=comment.created)

    def first_after(self, comment: "Comment") -> "Comment | None":
        """The next comment among these."""
        same_moment = Q(created=comment.created, pk__gt=comment.pk)
        later = Q(created__gt=comment.created) | same_moment
        return self.filter(later).order_by("created", "id").first()

    def removed_before(self, moment) -> "CommentQuerySet":
        return self.filter(removed_at__lt=moment)


class Comment(models.Model):
    """A comment in Markdown; its HTML is made when it is written, not when it is read.

    `version` counts its edits, those of its files among them. A comment that its author removed
    keeps its place without words: they are kept among its versions until it is erased for good.
    `awaited_since` is set where the comment is an answer of the managers: since when one had been
    awaited.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey("backlog.Item", on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=LONGEST)
    html = models.TextField(editable=False)
    question = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    awaited_since = models.DateTimeField(null=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["created", "id"]
        indexes = [
            models.Index(fields=["item", "created", "id"], name="comment_by_item"),
            models.Index(
                fields=["removed_at"], condition=Q(removed_at__isnull=False), name="comment_by_removal"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def product_group_id(self):
        """Where the policy looks for its author's roles."""
        return self.item.product_group_id

    @property
    def team_id(self):
        return self.item.team_id

    @staticmethod
    def checked(text: str, *, may_be_empty: bool = False) -> str:
        """The text as it is kept. Raises a `ValidationError` at `text`."""
        text = text.strip()
        if not text and not may_be_empty:
            raise ValidationError({"text": _("Write something first.")})
        if len(text) > LONGEST:
            raise ValidationError({"text": _("A comment has at most %d characters.") % LONGEST})
        return text

    def was_edited_since(self, version: int) -> bool:
        """Whether it says something else than that version. Files that came and went are in nobody's way."""
        return not 1 <= version <= self.version or self.versions.filter(number__gte=version).exists()

    def count_edit(self, **fields) -> None:
        """Write the fields of an edit; it is marked as edited."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.version += 1
        self.edited_at = timezone.now()
        self.save(update_fields=["version", "edited_at", *fields])

    def keep_version(self) -> None:
        """Keep what it says now beside what it is about to say."""
        self.versions.create(
            number=self.version, text=self.text, html=self.html, written=self.edited_at or self.created
        )


class CommentVersion(models.Model):
    """What a comment said before it was edited or removed."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    html = models.TextField()
    written = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["comment", "number"], name="comment_version_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.text[:60]}"
