"""The review meeting."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from uuid_utils.compat import uuid7

from backlog.audience import holders_of
from reviews.models.changing import Changing, verb
from reviews.models.life import PREPARE, State
from reviews.models.meeting import Meeting
from reviews.models.parts import ReviewDecision
from reviews.models.preparing import Preparing
from reviews.models.rhythm import next_meeting
from teams import permissions
from teams.models import ProductGroup, User

LONG_PAST = timedelta(days=1)
LATEST_YEAR = 2099
COMING = [State.RUNNING, State.PLANNED]
PAST = [State.HELD, State.MISSED, State.CANCELLED]
SERVANTS = ("manager", "sponsor", "change_agent")


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ReviewQuerySet":
        if not user.is_authenticated:
            return self.none()
        if user.is_admin:
            return self
        return self.filter(product_group__in=user.access.visible_group_ids)

    def of_group(self, product_group) -> "ReviewQuerySet":
        return self.filter(product_group=product_group)

    def coming(self) -> "ReviewQuerySet":
        """Running ones and those that are planned, the next one first."""
        return self.filter(state__in=COMING).order_by("planned_at", "id")

    def past(self) -> "ReviewQuerySet":
        return self.filter(state__in=PAST)

    def held(self) -> "ReviewQuerySet":
        return self.filter(state=State.HELD)

    def long_past(self, now: datetime) -> "ReviewQuerySet":
        """Planned ones to which nobody came."""
        return self.filter(state=State.PLANNED, planned_at__lte=now - LONG_PAST)

    def for_list(self) -> "ReviewQuerySet":
        """Rows as dicts with what a list shows; no minutes are read."""
        made = ReviewDecision.objects.filter(review=models.OuterRef("pk"), read_out=False).order_by()
        counted = models.Subquery(made.values("review").annotate(number=models.Count("pk")).values("number"))
        return self.annotate(decided=Coalesce(counted, 0)).values(
            "id", "state", "planned_at", "started_at", "ended_at", "place", "decided", "facilitator__name"
        )

    def for_page(self) -> "ReviewQuerySet":
        return self.select_related("product_group", "facilitator")


class Review(Meeting, Preparing, Changing, models.Model):
    """A meeting in which the managers of a product group go through what waits for them.

    `minutes` are written when it ends, from what was decided and promised; `minutes_html` is
    their safe HTML.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    product_group = models.ForeignKey("teams.ProductGroup", on_delete=models.PROTECT, related_name="reviews")
    state = models.CharField(
        gettext_lazy("State"), max_length=10, choices=State.choices, default=State.PLANNED, editable=False
    )
    planned_at = models.DateTimeField(gettext_lazy("When"))
    place = models.CharField(gettext_lazy("Where"), max_length=300, blank=True)
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("Who leads through it"),
    )
    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    minutes = models.TextField(blank=True, editable=False)
    minutes_html = models.TextField(blank=True, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="review_state_known"),
            models.UniqueConstraint(
                fields=["product_group"], condition=Q(state="running"), name="review_running_once"
            ),
            models.UniqueConstraint(
                fields=["product_group", "planned_at"],
                condition=Q(state="planned"),
                name="review_planned_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(started_at__isnull=False, ended_at__isnull=False),
                name="review_held_has_times",
            ),
        ]
        indexes = [
            models.Index(fields=["product_group", "-planned_at", "-id"], name="review_by_group"),
            models.Index(fields=["-planned_at", "-id"], name="review_by_time"),
            models.Index(fields=["state", "planned_at"], name="review_by_state"),
            models.Index(
                fields=["product_group", "-planned_at", "-id"],
                condition=Q(state__in=PAST),
                name="review_past",
            ),
            models.Index(
                fields=["product_group", "planned_at", "id"],
                condition=Q(state__in=COMING),
                name="review_coming",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_group} {self.planned_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("reviews:review", args=[self.pk])

    @classmethod
    def plan(cls, *, product_group, planned_at: datetime, place: str = "", facilitator=None, by) -> "Review":
        """Plan a meeting by hand. Raises `PermissionDenied` or `ValidationError`."""
        permissions.require(by, PREPARE, product_group)
        review = cls(
            product_group=product_group, planned_at=planned_at, place=place.strip(), facilitator=facilitator
        )
        with transaction.atomic():
            review._check()
            review.save()
            review.record("planned", by=by, tell=review.servants())
        return review

    @classmethod
    def plan_next(cls, product_group, now: datetime) -> "Review | None":
        """Plan the next meeting of the rhythm, unless one lies ahead. Safe to repeat, and at the same moment.

        A group that nobody serves yet has no meetings.
        """
        with transaction.atomic():
            ProductGroup.objects.select_for_update(no_key=True).only("pk").get(pk=product_group.pk)
            reviews = cls.objects.of_group(product_group)
            if reviews.filter(state=State.PLANNED, planned_at__gt=now).exists():
                return None
            servants = holders_of(product_group.pk, *SERVANTS)
            if not servants:
                return None
            last = reviews.order_by("-planned_at").first()
            day = last.planned_at.astimezone(product_group.zone).date() if last else None
            review = cls.objects.create(
                product_group=product_group,
                planned_at=next_meeting(product_group, now, day),
                place=last.place if last else "",
            )
            review.record("planned", by=None, tell=servants)
        return review

    @verb("move")
    def move(self, *, planned_at: datetime, place: str, facilitator=None, by) -> None:
        """Change when, where, and who leads through it."""
        self.planned_at, self.place, self.facilitator = planned_at, place.strip(), facilitator
        self._check()
        self.change(
            "moved",
            by=by,
            tell=self.servants(),
            planned_at=planned_at,
            place=self.place,
            facilitator=facilitator,
        )

    @verb("cancel")
    def cancel(self, *, reason: str, by) -> None:
        """Hold it not at all; it counts as planned and not held."""
        if not reason.strip():
            raise ValidationError({"reason": _("Say in a sentence why it is cancelled.")})
        data = {"reason": reason.strip()}
        self.change("cancelled", by=by, tell=self.servants(), data=data, state=State.CANCELLED)

    def miss(self, now: datetime) -> bool:
        """A planned meeting whose time is long past was missed. Safe to repeat; returns whether it was."""
        with transaction.atomic():
            self.lock()
            if self.state != State.PLANNED or self.planned_at > now - LONG_PAST:
                return False
            self.change("missed", tell=self.servants(), state=State.MISSED)
        return True

    def servants(self) -> set:
        """Whom the meeting is for: managers, sponsors and change agents of the group."""
        return holders_of(self.product_group_id, *SERVANTS)

    def decided_since(self, now: datetime) -> datetime:
        """Since when decisions outside of a meeting are to be read out: the last meeting, or one cycle."""
        last = Review.objects.of_group(self.product_group_id).held().order_by("-planned_at").first()
        return last.started_at if last else now - timedelta(days=self.product_group.review_cycle_days)

    def _check(self) -> None:
        if not 2000 <= self.planned_at.year <= LATEST_YEAR:
            raise ValidationError({"planned_at": _("Choose a day within this century.")})
        taken = Review.objects.of_group(self.product_group_id).exclude(pk=self.pk)
        if taken.filter(state=State.PLANNED, planned_at=self.planned_at).exists():
            raise ValidationError({"planned_at": _("A meeting is planned at this time already.")})
        if self.planned_at < timezone.now() - LONG_PAST:
            raise ValidationError({"planned_at": _("The time lies in the past.")})
        if self.facilitator and not User.objects.of_group(self.product_group).contains(self.facilitator):
            raise ValidationError({"facilitator": _("Choose a person of this product group.")})
        self.full_clean(validate_constraints=False)
