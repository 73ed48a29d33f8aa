"""What belongs to a review meeting: who was there, its agenda, what was decided and promised."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from backlog.models import State as ItemState
from reviews.models.life import Outcome, Part


class Attendance(models.Model):
    """Whether a person was there."""

    review = models.ForeignKey("reviews.Review", on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    present = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "person"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.review_id}"


class AgendaEntryQuerySet(models.QuerySet):
    def consented(self) -> "AgendaEntryQuerySet":
        """Without items that are proposals again, since a team took its consent back meanwhile."""
        return self.exclude(item__state=ItemState.PROPOSED)

    def standing(self) -> "AgendaEntryQuerySet":
        return self.consented().filter(removed=False)

    def taken_off(self) -> "AgendaEntryQuerySet":
        """What somebody took off the agenda."""
        return self.consented().filter(removed=True).for_minutes().in_order()

    def in_order(self) -> "AgendaEntryQuerySet":
        return self.order_by("position", "id")

    def for_list(self) -> "AgendaEntryQuerySet":
        """With what tells whether a line still has its reason; no bodies are read."""
        return self.select_related("item", "action").only(
            *["review_id", "part", "flags", "outcome", "removed", "position", "added_by_id", "decision_id"],
            *["item__state", "item__flags", "action__done_at"],
        )

    def for_minutes(self) -> "AgendaEntryQuerySet":
        return self.select_related("item", "action__owner", "decision__item").only(
            *["review_id", "part", "outcome", "position", "removed", "item__number", "item__title"],
            *["action__text", "action__owner__name", "decision__item__number", "decision__item__title"],
        )


class AgendaEntry(models.Model):
    """One line of an agenda: an item, an action or a decision to be read out.

    Lines come by themselves; `added_by` is set where somebody put one there by hand, `removed`
    where somebody took one off (it does not come back in this meeting). `flags` are those that
    the item carried when the agenda was fixed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.ForeignKey("reviews.Review", on_delete=models.CASCADE, related_name="entries")
    part = models.CharField(max_length=10, choices=Part.choices)
    item = models.ForeignKey(
        "backlog.Item", null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_entries"
    )
    action = models.ForeignKey(
        "backlog.Action", null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_entries"
    )
    decision = models.ForeignKey(
        "backlog.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_entries"
    )
    position = models.CharField(max_length=255, db_collation="C")
    flags = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN, blank=True)
    removed = models.BooleanField(default=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = AgendaEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "agenda entries"
        constraints = [
            models.UniqueConstraint(fields=["review", "item"], name="agenda_item_once"),
            models.UniqueConstraint(fields=["review", "action"], name="agenda_action_once"),
            models.UniqueConstraint(fields=["review", "decision"], name="agenda_decision_once"),
            models.CheckConstraint(
                condition=(
                    Q(item__isnull=False, action=None, decision=None)
                    | Q(item=None, action__isnull=False, decision=None)
                    | Q(item=None, action=None, decision__isnull=False)
                ),
                name="agenda_entry_about_one",
            ),
        ]
        indexes = [models.Index(fields=["review", "position", "id"], name="agenda_in_order")]

    def __str__(self) -> str:
        return f"{self.part} {self.key}"

    @property
    def title(self) -> str:
        """What the line is about, for people."""
        item = self.item or (self.decision and self.decision.item)
        return f"#{item.number} {item.title}" if item else self.action.text

    @property
    def key(self) -> str:
        """What the line is about, in one word: "item-…", "action-…" or "decision-…"."""
        kind = "item" if self.item_id else "action" if self.action_id else "decision"
        return f"{kind}-{getattr(self, f'{kind}_id')}"


class ReviewDecisionQuerySet(models.QuerySet):
    def made_in_meetings(self, decisions) -> "ReviewDecisionQuerySet":
        """The ties of those of the decisions that were made in a meeting."""
        rows = self.filter(decision__in=decisions, read_out=False).select_related("review__product_group")
        return rows.defer("review__minutes", "review__minutes_html", "review__product_group__purpose")


class ReviewDecision(models.Model):
    """The tie between a meeting and a decision: made there, or made before and read out there."""

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="decisions")
    decision = models.OneToOneField(
        "backlog.Decision", on_delete=models.PROTECT, related_name="review_decision"
    )
    read_out = models.BooleanField(default=False)

    objects = ReviewDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.decision_id} at {self.review_id}"


class ReviewAction(models.Model):
    """The tie between a meeting and an action that was promised there."""

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="actions")
    action = models.OneToOneField("backlog.Action", on_delete=models.PROTECT, related_name="review_action")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.action_id} at {self.review_id}"
