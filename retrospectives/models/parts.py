"""What lies on the board: participants, columns, topics, notes, votes."""

from functools import reduce
from operator import add
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from fractional_indexing import generate_n_keys_between
from uuid_utils.compat import uuid7

from retrospectives.models.formats import KIND_BY_LEANING, Leaning

MOST_NOTES = 2_000  # on one board
MOST_COLUMNS = 40
LONGEST_NOTE = 10_000


def named(field: str):
    """The name of the person of `field`, else what brought notes called them, else None."""
    return Coalesce(f"{field}__name", NullIf(models.F(f"{field}_text"), models.Value("")))


def is_id(text) -> bool:
    """Whether it can be the id of a row."""
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True


class Participant(models.Model):
    """A person who takes part; in an overall retrospective on behalf of `team`.

    A `guest` was let in by the team's link, sees the board while it is open and no longer.
    """

    retrospective = models.ForeignKey(
        "retrospectives.Retrospective", on_delete=models.PROTECT, related_name="participants"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("teams.Team", null=True, on_delete=models.PROTECT, related_name="+")
    guest = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["retrospective", "user"], name="participant_once")]
        indexes = [models.Index(fields=["user", "retrospective"], name="participant_by_user")]

    @staticmethod
    def people():
        return get_user_model().objects.all()


class Placed(models.Model):
    """A row in an order of its own: `position` is a fractional key, so that a move writes one row."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    position = models.CharField(max_length=255, db_collation="C")

    class Meta:
        abstract = True


class Column(Placed):
    """A column of the board. `leaning` says what it gathers."""

    retrospective = models.ForeignKey(
        "retrospectives.Retrospective", on_delete=models.PROTECT, related_name="columns"
    )
    title = models.CharField(_("Title"), max_length=120)
    leaning = models.CharField(_("It gathers"), max_length=10, choices=Leaning.choices, default=Leaning.OPEN)

    class Meta:
        indexes = [models.Index(fields=["retrospective", "position"], name="column_by_position")]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def lay_out(cls, retrospective, columns) -> list["Column"]:
        """Put columns, given as `(title, leaning)`, behind those that are there."""
        last = retrospective.columns.order_by("-position").values_list("position", flat=True).first()
        keys = generate_n_keys_between(last, None, len(columns))
        rows = [
            cls(retrospective=retrospective, title=str(title)[:120], leaning=leaning, position=key)
            for (title, leaning), key in zip(columns, keys, strict=True)
        ]
        return cls.objects.bulk_create(rows)

    @property
    def suggested_kind(self) -> str:
        """The kind of item that a note of this column most likely becomes."""
        return KIND_BY_LEANING[self.leaning]


class Topic(models.Model):
    """A group of notes that are about the same thing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    retrospective = models.ForeignKey(
        "retrospectives.Retrospective", on_delete=models.PROTECT, related_name="topics"
    )
    title = models.CharField(_("Topic"), max_length=200)
    brought_votes = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        indexes = [models.Index(fields=["retrospective", "id"], name="topic_by_retrospective")]

    def __str__(self) -> str:
        return self.title


NOTE_WORDS = reduce(
    add, (SearchVector("text", config=config) for config in ("english", "swedish", "german", "simple"))
)


class NoteQuerySet(models.QuerySet):
    def saying(self, words: str) -> "NoteQuerySet":
        """Notes on their boards with these words: a text of `tsquery`."""
        asked = SearchQuery(words, config="simple", search_type="raw")
        return self.filter(removed_at=None).alias(words=NOTE_WORDS).filter(words=asked)

    def on_board(self) -> "NoteQuerySet":
        """Notes that were not removed, in the order of their columns."""
        return self.filter(removed_at=None).order_by("position", "id")

    def with_items(self) -> "NoteQuerySet":
        """With their columns and the items that came from them."""
        return self.select_related("column").prefetch_related("note_items__item")

    def chosen(self, ids) -> "NoteQuerySet":
        """Those with one of these ids; what is no id is passed over."""
        return self.filter(pk__in=[pk for pk in ids if is_id(pk)])

    def for_board(self) -> "NoteQuerySet":
        return self.on_board().values(
            "id", "text", "column_id", "topic_id", "author_id", "brought_votes", author_name=named("author")
        )


class Note(Placed):
    """What somebody wrote down in a retrospective.

    A removed note can be put back until the retrospective is closed. A note that an item came
    from can't be removed: the item keeps its way back for ever. Of brought notes
    `author_text` is a name that nobody here has, and `brought_votes` were given elsewhere.
    """

    retrospective = models.ForeignKey(
        "retrospectives.Retrospective", on_delete=models.PROTECT, related_name="notes"
    )
    column = models.ForeignKey(Column, on_delete=models.PROTECT, related_name="notes")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="notes")
    text = models.TextField(_("Note"), max_length=LONGEST_NOTE)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    author_text = models.CharField(max_length=200, blank=True, editable=False)
    brought_votes = models.PositiveIntegerField(default=0, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_has_text")]
        indexes = [
            models.Index(fields=["retrospective", "position", "id"], name="note_by_board"),
            models.Index(fields=["column", "position", "id"], name="note_by_column"),
            GinIndex(NOTE_WORDS, name="note_by_words"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Vote(models.Model):
    """One person finds one topic, or one note without a topic, worth talking about."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    retrospective = models.ForeignKey(
        "retrospectives.Retrospective", on_delete=models.PROTECT, related_name="votes"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="votes")
    note = models.ForeignKey(Note, null=True, blank=True, on_delete=models.CASCADE, related_name="votes")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "topic"], name="vote_once_per_topic"),
            models.UniqueConstraint(fields=["user", "note"], name="vote_once_per_note"),
            models.CheckConstraint(
                condition=Q(topic__isnull=True, note__isnull=False)
                | Q(topic__isnull=False, note__isnull=True),
                name="vote_for_one_thing",
            ),
        ]
        indexes = [models.Index(fields=["retrospective", "user"], name="vote_by_person")]
