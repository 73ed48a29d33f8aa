"""What people say about an item."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from backlog.markdown import to_html

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


class Comment(models.Model):
    """A comment in Markdown; its HTML is made when it is written, not when it is read."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey("backlog.Item", on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=LONGEST)
    html = models.TextField(editable=False)
    question = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["created", "id"]
        indexes = [models.Index(fields=["item", "created", "id"], name="comment_by_item")]

    def __str__(self) -> str:
        return self.text[:60]

    @classmethod
    def write(cls, *, item, text: str, by, question: bool = False) -> "Comment":
        """Store a comment; `item.comment` (a question to the team: `item.ask`) is the way to call it."""
        text = text.strip()
        if not text:
            raise ValidationError({"text": _("Write something first.")})
        if len(text) > LONGEST:
            raise ValidationError({"text": _("A comment has at most %d characters.") % LONGEST})
        return cls.objects.create(item=item, author=by, text=text, html=to_html(text), question=question)
