"""Readings of items. Each starts from what a person may see."""

from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import Exists, OuterRef, Q

from activity.models import Event
from backlog.models.life import UNDONE, State

LIST_FIELDS = (
    "id",
    "number",
    "product_group_id",
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
    "position",
    "flags",
    "version",
    "created",
    "last_human_activity",
    "silent_since",
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

    def undone(self) -> "ItemQuerySet":
        return self.filter(state__in=UNDONE)

    def in_state(self, *states: str) -> "ItemQuerySet":
        return self.filter(state__in=states)

    def on_backlog(self, product_group) -> "ItemQuerySet":
        """The improvement backlog of a group: what is ready for the managers, in order."""
        return self.filter(product_group=product_group, state=State.READY).order_by("position", "id")

    def for_list(self) -> "ItemQuerySet":
        """Rows as dicts with what a list shows; no bodies are read."""
        return self.values(*LIST_FIELDS)

    def matching(self, words: SearchQuery) -> "ItemQuerySet":
        return self.filter(search=words)

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
