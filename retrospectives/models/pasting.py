"""Brought notes as rows: the text, the retrospectives read from it, and which lines came where."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from retrospectives.models.bringing import Bringing
from retrospectives.models.correcting import Correcting
from retrospectives.models.life import Kind
from retrospectives.reading import Reading

KEPT = timedelta(days=90)


NOT_LISTED = (
    "text",
    "retrospective__also_present",
    "retrospective__links",
    "retrospective__product_group__purpose",
    "team__product_group__purpose",
    "product_group__purpose",
)


class PastedNotesQuerySet(models.QuerySet):
    def drafts_of(self, user) -> "PastedNotesQuerySet":
        """What a person brought and has not stored yet, newest first. Nobody else sees it."""
        own = self.filter(person=user, stored_at=None) if user.is_authenticated else self.none()
        return own.order_by("-created", "-id")

    def visible_to(self, user) -> "PastedNotesQuerySet":
        return self.brought_by(user)

    def brought_by(self, user) -> "PastedNotesQuerySet":
        """All that a person brought, stored or not: a second press finds what the first one did."""
        return self.filter(person=user) if user.is_authenticated else self.none()

    def of_board(self, retrospective) -> "PastedNotesQuerySet":
        return self.filter(retrospective=retrospective)

    def with_id(self, pk) -> "PastedNotes | None":
        return self.filter(pk=pk).first()

    def for_list(self) -> "PastedNotesQuerySet":
        """With where each goes and how it begins; the rest of the text is not read."""
        goals = self.for_page().defer(*NOT_LISTED)
        return goals.annotate(opening=Left("text", 200))

    def for_page(self) -> "PastedNotesQuerySet":
        """With what a page names beside it; the text itself is not read."""
        return self.select_related(
            "retrospective__team", "retrospective__product_group", "team__product_group", "product_group"
        ).defer("text")

    def same_as(self, draft: "PastedNotes") -> "PastedNotes | None":
        """The draft of the same text for the same place; for a board, one that waits to be read as well."""
        same = self.filter(
            retrospective=draft.retrospective,
            team=draft.team,
            product_group=draft.product_group,
            kind=draft.kind,
            text=draft.text,
        )
        return same.exclude(retrospective__isnull=False, state=PastedNotes.State.READ).first()

    def replaced_by(self, draft: "PastedNotes") -> "PastedNotesQuerySet":
        """The older drafts of that person for the same board: none where the draft is for a place."""
        if not draft.retrospective_id:
            return self.none()
        own = self.filter(person=draft.person_id, stored_at=None, retrospective=draft.retrospective_id)
        return own.filter(created__lt=draft.created)

    def untouched(self, since: datetime) -> "PastedNotesQuerySet":
        """Drafts that nobody has brought or corrected since."""
        return self.filter(stored_at=None, touched__lt=since)

    def forgotten(self, before: datetime) -> "PastedNotesQuerySet":
        """Those that no worker has read since `before`."""
        return self.filter(state=PastedNotes.State.WAITING, created__lt=before)


class PastedNotes(Bringing, models.Model):
    """A text that one person brings: for a board that is there, or for a place that has none yet.

    A place is a team, or a product group for an overall retrospective or a workshop (`kind`).
    It survives closing the page. A draft is kept for `KEPT` after it was last touched. After storing,
    the row stays as the answer to a second press and as what the lines of `BroughtLine` are counted in.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        READ = "read", _("Read")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    retrospective = models.ForeignKey(
        "retrospectives.Retrospective",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pasted_notes",
    )
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.TEAM)
    team = models.ForeignKey("teams.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    product_group = models.ForeignKey(
        "teams.ProductGroup", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField()
    as_one = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READ)
    refusal = models.CharField(max_length=30, blank=True)
    created = models.DateTimeField(default=timezone.now, editable=False)
    touched = models.DateTimeField(default=timezone.now, editable=False)
    stored_at = models.DateTimeField(null=True, blank=True)

    objects = PastedNotesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["retrospective", "person"],
                condition=Q(stored_at=None, state="read"),
                name="pasted_notes_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(retrospective__isnull=False, team=None, product_group=None)
                | Q(retrospective=None, team__isnull=False, product_group=None)
                | Q(retrospective=None, team=None, product_group__isnull=False),
                name="pasted_notes_one_goal",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "-created"], condition=Q(stored_at=None), name="pasted_notes_by_person"
            ),
            models.Index(fields=["person", "-created", "-id"], name="pasted_notes_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.retrospective_id or self.team_id or self.product_group_id}"

    @property
    def kept_until(self) -> datetime:
        """When a draft is forgotten, if nobody touches it."""
        return self.touched + KEPT


class PastedPartQuerySet(models.QuerySet):
    def for_list(self) -> "PastedPartQuerySet":
        """With what a list of them shows; what was understood is not read."""
        return self.only("pasted", "number", "title", "date", "counts", "left_out", "retrospective")


class PastedPart(Correcting, models.Model):
    """One retrospective of a text: as it was read, what was corrected by hand, and how it stands now.

    `current` is `read` after all `corrections`, kept so that a correction costs one step however
    many there were. `retrospective` is the one it goes on with, or became. `counts` are for lists.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pasted = models.ForeignKey(PastedNotes, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    read = models.JSONField()
    current = models.JSONField()
    corrections = models.JSONField(default=list)
    undone = models.JSONField(default=list)
    title = models.CharField(max_length=200, blank=True)
    date = models.DateField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    left_out = models.BooleanField(default=False)
    retrospective = models.ForeignKey(
        "retrospectives.Retrospective", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = PastedPartQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["pasted", "number"], name="pasted_part_by_number")]

    def __str__(self) -> str:
        return f"{self.pasted_id}/{self.number}"

    @property
    def reading(self) -> Reading:
        """What will be stored: as it was read, with the corrections."""
        return Reading.from_json(self.current)
