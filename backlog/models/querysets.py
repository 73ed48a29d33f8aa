"""Readings of items. Each starts from what a person may see."""

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject, Left

from activity.models import Event
from backlog.models.life import UNDONE, State
from backlog.models.records import Assessment, Consent, FormerNumber, Pass
from backlog.models.snoozes import Snooze
from backlog.models.words import ItemWords
from teams.models import Team

MOST_OVER = 100  # above a limit nobody counts further
LIST_FIELDS = (
    "id",
    "number",
    "product_group_id",
    "product_group__name",
    "product_group__time_zone",
    "product_group__stale_days",
    "team_id",
    "team__name",
    "kind",
    "title",
    "state",
    "raised_by_id",
    "raised_by__name",
    "owner_id",
    "owner__name",
    "owner_text",
    "taken_by_id",
    "taken_by__name",
    "due",
    "wake",
    "position",
    "flags",
    "version",
    "created",
    "last_human_activity",
    "silent_since",
    "unanswered_since",
    "ready_since",
    "check_due",
    "needs_visit",
)


class ItemQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ItemQuerySet":
        """Items of the groups a person sees, and those their own teams raised, wherever they went."""
        if not user.is_authenticated:
            return self.none()
        if user.is_admin:
            return self
        access = user.access
        return self.filter(
            Q(product_group__in=access.visible_group_ids) | Q(team__in=list(access.team_roles))
        )

    def visible_in(self, user, group_ids) -> "ItemQuerySet":
        """As `visible_to`, of these groups only; said without "or" where possible, for the index's sake."""
        if not user.is_authenticated:
            return self.none()
        seen = [pk for pk in group_ids if user.is_admin or pk in user.access.visible_group_ids]
        wanted = Q(product_group__in=seen)
        if len(seen) < len(group_ids) and user.access.team_roles:
            wanted |= Q(product_group__in=group_ids, team__in=list(user.access.team_roles))
        return self.filter(wanted)

    def undone(self) -> "ItemQuerySet":
        return self.filter(state__in=UNDONE)

    def in_state(self, *states: str) -> "ItemQuerySet":
        return self.filter(state__in=states)

    def to_discuss(self, product_group) -> "ItemQuerySet":
        """What the group is to discuss and filter: new items and proposals."""
        # the states are written out: only so does the partial index serve
        return self.filter(product_group=product_group, state__in=[State.NEW, State.PROPOSED])

    def snoozed_by(self, user, today) -> "ItemQuerySet":
        """What this person has laid aside until after `today`."""
        return self.filter(Exists(_laid_aside(user, today)))

    def not_snoozed_by(self, user, today) -> "ItemQuerySet":
        return self.filter(~Exists(_laid_aside(user, today)))

    def raised(self) -> "ItemQuerySet":
        """Without the proposals that the teams never let in: those were raised by nobody."""
        let_in = Event.objects.filter(
            subject_type="item",
            subject_id=OuterRef("pk"),
            data__before=State.PROPOSED,
            data__state=State.NEW,
        )
        ended = Q(from_outside=True, state__in=[State.LAPSED, State.WITHDRAWN])
        return self.exclude(state=State.PROPOSED).filter(~ended | Exists(let_in))

    def proposed_in(self, product_group) -> "ItemQuerySet":
        return self.filter(product_group=product_group, state=State.PROPOSED)

    def for_proposals(self) -> "ItemQuerySet":
        """As `for_list`, with since when it waits."""
        return self.values(*LIST_FIELDS, "state_since")

    def learnings_of(self, product_group) -> "ItemQuerySet":
        """The local optimizations that the group keeps for what they teach."""
        return self.filter(product_group=product_group, state=State.LEARNING)

    def with_outcome(self) -> "ItemQuerySet":
        """With `found`: the last finding and its reason as a dict, or None."""
        last = Assessment.objects.filter(item=OuterRef("pk")).order_by("-at", "-id")
        said = last.values(said=JSONObject(finding="finding", reason="reason"))
        return self.annotate(found=Subquery(said[:1]))

    def for_learnings(self) -> "ItemQuerySet":
        """As `for_list`, with what was learned and the last finding with its reason."""
        last = Assessment.objects.filter(item=OuterRef("pk")).order_by("-at", "-id")
        return self.annotate(
            finding=Subquery(last.values("finding")[:1]), found=Subquery(last.values("reason")[:1])
        ).values(*LIST_FIELDS, "state_since", "learning", "finding", "found")

    def on_backlog(self, product_group) -> "ItemQuerySet":
        """The improvement backlog of a group: what is ready for the managers, in order."""
        return self.filter(product_group=product_group, state=State.READY).order_by("position", "id")

    def count_up_to(self, limits: dict) -> dict:
        """How many items are in a group's state, for each (group id, state) → limit; one query.

        Counts no further than a little above the limit.
        """
        counts = dict.fromkeys(limits, 0)
        parts = [
            self.filter(product_group=group, state=state).values_list("product_group_id", "state")[
                : limit + MOST_OVER
            ]
            for (group, state), limit in limits.items()
        ]
        for place in parts[0].union(*parts[1:], all=True) if parts else ():
            counts[place] += 1
        return counts

    def for_list(self) -> "ItemQuerySet":
        """Rows as dicts with what a list shows; no bodies are read."""
        return self.values(*LIST_FIELDS)

    def for_page(self) -> "ItemQuerySet":
        """One item with everybody and everything that its page names."""
        return self.select_related("product_group", "team", "raised_by", "owner", "taken_by")

    def with_id(self, pk) -> "ItemQuerySet":
        return self.filter(pk=pk)

    def with_ids(self, pks) -> "ItemQuerySet":
        return self.filter(pk__in=pks)

    def among(self, pks: list) -> "ItemQuerySet":
        """As `with_ids`, for many: they travel as one value, and the planner knows how many they are."""
        # no subquery with unnest: the planner may join everything else first
        these = RawSQL("backlog_item.id = ANY(%s::uuid[])", [pks], output_field=models.BooleanField())
        return self.filter(these)

    def undone_besides(self, item) -> "ItemQuerySet":
        """The other undone items of the same group: into one of these it may be merged."""
        return self.undone().filter(product_group=item.product_group_id).exclude(pk=item.pk)

    def undone_of(self, product_group) -> "ItemQuerySet":
        """Numbers and titles of a group's undone items, the longest silent first."""
        rows = self.undone().filter(product_group=product_group).order_by("silent_since", "id")
        return rows.values("number", "title")

    def with_number(self, number: int) -> "ItemQuerySet":
        return self.filter(number=number)

    def by_number(self, group_slug: str, number: int) -> "ItemQuerySet":
        """The item with that number in the group, or the one that had it there and was handed on."""
        here = Q(product_group__slug=group_slug, number=number)
        formerly = Q(
            pk__in=FormerNumber.objects.filter(product_group__slug=group_slug, number=number).values("item")
        )
        return self.filter(here | formerly)

    def of_teams(self, team_ids) -> "ItemQuerySet":
        """Raised by one of the teams (of a proposal: it affects one of them)."""
        return self.filter(team__in=team_ids)

    def taken_by_teams(self, team_ids) -> "ItemQuerySet":
        return self.filter(taken_by__in=team_ids)

    def in_groups(self, group_ids) -> "ItemQuerySet":
        return self.filter(product_group__in=group_ids)

    def owned_by(self, user) -> "ItemQuerySet":
        return self.filter(owner=user)

    def raised_by_person(self, user) -> "ItemQuerySet":
        return self.filter(raised_by=user)

    def check_due_on(self, day) -> "ItemQuerySet":
        return self.filter(state=State.CONFIRMED, check_due__lte=day)

    def awaiting(self, team_ids) -> "ItemQuerySet":
        """Proposals to which one of these teams, active and of the item's group, owes its yes or no."""
        answered = Consent.objects.filter(item=OuterRef(OuterRef("pk")), team=OuterRef("pk"))
        owing = Team.objects.active().with_ids(team_ids).in_group(OuterRef("product_group"))
        return self.filter(Exists(owing.filter(~Exists(answered))))

    def not_passed_by(self, team_ids) -> "ItemQuerySet":
        """Offers on which none of the teams has passed since they were made."""
        passed = Pass.objects.filter(item=OuterRef("pk"), offer__ended_at=None, team__in=team_ids)
        return self.filter(~Exists(passed))

    def longest_silent_first(self) -> "ItemQuerySet":
        return self.order_by("silent_since", "id")

    def latest_state_first(self) -> "ItemQuerySet":
        return self.order_by("-state_since", "-id")

    def for_palette(self) -> "ItemQuerySet":
        return self.values("id", "number", "title", "state")

    def to_compare(self, length: int, states=None) -> "ItemQuerySet":
        """Rows as dicts with what tells whether two say the same, without those merged into another.

        `text` is the beginning of the description.
        """
        rows = self.exclude(state=State.MERGED)
        rows = rows if states is None else rows.filter(state__in=list(states))
        return rows.values("id", "number", "title", "state", text=Left("description", length))

    def matching(self, words: str) -> "ItemQuerySet":
        """Items with these words (`backlog.forms_of_words`) in what is said of them; for common words.

        Asked of each row by itself, so that the database walks along the order of a list and stops.
        """
        says = RawSQL("words @@ %s::tsquery", [words], output_field=models.BooleanField())
        return self.filter(Subquery(ItemWords.objects.filter(pk=OuterRef("pk")).values_list(says)))

    def with_calendar(self) -> "ItemQuerySet":
        """Rows as dicts with what an age is reckoned from, and nothing else."""
        return self.values(
            "pk", "created", "silent_since", "product_group__time_zone", "product_group__stale_days"
        )

    def proposed_before(self, product_group, moment) -> "ItemQuerySet":
        """Proposals that have waited for consent since before the moment."""
        return self.filter(product_group=product_group, state=State.PROPOSED, state_since__lt=moment)

    def to_wake(self, product_group, day) -> "ItemQuerySet":
        """Deferred items whose wake date has come on that day."""
        return self.filter(product_group=product_group, state=State.DEFERRED, wake__lte=day)

    def to_check(self, product_group, day) -> "ItemQuerySet":
        """Confirmed items of which the team is to say, on that day, whether they still hold."""
        return self.filter(product_group=product_group, state=State.CONFIRMED, check_due__lte=day)

    def not_asked(self) -> "ItemQuerySet":
        """Without the question whether it still holds since the item was confirmed."""
        asked = Event.objects.filter(
            subject_type="item",
            subject_id=OuterRef("pk"),
            name="check_asked",
            at__gte=OuterRef("confirmed_at"),
        )
        return self.filter(~Exists(asked))


def _laid_aside(user, today):
    return Snooze.objects.filter(item=OuterRef("pk"), user=user, until__gt=today)


ItemManager = models.Manager.from_queryset(ItemQuerySet)
