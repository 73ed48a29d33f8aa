"""The built-in Product Backlog: features and offered improvement items in one order."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from uuid_utils.compat import uuid7

from activity.models import Event
from backlog.models.editing import Stale
from backlog.models.life import WrongState
from backlog.models.ordering import key_at_end, key_beside, require_unmoved
from backlog.models.querysets import LIST_FIELDS
from teams import permissions

ROW_FIELDS = (
    *("id", "product_group_id", "item_id", "title", "state", "team_id", "team__name"),
    *("position", "done_at"),
)


class ProductBacklogEntryQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ProductBacklogEntryQuerySet":
        if not user.is_authenticated:
            return self.none()
        if user.is_admin:
            return self
        return self.filter(product_group__in=user.access.visible_group_ids)

    def of_group(self, product_group_id) -> "ProductBacklogEntryQuerySet":
        return self.filter(product_group=product_group_id)

    def in_order(self) -> "ProductBacklogEntryQuerySet":
        return self.order_by("position", "id")

    def with_id(self, pk) -> "ProductBacklogEntryQuerySet":
        return self.filter(pk=pk)

    def not_done(self) -> "ProductBacklogEntryQuerySet":
        """What still stands in the order; of an item, its own state counts."""
        return self.exclude(state=ProductBacklogEntry.State.DONE)

    def done_since(self, moment) -> "ProductBacklogEntryQuerySet":
        """Features that were completed lately, the latest first."""
        return self.filter(state=ProductBacklogEntry.State.DONE, done_at__gte=moment).order_by(
            "-done_at", "-id"
        )

    def for_rows(self) -> "ProductBacklogEntryQuerySet":
        """Rows as dicts with what a list shows of features and of items; no bodies are read."""
        return self.values(*ROW_FIELDS, *(f"item__{name}" for name in LIST_FIELDS))

    def for_page(self) -> "ProductBacklogEntryQuerySet":
        """One entry with what its page names."""
        return self.select_related("product_group", "team", "by")

    def for_list(self) -> "ProductBacklogEntryQuerySet":
        return self.select_related("item", "item__team", "item__taken_by", "team").defer(
            "description", "item__description", "item__idea", "item__effect"
        )


class ProductBacklogEntry(models.Model):
    """One place in the order: a feature with a title of its own, or an offered item.

    A feature's state is its own (`open`, `taken`, `done`); of an item, the item's counts.
    """

    class State(models.TextChoices):
        OPEN = "open", gettext_lazy("Open")
        TAKEN = "taken", gettext_lazy("Taken")
        DONE = "done", gettext_lazy("Done")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    product_group = models.ForeignKey("teams.ProductGroup", on_delete=models.PROTECT, related_name="entries")
    item = models.OneToOneField(
        "backlog.Item", null=True, blank=True, on_delete=models.PROTECT, related_name="entry"
    )
    title = models.CharField(gettext_lazy("Title"), max_length=200, blank=True)
    description = models.TextField(gettext_lazy("Description"), max_length=20_000, blank=True)
    state = models.CharField(
        gettext_lazy("State"), max_length=10, choices=State.choices, default=State.OPEN, editable=False
    )
    team = models.ForeignKey(
        "teams.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="entries", editable=False
    )
    position = models.CharField(max_length=255, db_collation="C", editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ProductBacklogEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "product backlog entries"
        constraints = [
            models.CheckConstraint(condition=Q(item__isnull=False) | ~Q(title=""), name="entry_has_title")
        ]
        indexes = [
            models.Index(fields=["product_group", "position", "id"], name="entry_by_position"),
            models.Index(
                fields=["product_group", "position", "id"], condition=~Q(state="done"), name="entry_in_order"
            ),
            models.Index(fields=["product_group", "-done_at", "-id"], name="entry_by_done"),
        ]

    def __str__(self) -> str:
        return self.title or str(self.item)

    @classmethod
    def append(cls, *, product_group, by, item=None, title="", description="") -> "ProductBacklogEntry":
        """Put a new entry at the end; the policy is asked by the callers' verbs."""
        rows = cls.objects.of_group(product_group.pk)
        position = key_at_end(rows, product_group.pk)
        return cls.objects.create(
            product_group=product_group,
            item=item,
            title=title,
            description=description,
            position=position,
            by=by,
        )

    @classmethod
    def add_feature(cls, *, product_group, title: str, description: str = "", by) -> "ProductBacklogEntry":
        """The product owner writes a feature entry."""
        permissions.require(by, "backlog.edit_entry", product_group)
        title = " ".join(title.split())
        if not title:
            raise ValidationError({"title": _("An entry needs a title.")})
        with transaction.atomic():
            entry = cls.append(
                product_group=product_group, title=title, description=description.strip(), by=by
            )
            entry._record("entry_added", by=by)
        return entry

    def order(self, *, before=None, after=None, position: str | None = None, by) -> None:
        """Move the entry before or after another one's id, else to the top. Writes one row.

        `position` is where the mover saw it, by default what this object was read with; as of items.
        """
        seen = self.position if position is None else position
        with transaction.atomic():
            self._lock("backlog.order_product_backlog", by)
            if self.state == self.State.DONE:
                raise WrongState(_("The feature is done; it stands in the order no longer."))
            require_unmoved(self, seen, "entry_ordered", "entry", by=by)
            others = ProductBacklogEntry.objects.of_group(self.product_group_id).exclude(pk=self.pk)
            try:
                place = key_beside(others, self.product_group_id, before=before, after=after)
            except ProductBacklogEntry.DoesNotExist as error:
                raise WrongState(_("The neighbour is no longer on the Product Backlog.")) from error
            self._change("entry_ordered", by=by, position=place)

    def edit(self, *, by, version: int | None = None, **changes) -> "ProductBacklogEntry":
        """Change a feature's `title` or `description`; an item is edited on its own page.

        Raises `Stale` where the entry is no longer the `version` that was read.
        """
        with transaction.atomic():
            self._lock("backlog.edit_entry", by)
            self.require_feature()
            if version not in {None, self.version}:
                raise Stale
            for name, value in changes.items():
                setattr(self, name, " ".join(value.split()) if name == "title" else value)
            self.full_clean(exclude=["item"])
            self._change("entry_edited", by=by)
        return self

    def take(self, team, *, by) -> None:
        """A team pulls a feature."""
        with transaction.atomic():
            self._lock("backlog.take_entry", by)
            permissions.require(by, "backlog.file_item", team)
            self.require_feature(self.State.OPEN)
            if team.product_group_id != self.product_group_id or not team.active:
                raise ValidationError({"team": _("Choose an active team of this product group.")})
            self._change("entry_taken", by=by, state=self.State.TAKEN, team=team)

    def complete(self, *, by) -> None:
        """The team that took a feature says that it is done."""
        with transaction.atomic():
            self._lock("backlog.take_entry", by)
            self.require_feature(self.State.TAKEN)
            permissions.require(by, "backlog.file_item", self.team)
            self._change("entry_completed", by=by, state=self.State.DONE, done_at=timezone.now())

    def require_feature(self, *states: str) -> None:
        """Raise `WrongState` unless this is a feature, in one of `states` where those are given."""
        if self.item_id:
            raise WrongState(_("This entry is an improvement item: use the item's own verbs."))
        if states and self.state not in states:
            raise WrongState(_("The entry is in the state “%s”.") % self.get_state_display())

    def _lock(self, permission: str, by) -> None:
        self.refresh_from_db(from_queryset=ProductBacklogEntry.objects.select_for_update())
        permissions.require(by, permission, self)

    def _change(self, event: str, *, by, **fields) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        self.version += 1
        self.save()
        self._record(event, by=by)

    def _record(self, event: str, *, by) -> None:
        Event.record(
            event,
            subject_type="entry",
            subject_id=self.pk,
            product_group_id=self.product_group_id,
            by=by,
            title=str(self),
        )
