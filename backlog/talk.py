"""What a page shows beside the words of comments."""

from django.utils import timezone

from backlog.models import Attachment, Comment
from backlog.models.talking import UNDO


def show_beside(comments: list[Comment], about) -> None:
    """Add to each comment its address, its files and where it was said, and what its reader may do with it.

    `about` is the dossier of their item. One query, however many there are.
    """
    files: dict = {}
    for file in Attachment.objects.of_comments(comments).shown() if comments else ():
        files.setdefault(file.comment_id, []).append(file)
    now = timezone.now()
    for comment in comments:
        gone = comment.removed_at
        comment.url = f"/items/{comment.item_id}/comments/{comment.pk}/"
        comment.said_on = about.raisings.numbers[comment.item_id]
        comment.files = files.get(comment.pk, [])
        comment.answers = not gone and comment.author_id in about.manager_ids
        comment.own = about.may_comment and comment.author_id == about.user.pk
        comment.may_restore = comment.own and gone and now - gone < UNDO
