"""Verbs on topics and votes."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backlog.models import WrongState
from retrospectives.models.changing import verb
from retrospectives.models.noting import found
from retrospectives.models.parts import Topic, Vote


class Grouping:
    """Verbs: group, ungroup, vote."""

    @verb("group")
    def group(self, notes, *, title: str = "", topic=None, by) -> Topic:
        """Put notes into a topic: the one with the id `topic`, or a new one called `title`.

        Votes that were given to the notes go over to the topic, one for each person.
        """
        rows = [found(self.notes.on_board(), pk) for pk in notes]
        if not rows:
            raise ValidationError({"notes": _("Choose at least one note.")})
        if topic:
            topic = found(self.topics, topic)
        else:
            topic = Topic.objects.create(retrospective=self, title=_topic_title(title))
        self.notes.filter(pk__in=[note.pk for note in rows]).update(topic=topic)
        self._hand_votes_to(topic, rows)
        self._drop_empty_topics()
        self.joins(by)
        self.change("grouped", by=by)
        return topic

    @verb("group")
    def ungroup(self, note, *, by) -> None:
        """Take one note out of its topic. A topic without notes goes, and its votes with it."""
        note = found(self.notes.on_board(), note)
        note.topic = None
        note.save(update_fields=["topic"])
        self._drop_empty_topics()
        self.change("ungrouped", by=by)

    @verb("group")
    def rename_topic(self, pk, title: str, *, by) -> None:
        topic = found(self.topics, pk)
        topic.title = _topic_title(title)
        topic.save(update_fields=["title"])
        self.change("topic_renamed", by=by)

    def _hand_votes_to(self, topic: Topic, notes) -> None:
        given = self.votes.filter(note__in=notes)
        voters = set(given.values_list("user", flat=True))
        given.delete()
        votes = [Vote(retrospective=self, user_id=voter, topic=topic) for voter in sorted(voters)]
        Vote.objects.bulk_create(votes, ignore_conflicts=True)
        topic.brought_votes += sum(note.brought_votes for note in notes)
        topic.save(update_fields=["brought_votes"])
        self.notes.filter(pk__in=[note.pk for note in notes]).update(brought_votes=0)

    def _drop_empty_topics(self) -> None:
        self.topics.filter(notes=None).delete()

    @verb("vote")
    def vote(self, *, topic=None, note=None, by) -> None:
        """Give one of one's votes to a topic or a note (of a topic: to the topic). Twice counts once."""
        target = self._target(topic, note)
        if self.votes.filter(user=by, **target).exists():
            return
        if self.votes_left(by) <= 0:
            raise WrongState(
                ngettext(
                    "Your %(count)s vote is given. Take it back to give it elsewhere.",
                    "Your %(count)s votes are given. Take one back to give it elsewhere.",
                    self.votes_each,
                )
                % {"count": self.votes_each}
            )
        Vote.objects.create(retrospective=self, user=by, **target)
        self.joins(by)
        self.change("voted", by=by)

    @verb("vote")
    def unvote(self, *, topic=None, note=None, by) -> None:
        """Take one's vote back. Safe to repeat."""
        taken_back, _rows = self.votes.filter(user=by, **self._target(topic, note)).delete()
        if taken_back:
            self.change("unvoted", by=by)

    def votes_left(self, person) -> int:
        """How many votes the person may still give."""
        return self.votes_each - self.votes.filter(user=person).count()

    def _target(self, topic, note) -> dict:
        if bool(topic) == bool(note):
            raise ValidationError({"note": _("Vote for one topic or one note.")})
        if topic:
            return {"topic": found(self.topics, topic)}
        note = found(self.notes.on_board(), note)
        return {"topic": note.topic} if note.topic else {"note": note}


def _topic_title(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise ValidationError({"title": _("A topic needs a title.")})
    if len(title) > Topic._meta.get_field("title").max_length or "\x00" in title:
        raise ValidationError({"title": _("The title is too long.")})
    return title
