"""The improvement item."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from backlog.models.changing import Changing
from backlog.models.confirming import Confirming
from backlog.models.consenting import Consenting
from backlog.models.deciding import Deciding
from backlog.models.delivering import Delivering
from backlog.models.editing import Editing
from backlog.models.learning import Learning
from backlog.models.life import Kind, State
from backlog.models.matter import Matter
from backlog.models.merging import Merging
from backlog.models.perspectives import Viewing
from backlog.models.proposing import Proposing
from backlog.models.querysets import ItemManager
from backlog.models.talking import Talking

TEXT = {"max_length": 20_000, "blank": True}

POSITION_OR_LAST = Coalesce(NullIf(F("position"), Value("")), Value("~"))
"""What is not on the backlog comes last; positions hold letters and digits only, all before "~"."""
DUE_OR_LAST = Coalesce(F("due"), Value(date.max))


class Item(
    Proposing,
    Consenting,
    Viewing,
    Deciding,
    Learning,
    Delivering,
    Confirming,
    Merging,
    Matter,
    Editing,
    Talking,
    Changing,
    models.Model,
):
    """An impediment, improvement or experiment on its way from a team to a confirmed effect.

    While `proposed`, `team` is the team that the proposal affects; from then on it is the
    originating team. `from_outside` says for ever whether somebody outside the teams raised it.

    Derived columns, kept by the verbs so that every filter has an index:
    `silent_since` is the last human activity, or the wake date of a deferred item (waiting for
    it doesn't count as silence); `unanswered_since` the moment since which a manager's or
    sponsor's answer is awaited; `ready_since` since when it lies on the improvement backlog;
    `team_count` the teams that raised it or said that it affects them; `recurred` whether it, or
    what was merged into it, came back within the group's recurring days after being confirmed
    (`recurred_itself`: it alone); `flags` the names of the flags it carries now.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    product_group = models.ForeignKey("teams.ProductGroup", on_delete=models.PROTECT, related_name="items")
    number = models.PositiveIntegerField(editable=False)
    team = models.ForeignKey(
        "teams.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind.choices, default=Kind.IMPEDIMENT)
    title = models.CharField(_("Title"), max_length=200)
    description = models.TextField(_("Problem"), **TEXT)
    idea = models.TextField(_("Idea"), **TEXT)
    effect = models.TextField(_("Expected effect"), **TEXT)
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.NEW)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    from_outside = models.BooleanField(default=False)
    imported = models.BooleanField(default=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="owned_items"
    )
    owner_text = models.CharField(max_length=200, blank=True)
    due = models.DateField(_("Due"), null=True, blank=True)
    wake = models.DateField(_("Comes back on"), null=True, blank=True)
    deferrals = models.PositiveSmallIntegerField(default=0)
    needs_visit = models.BooleanField(default=False)
    taken_by = models.ForeignKey(
        "teams.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_items"
    )
    position = models.CharField(max_length=255, blank=True, db_collation="C")
    # an experiment
    prediction = models.TextField(_("Prediction"), **TEXT)
    measure = models.TextField(_("Measure"), **TEXT)
    result = models.TextField(_("Result"), **TEXT)
    learning = models.TextField(_("Learning"), **TEXT)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # where it came from and went to
    team_text = models.CharField(max_length=120, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    import_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_items"
    )
    state_before_merge = models.CharField(max_length=10, blank=True)
    position_before_merge = models.CharField(
        max_length=255, blank=True, db_collation="C", default="", db_default=""
    )
    # moments
    created = models.DateTimeField(default=timezone.now)
    state_since = models.DateTimeField(default=timezone.now)
    ready_since = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    check_due = models.DateField(null=True, blank=True)
    last_human_activity = models.DateTimeField(default=timezone.now)
    silent_since = models.DateTimeField(default=timezone.now)
    unanswered_since = models.DateTimeField(default=timezone.now)
    # derived
    team_count = models.PositiveSmallIntegerField(default=1)
    recurred = models.BooleanField(default=False)
    recurred_itself = models.BooleanField(default=False, db_default=False)
    reopened_by_team = models.BooleanField(default=False)
    flags = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ItemManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product_group", "number"], name="item_number_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="item_state_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="item_kind_known"),
            models.CheckConstraint(
                condition=Q(team__isnull=False) | Q(from_outside=True), name="item_has_origin"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["taken"]) | Q(taken_by__isnull=False), name="item_taken_by_a_team"
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False), name="item_merged_into_one"
            ),
            models.CheckConstraint(
                condition=~Q(state="deferred") | Q(wake__isnull=False), name="item_deferred_has_wake"
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="item_not_into_itself"),
        ]
        indexes = [
            models.Index(fields=["product_group", "-created", "-id"], name="item_by_created"),
            models.Index(fields=["product_group", "state", "-created", "-id"], name="item_by_state"),
            models.Index(fields=["product_group", "state", "position", "id"], name="item_by_position"),
            models.Index(fields=["product_group", "silent_since", "id"], name="item_by_silence"),
            models.Index(fields=["product_group", "due", "id"], name="item_by_due"),
            models.Index(fields=["product_group", "kind", "-created", "-id"], name="item_by_kind"),
            models.Index(fields=["team", "-created", "-id"], name="item_by_team"),
            models.Index(fields=["owner", "-created", "-id"], name="item_by_owner"),
            models.Index(fields=["raised_by", "-created", "-id"], name="item_by_raiser"),
            models.Index(fields=["-created", "-id"], name="item_all_by_created"),
            models.Index(fields=["silent_since", "id"], name="item_all_by_silence"),
            models.Index(fields=["number", "id"], name="item_all_by_number"),
            models.Index(F("product_group"), POSITION_OR_LAST, F("id"), name="item_by_place"),
            models.Index(POSITION_OR_LAST, F("id"), name="item_all_by_place"),
            models.Index(F("product_group"), DUE_OR_LAST, F("id"), name="item_by_due_date"),
            models.Index(DUE_OR_LAST, F("id"), name="item_all_by_due_date"),
            models.Index(fields=["state", "wake"], condition=Q(state="deferred"), name="item_by_wake"),
            models.Index(fields=["check_due"], condition=Q(state="confirmed"), name="item_by_check"),
            models.Index(
                fields=["product_group", "silent_since", "id"],
                condition=Q(state__in=["new", "proposed"]),
                name="item_to_discuss",
            ),
            models.Index(
                fields=["product_group", "state_since", "id"],
                condition=Q(state="proposed"),
                name="item_by_lapse",
            ),
            models.Index(
                fields=["product_group", "-state_since", "-id"],
                condition=Q(state="learning"),
                name="item_by_learning",
            ),
            GinIndex(fields=["flags"], name="item_by_flag"),
            models.Index(
                fields=["product_group", "-created", "-id"],
                include=["flags"],
                condition=~Q(flags=[]),
                name="item_flagged",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("backlog:item", args=[self.pk])

    @property
    def undone(self) -> bool:
        return self.state in self.UNDONE

    @property
    def age_days(self) -> int:
        """Whole days since it was raised, by the group's calendar."""
        return self.product_group.days_between(self.created)

    @property
    def silent_days(self) -> int:
        """Whole days since the last human activity; 0 while it waits for its wake date."""
        return self.product_group.days_between(self.silent_since)
