"""Actions: dated promises, each owned by one person."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from uuid_utils.compat import uuid7

from activity.models import Event
from backlog.models.editing import Stale
from backlog.models.life import WrongState
from teams import permissions

ROW_FIELDS = (
    "id",
    "text",
    "product_group_id",
    "product_group__name",
    "product_group__time_zone",
    "owner_id",
    "owner__name",
    "due",
    "first_due",
    "done_at",
    "item_id",
    "item__number",
    "item__title",
)


class ActionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ActionQuerySet":
        if not user.is_authenticated:
            return self.none()
        if user.is_admin:
            return self
        return self.filter(product_group__in=user.access.visible_group_ids)

    def open(self) -> "ActionQuerySet":
        return self.filter(done_at=None)

    def done(self) -> "ActionQuerySet":
        return self.exclude(done_at=None)

    def owned_by(self, user) -> "ActionQuerySet":
        return self.filter(owner=user)

    def with_id(self, pk) -> "ActionQuerySet":
        return self.filter(pk=pk)

    def done_since(self, moment) -> "ActionQuerySet":
        return self.filter(done_at__gte=moment)

    def go_on_with(self, item, into) -> None:
        """What is still promised for an item goes on with the one that it is merged into."""
        promised = self.open().filter(item=item)
        promised.filter(came_with=None).update(came_with=item)
        promised.update(item=into)

    def come_out_with(self, item, below) -> None:
        """What came with an item, or with one of those merged into it (`below`), is promised for it again."""
        self.filter(came_with__in=below).update(item=item)
        self.filter(came_with=item).update(item=item, came_with=None)

    def for_rows(self) -> "ActionQuerySet":
        """Rows as dicts with what a list shows, the earliest date first."""
        return self.order_by("due", "id").values(*ROW_FIELDS)

    def for_list(self) -> "ActionQuerySet":
        return self.select_related("owner", "item").order_by("due", "id")


class Action(models.Model):
    """What somebody promised to do by a date, for an item or for the meeting itself.

    `first_due` never changes: a promise is kept when it is done by its first date. `came_with` is
    the item that it was promised for, while that one is merged into `item`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    product_group = models.ForeignKey("teams.ProductGroup", on_delete=models.PROTECT, related_name="actions")
    item = models.ForeignKey(
        "backlog.Item", null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    came_with = models.ForeignKey(
        "backlog.Item",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    text = models.CharField(gettext_lazy("What"), max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="actions",
        verbose_name=gettext_lazy("Who"),
    )
    due = models.DateField(gettext_lazy("By when"))
    first_due = models.DateField(editable=False)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ActionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["product_group", "due", "id"], name="action_by_group"),
            models.Index(fields=["due", "id"], name="action_all_by_due"),
            models.Index(fields=["due", "id"], condition=models.Q(done_at=None), name="action_open_by_due"),
            models.Index(fields=["done_at"], name="action_by_done"),
            models.Index(fields=["owner", "due", "id"], condition=models.Q(done_at=None), name="action_open"),
            models.Index(fields=["item", "due"], condition=models.Q(done_at=None), name="action_of_item"),
            models.Index(
                fields=["came_with"], condition=models.Q(came_with__isnull=False), name="action_that_came"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def add(cls, *, product_group, text: str, owner, due, by, item=None, decided: bool = False) -> "Action":
        """Promise something, for an item that is undone or for the group.

        `decided`: in the meeting that has just ended the item by its verdict, what follows from
        that is promised for it still. Raises `PermissionDenied`, `WrongState` for an item that
        has ended or is only proposed, or `ValidationError`.
        """
        permissions.require(by, "backlog.add_action", product_group)
        action = cls(
            product_group=product_group,
            item=item,
            text=text.strip(),
            owner=owner,
            due=due,
            first_due=due,
            by=by,
        )
        with transaction.atomic():
            if item and item.product_group_id != product_group.pk:
                raise ValidationError({"item": _("Choose an item of the same product group.")})
            if item:
                item.lock()
                if not decided:
                    item.require_takes_actions()
            action.full_clean()
            action._check_owner()
            action.save()
            action._record("action_added", by=by, tell=[owner.pk])
        return action

    def edit(self, *, by, version: int | None = None, **changes) -> None:
        """Change `text`, `owner` or `due`; the first due date stays.

        Raises `Stale` where `version`, what was read, is no longer the last.
        """
        with transaction.atomic():
            self._lock("backlog.edit_action", by)
            if version not in {None, self.version}:
                raise Stale
            for field, value in changes.items():
                if field not in {"text", "owner", "due"}:
                    raise ValidationError({field: _("This can't be changed.")})
                setattr(self, field, value)
            self.version += 1
            self.full_clean()
            if "owner" in changes:
                self._check_owner()
            self.save()
            self._record("action_edited", by=by, tell=[self.owner_id], fields=sorted(changes))

    def complete(self, *, by) -> None:
        """Say that it is done."""
        with transaction.atomic():
            self._lock("backlog.complete_action", by)
            self.done_at = timezone.now()
            self.version += 1
            self.save()
            self._record("action_completed", by=by, tell=[self.by_id])

    def undo_complete(self, *, by) -> None:
        """Take back that it is done."""
        with transaction.atomic():
            self.refresh_from_db(from_queryset=Action.objects.select_for_update())
            permissions.require(by, "backlog.complete_action", self)
            if self.done_at is None:
                raise WrongState(_("The action is still open."))
            self.done_at = None
            self.version += 1
            self.save()
            self._record("action_resumed", by=by)

    def _lock(self, permission: str, by) -> None:
        self.refresh_from_db(from_queryset=Action.objects.select_for_update())
        permissions.require(by, permission, self)
        self.require_open()

    def require_open(self) -> None:
        """Raise `WrongState` if it is done."""
        if self.done_at is not None:
            raise WrongState(_("The action is done already."))

    def _check_owner(self) -> None:
        if not type(self.owner).objects.of_group(self.product_group).contains(self.owner):
            raise ValidationError({"owner": _("Choose a person of this product group.")})

    def _record(self, name: str, *, by, tell=(), **data) -> None:
        """Write the event: on the item where there is one (it ends the item's silence), else here."""
        data |= {"action": self.text, "due": str(self.due), "owner": self.owner.name}
        if self.item:
            self.item.lock()
            self.item.change(name, by=by, tell=tell, data=data)
            return
        Event.record(
            name,
            subject_type="action",
            subject_id=self.pk,
            product_group_id=self.product_group_id,
            by=by,
            tell=tell,
            title=self.text,
            **data,
        )
