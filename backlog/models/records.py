"""Who, when and why: a row for each thing that was said about an item."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from backlog.models.life import Finding, Verdict

REASON = {"max_length": 4000}


class Record(models.Model):
    """What all of them have: item, person, moment."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey("backlog.Item", on_delete=models.PROTECT, related_name="%(class)ss")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True
        ordering = ["at", "id"]


class Consent(Record):
    """One team's answer to a proposal. A consent taken back is deleted; the history keeps it."""

    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    agree = models.BooleanField(_("We agree"))
    reason = models.TextField(_("Reason"), blank=True, **REASON)

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["item", "team"], name="consent_once")]


class Assessment(Record):
    """What the discussion found: advice to the managers, on which only a verdict acts."""

    finding = models.CharField(_("Finding"), max_length=20, choices=Finding.choices)
    reason = models.TextField(_("Reason"), **REASON)


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DecisionQuerySet":
        if not user.is_authenticated:
            return self.none()
        if user.is_admin:
            return self
        return self.filter(
            models.Q(product_group__in=user.access.visible_group_ids)
            | models.Q(item__team__in=user.access.team_roles)
        )

    def for_page(self) -> "DecisionQuerySet":
        """With all whom the page of an item names, newest first."""
        rows = self.select_related("by", "owner", "to_group").defer("to_group__purpose")
        return rows.order_by("-at", "-id")

    def for_list(self) -> "DecisionQuerySet":
        return self.select_related("item", "by").order_by("-at", "-id")


class Decision(Record):
    """A verdict on one item, with its reason and the reply to the originating team.

    `product_group` is the group whose managers decided, which an escalated item has left.
    """

    product_group = models.ForeignKey(
        "teams.ProductGroup", on_delete=models.PROTECT, related_name="decisions"
    )
    verdict = models.CharField(_("Verdict"), max_length=20, choices=Verdict.choices)
    reason = models.TextField(_("Reason"), **REASON)
    reply = models.TextField(_("Reply to the team"), **REASON)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due = models.DateField(_("Due"), null=True, blank=True)
    wake = models.DateField(_("Comes back on"), null=True, blank=True)
    to_group = models.ForeignKey(
        "teams.ProductGroup", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = [
            models.Index(fields=["product_group", "-at", "-id"], name="decision_by_group"),
            models.Index(fields=["-at", "-id"], name="decision_all_by_time"),
            models.Index(fields=["item", "-at"], name="decision_by_item"),
            models.Index(fields=["verdict", "-at", "-id"], name="decision_by_verdict"),
        ]


class Offer(Record):
    """One time that an item stood on the Product Backlog; ends when it is taken back from there."""

    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(ended_at=None), name="offer_open_once"
            )
        ]


class Pass(Record):
    """A team says of an offer that it will not take it, and why."""

    item = models.ForeignKey("backlog.Item", on_delete=models.PROTECT, related_name="passes")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="passes")
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("Reason"), **REASON)

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["offer", "team"], name="pass_once_per_offer")]


class Affects(Record):
    """A team says: this affects us too."""

    item = models.ForeignKey("backlog.Item", on_delete=models.PROTECT, related_name="affected")
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["item", "team"], name="affects_once")]


class Check(Record):
    """The originating team's answer, after 90 days, whether a confirmed item still holds."""

    holds = models.BooleanField(_("It still holds"))
    note = models.TextField(_("Note"), blank=True, **REASON)


class VisitNote(Record):
    """What somebody saw who went to look; a verdict `go_see` waits for one."""

    text = models.TextField(_("What we saw"), **REASON)


class FormerNumber(models.Model):
    """An address that an escalated item had before; it leads to the item for ever."""

    product_group = models.ForeignKey("teams.ProductGroup", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    item = models.ForeignKey("backlog.Item", on_delete=models.PROTECT, related_name="former_numbers")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product_group", "number"], name="former_number_once")]
