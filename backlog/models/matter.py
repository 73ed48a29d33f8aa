"""The same matter: an item, what was merged into it, and what it raises again."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backlog.audience import members_of
from backlog.models.life import UNDONE, Finding, State, Verdict
from backlog.models.records import Affects, Record
from backlog.models.watches import Watch

TESTED_IN = frozenset({State.READY, State.LEARNING})
"""States in which somebody may suggest an experiment that tests the assumption under an item."""


class Tie(Record):
    """What a newer item (`item`) has to do with an older one (`to`)."""

    class Kind(models.TextChoices):
        AGAIN = "again", gettext_lazy("raises it again")
        TESTS = "tests", gettext_lazy("tests its assumption")

    to = models.ForeignKey("backlog.Item", on_delete=models.PROTECT, related_name="ties_back")
    kind = models.CharField(max_length=10, choices=Kind.choices)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["item", "kind"], name="tie_once"),
            models.CheckConstraint(condition=~models.Q(item=models.F("to")), name="tie_to_another"),
        ]

    @property
    def tests(self) -> bool:
        return self.kind == self.Kind.TESTS


def merged_below(model, ids) -> set:
    """Ids of everything that was merged into these items, through every step."""
    found: set = set()
    while ids:
        ids = set(model.objects.filter(merged_into__in=ids).values_list("pk", flat=True)) - found
        found |= ids
    return found


def merged_above(model, ids) -> set:
    """Ids of the items that these were merged into, through every step."""
    found: set = set()
    while ids:
        rows = model.objects.filter(pk__in=ids, merged_into__isnull=False)
        ids = set(rows.values_list("merged_into", flat=True)) - found
        found |= ids
    return found


def earlier(ids) -> set:
    """Ids of the items that these raise again, through every step."""
    found: set = set()
    while ids:
        ties = Tie.objects.filter(item__in=ids, kind=Tie.Kind.AGAIN)
        ids = set(ties.values_list("to", flat=True)) - found
        found |= ids
    return found


def later(ids) -> set:
    """Ids of the items that raise these again, through every step."""
    found: set = set()
    while ids:
        ties = Tie.objects.filter(to__in=ids, kind=Tie.Kind.AGAIN)
        ids = set(ties.values_list("item", flat=True)) - found
        found |= ids
    return found


class Matter:
    """How items hang together, and which teams stand behind one."""

    def matter_ids(self) -> set:
        """Itself, what it raises again, and everything merged into any of them."""
        own = {self.pk} | merged_below(type(self), {self.pk})
        before = earlier(own)
        return own | before | merged_below(type(self), before)

    def count_teams(self) -> int:
        """How many different teams raised this matter or said that it affects them."""
        ids = self.matter_ids()
        raised = type(self).objects.with_ids(ids).raised().values_list("team", flat=True)
        affected = Affects.objects.filter(item__in=ids).values_list("team", flat=True)
        return len((set(raised) | set(affected)) - {None})

    def keep_team_count(self) -> None:
        """Count anew where it has just come through the consent gate or gone back behind it."""
        self.team_count = self.count_teams()
        self.save(update_fields=["team_count"])

    def recurs_below(self) -> bool:
        """Whether something that was merged into it came back after being confirmed."""
        below = merged_below(type(self), {self.pk})
        return type(self).objects.filter(pk__in=below, recurred_itself=True).exists()

    def owes_visit(self) -> bool:
        """Whether somebody promised to go and see for this item itself, and has not been there since."""
        if not self.needs_visit:
            return False
        promised = self.decisions.filter(verdict=Verdict.GO_SEE).aggregate(at=models.Max("at"))["at"]
        return bool(promised) and not self.visitnotes.filter(at__gte=promised).exists()

    def owes_visit_below(self) -> bool:
        below = merged_below(type(self), {self.pk})
        return type(self).objects.filter(pk__in=below, needs_visit=True).exists()

    def origin_people(self) -> set:
        """Ids of whom an answer is owed: who raised it and their team, of the item and of what went on as
        part of it; of the latter also who watches it, and nobody who would rather not hear of it.
        """
        below = merged_below(type(self), {self.pk})
        if not below:
            return members_of(self.team_id) | {self.raised_by_id}
        merged = type(self).objects.filter(pk__in=below).values_list("team", "raised_by")
        teams, people = zip(*merged, strict=True)
        chosen = set(Watch.objects.filter(item__in=below).values_list("user", "watching"))
        watching = {user for user, watches in chosen if watches}
        unwatched = {user for user, watches in chosen if not watches}
        others = (members_of(*teams) | set(people)) - unwatched
        return members_of(self.team_id) | {self.raised_by_id} | others | watching

    def tie(self, kind: str, to, *, by) -> None:
        """Say what this new item has to do with an older one. Called while it is raised."""
        if to.product_group_id != self.product_group_id:
            raise ValidationError({kind: _("Choose an item of the same product group.")})
        refusal = to.why_not_followed(kind, by=by)
        if refusal:
            raise ValidationError({kind: refusal})
        Tie.objects.create(item=self, to=to, kind=kind, by=by)

    def goes_on_in(self, user) -> "Matter | None":
        """The item that this one was merged into, if `user` may see that: it may have left the group."""
        return type(self).objects.visible_to(user).with_id(self.merged_into_id).first()

    def why_not_followed(self, kind: str, *, by) -> str:
        """Why no new item may be tied to this one in that way, told to `by`; "" where it may."""
        if kind == Tie.Kind.TESTS:
            if self.state not in TESTED_IN:
                return _("An assumption is tested while it is ready, or kept as learning.")
            return "" if self.rests_on_assumption() else _("It was not found to rest on an assumption.")
        if self.state == State.MERGED:
            other = self.goes_on_in(by) or _("an item of another product group")
            return _("It goes on as part of %(item)s.") % {"item": other}
        over = self.state not in UNDONE and self.state != State.PROPOSED
        return "" if over else _("It is not over yet: say there that it affects your team too.")

    def rests_on_assumption(self) -> bool:
        """Whether the last assessment found an assumption under it that nobody has checked."""
        last = self.assessments.order_by("-at", "-id").values_list("finding", flat=True).first()
        return last == Finding.ASSUMPTION

    def came_back(self, to) -> bool:
        """Whether raising `to` again falls within the group's recurring days after it was confirmed."""
        if to.state != State.CONFIRMED or to.confirmed_at is None:
            return False
        return self.product_group.days_between(to.confirmed_at) < self.product_group.recurring_days
