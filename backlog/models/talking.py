"""Talking about an item: comments with their files, edited, removed and brought back; watching."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.models import Event
from backlog.audience import members_of
from backlog.models.attachments import Attachment, Upload
from backlog.models.changing import verb
from backlog.models.comments import Comment
from backlog.models.editing import Stale
from backlog.models.life import WrongState
from backlog.models.mentions import Mentions
from backlog.models.watches import Watch
from teams import permissions

UNDO = timedelta(days=7)
"""How long what its author removed can be brought back; then it is erased for good."""


class Talking:
    """Verbs: comment; edit, remove and restore a comment; remove and restore a file; watch, unwatch."""

    def comment(self, text: str, *, by, files: list[Upload] = ()) -> Comment:
        """Say something about the item, in Markdown. A manager's words count as an answer.

        Whom it mentions is told, if they may see the item; the comment's `mentions` say so.
        """
        permissions.require(by, "backlog.comment_item", self)
        text = Comment.checked(text, may_be_empty=bool(files))
        mentions = Mentions.read(text, self, by)
        with Attachment.storing(files, by=by) as attachments, transaction.atomic():
            self.lock()
            permissions.require(by, "backlog.comment_item", self)
            comment = self._say(text, mentions, by=by)
            Attachment.objects.add(attachments, comment)
        return comment

    @verb("ask")
    def ask(self, text: str, *, by) -> Comment:
        """Ask the team that raised it (of a proposal: that it affects); all its members hear of it."""
        text = Comment.checked(text)
        return self._say(text, Mentions.read(text, self, by), by=by, question=True)

    def _say(self, text: str, mentions: Mentions, *, by, question: bool = False) -> Comment:
        answers = by.access.has_role(self.product_group_id, "manager", "sponsor")
        comment = Comment.objects.create(
            item=self,
            author=by,
            text=text,
            html=mentions.to_html(text),
            question=question,
            awaited_since=self.unanswered_since if answers else None,
        )
        fields = {"unanswered_since": comment.created} if answers else {}
        tell = self.origin_people() if answers else members_of(self.team_id) if question else set()
        data = {"comment": str(comment.pk), "text": text[:300]}
        if question:
            data |= {"question": True, "team": self.team.name if self.team else ""}
        self.change("commented", by=by, tell=tell, besides=mentions.ids, data=data, **fields)
        self._mention(comment, mentions, by)
        Watch.objects.begin(self, by.pk)
        comment.mentions = mentions
        return comment

    def edit_comment(self, comment: Comment, text: str, *, by, version: int, files=()) -> Comment:
        """Say it in other words, or add files; the former words are kept.

        Raises `Stale` where it says something else by now than in the `version` that was read.
        """
        permissions.require(by, "backlog.edit_comment", comment)
        kept = comment.attachments.shown().exists()
        text = Comment.checked(text, may_be_empty=bool(files) or kept)
        mentions = Mentions.read(text, self, by)
        with Attachment.storing(files, by=by) as attachments, transaction.atomic():
            self._lock_comment(comment)
            self._require_there(comment)
            if comment.was_edited_since(version):
                raise Stale
            Attachment.objects.add(attachments, comment)
            known, reworded = Mentions.read(comment.text, self, by).ids, text != comment.text
            if reworded:
                comment.keep_version()
            if reworded or attachments:
                comment.count_edit(text=text, html=mentions.to_html(text) if reworded else comment.html)
                self.change("comment_edited", by=by, data=_edited(comment, reworded, added=attachments))
            if reworded:
                self._mention(comment, mentions, by, known=known)
        comment.mentions = mentions
        return comment

    def remove_comment(self, comment: Comment, *, by) -> None:
        """Take one's own words back; that there were some stays to be seen. Safe to repeat."""
        permissions.require(by, "backlog.edit_comment", comment)
        with transaction.atomic():
            self._lock_comment(comment)
            if comment.removed_at:
                return
            comment.keep_version()
            comment.text = comment.html = ""
            comment.version += 1
            comment.removed_at = timezone.now()
            comment.save(update_fields=["text", "html", "version", "removed_at"])
            Event.objects.withdraw_words("item", self.pk, comment=str(comment.pk))
            if comment.awaited_since:
                self._await_again(comment)
            self._tell_nobody("comment_removed", comment, by)

    def restore_comment(self, comment: Comment, *, by) -> None:
        """Bring back what one removed, as long as it is not erased. Safe to repeat."""
        permissions.require(by, "backlog.edit_comment", comment)
        with transaction.atomic():
            self._lock_comment(comment)
            if not comment.removed_at:
                return
            last = comment.versions.first()
            if last is None or timezone.now() - comment.removed_at > UNDO:
                raise WrongState(_("It was removed too long ago: its words are erased."))
            comment.text, comment.html = last.text, last.html
            last.delete()
            comment.version += 1
            comment.removed_at = None
            comment.save(update_fields=["text", "html", "version", "removed_at"])
            if comment.awaited_since and comment.created > self.unanswered_since:
                self.unanswered_since = comment.created
                self.save(update_fields=["unanswered_since"])
            self._tell_nobody("comment_restored", comment, by)

    def remove_file(self, file: Attachment, *, by) -> None:
        """Take a file of one's own away. Safe to repeat; it can be brought back for a while."""
        self._set_removed(file, timezone.now(), by)

    def restore_file(self, file: Attachment, *, by) -> None:
        """Bring it back, as long as it is there. Safe to repeat."""
        self._set_removed(file, None, by)

    def _set_removed(self, file: Attachment, moment: datetime | None, by) -> None:
        permissions.require(by, "backlog.edit_comment", file)
        with transaction.atomic():
            comment = file.comment
            self._lock_comment(comment)
            self._require_there(comment)
            locked = Attachment.objects.select_for_update().with_id(file.pk).first()
            if locked is None:
                raise WrongState(_("It was removed too long ago: the file is erased."))
            if bool(locked.removed_at) == bool(moment):
                return
            file.removed_at = moment
            file.save(update_fields=["removed_at"])
            comment.count_edit()
            change = {"removed" if moment else "restored": [file]}
            self._record("comment_edited", by=by, tell=(), **_edited(comment, False, **change))

    def watch(self, *, by) -> None:
        """Hear what happens to the item from now on."""
        permissions.require(by, "backlog.watch_item", self)
        Watch.objects.choose(self, by, watching=True)

    def unwatch(self, *, by) -> None:
        """Hear no more of it, unless one is mentioned or becomes its owner."""
        permissions.require(by, "backlog.watch_item", self)
        Watch.objects.choose(self, by, watching=False)

    def watched_by(self, user, *, chosen: bool = True) -> bool:
        """Whether `user` hears what happens: chosen so, or as author, owner, or who commented.

        `chosen=False` where it is known already that nobody has.
        """
        chosen = self.watches.of(user).values_list("watching", flat=True).first() if chosen else None
        return user.pk in {self.raised_by_id, self.owner_id} if chosen is None else chosen

    def _lock_comment(self, comment: Comment) -> None:
        """Locks in the order of every verb: the item, then what belongs to it."""
        self.lock()
        comment.refresh_from_db(from_queryset=Comment.objects.select_for_update())

    def _require_there(self, comment: Comment) -> None:
        if comment.removed_at:
            raise WrongState(_("The comment was removed."))

    def _mention(self, comment: Comment, mentions: Mentions, by, known=frozenset()) -> None:
        """Tell those who were not mentioned before, whether they watch or not."""
        new = mentions.ids - known - {by.pk}
        if new:
            data = {
                "comment": str(comment.pk),
                "people": ", ".join(mentions.names),
                "text": comment.text[:300],
            }
            self._record("mentioned", by=by, tell=new, **data)

    def _tell_nobody(self, name: str, comment: Comment, by) -> None:
        self._record(name, by=by, tell=(), comment=str(comment.pk))

    def _record(self, name: str, *, by, tell, **data) -> None:
        """An event that changes nothing of the item itself, nor ends its silence."""
        Event.record(
            name,
            subject_type="item",
            subject_id=self.pk,
            product_group_id=self.product_group_id,
            by=by,
            tell=tell,
            title=self.title,
            number=self.number,
            **data,
        )

    def _await_again(self, answer: Comment) -> None:
        """An answer that was taken back is none: the wait goes on as if it had not been given."""
        self.comments.filter(awaited_since=answer.created).update(awaited_since=answer.awaited_since)
        if self.unanswered_since == answer.created:
            self.unanswered_since = answer.awaited_since
            self.save(update_fields=["unanswered_since"])


def _edited(comment: Comment, reworded: bool, **files: list[Attachment]) -> dict:
    """What the history tells of an edit: the comment, whether its words changed, and the names of files."""
    names = {change: [file.name for file in changed] for change, changed in files.items()}
    return {"comment": str(comment.pk), "reworded": reworded, **names}
