"""One person does one thing to several items: all or nothing, and for a while it can be undone."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from uuid_utils.compat import uuid7

from backlog.models.item import Item
from backlog.models.life import VERBS, WrongState
from backlog.models.snoozes import Snooze
from teams import permissions

MOST = 100
UNDO_WITHIN = timedelta(minutes=15)
KEPT = timedelta(days=30)
"""Far longer than it can be undone: what was done stands in the items' own histories."""


class SweepQuerySet(models.QuerySet):
    def done_before(self, moment) -> "SweepQuerySet":
        return self.filter(at__lt=moment)

    def visible_to(self, user) -> "SweepQuerySet":
        """One's own."""
        return self.filter(by=user) if user.is_authenticated else self.none()

    def of_group(self, group) -> "SweepQuerySet":
        """Done to items that are the group's now: those of one sweep are all of one group."""
        first = Cast(KT("done__0__item"), models.UUIDField())
        ours = Item.objects.filter(pk=models.OuterRef("first"), product_group=group)
        return self.annotate(first=first).filter(models.Exists(ours))

    def last_undoable(self, user, group, now) -> "Sweep | None":
        """What this person did last in the group, if it can still be undone."""
        recent = self.visible_to(user).of_group(group).filter(at__gt=now - UNDO_WITHIN)
        last = recent.order_by("-at", "-id").first()
        return last if last and last.undone_at is None and last.what in Sweep.UNDOABLE else None

    def merge_of(self, item) -> "Sweep | None":
        """The merge of this item alone that can be undone: the item has not changed since."""
        alone = {"done__0__item": str(item.pk), "done__0__version": item.version, "done__1__isnull": True}
        return self.filter(what=Sweep.What.MERGE, at__gt=timezone.now() - UNDO_WITHIN, **alone).first()


class Sweep(models.Model):
    """What was done to which items, and how each of them was before and after.

    Each class method does one thing to all of the items, whose ids the caller found among what
    `by` may see: policy for every item first, then every state, then the values. Anything
    refused refuses all of it.
    """

    class What(models.TextChoices):
        ASSESS = "assess", gettext_lazy("Assess")
        MERGE = "merge", gettext_lazy("Merge into another item")
        ASK = "ask", gettext_lazy("Ask the team")
        SNOOZE = "snooze", gettext_lazy("Lay aside until a day")
        UNSNOOZE = "unsnooze", gettext_lazy("Bring back to the inbox")

    UNDOABLE = frozenset({What.ASSESS, What.MERGE, What.SNOOZE, What.UNSNOOZE})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    what = models.CharField(max_length=10, choices=What.choices)
    done = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, editable=False)

    objects = SweepQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["by", "-at", "-id"], name="sweep_by_person")]

    def __str__(self) -> str:
        return f"{self.what} {len(self.done)}"

    @classmethod
    def assess(cls, ids, *, finding: str, reason: str, by) -> "Sweep":
        return cls._each(
            cls.What.ASSESS, ids, lambda item: item.assess(finding=finding, reason=reason, by=by), by
        )

    @classmethod
    def merge(cls, ids, *, into, by) -> "Sweep":
        if into is None or into.pk in ids:
            raise ValidationError({"into": _("Choose an item that is not among those to be merged.")})
        return cls._each(cls.What.MERGE, ids, lambda item: item.merge(into, by=by), by, also=[into.pk])

    @classmethod
    def ask(cls, ids, *, text: str, by) -> "Sweep":
        return cls._each(cls.What.ASK, ids, lambda item: item.ask(text, by=by), by)

    @classmethod
    def snooze(cls, ids, *, until: date | None, by) -> "Sweep":
        """Lay aside for `by` alone until a day; without a day, bring back."""
        what = cls.What.SNOOZE if until else cls.What.UNSNOOZE
        return cls._each(what, ids, lambda item: Snooze.lay_aside(item, until, by=by), by)

    @classmethod
    def unsnooze(cls, ids, *, by) -> "Sweep":
        return cls.snooze(ids, until=None, by=by)

    @classmethod
    def _each(cls, what: str, ids, do: Callable, by, *, also=()) -> "Sweep":
        with transaction.atomic():
            rows = Item.with_lock(*ids, *also)
            items = [rows[pk] for pk in ids]
            cls.require(what, items, by=by)
            cls.require_together(items)
            done = [cls._one(item, do, by) for item in items]
            return cls.objects.create(by=by, what=what, done=done)

    @classmethod
    def require(cls, what: str, items: list, *, by) -> None:
        """Policy for every item, then every state; `WrongState` names what stands in the way."""
        for item in items:
            permissions.require(by, cls.permission(what), item)
        cls._require_states(what, items)

    @staticmethod
    def require_together(items: list) -> None:
        """What can be done in one go: raises a `ValidationError` at `items`."""
        if not items:
            raise ValidationError({"items": _("Choose at least one item first.")})
        if len({item.product_group_id for item in items}) > 1 or len(items) > MOST:
            sentence = _("Choose at most %d items, all of one product group.") % MOST
            raise ValidationError({"items": sentence})

    @staticmethod
    def permission(what: str) -> str:
        """Which permission it asks for, of every item."""
        return "backlog.snooze_item" if what == Sweep.What.UNSNOOZE else f"backlog.{what}_item"

    @classmethod
    def undoable_until(cls, what: str, at: datetime, undone_at: datetime | None) -> datetime | None:
        """Until when it can be taken back; None where it can't be, or has been."""
        return at + UNDO_WITHIN if what in cls.UNDOABLE and undone_at is None else None

    @staticmethod
    def _require_states(what: str, items: list) -> None:
        late = [item for item in items if what in VERBS and item.state not in VERBS[what].states]
        if late:
            named = get_text_list([f"#{item.number} ({item.get_state_display()})" for item in late], _("and"))
            raise WrongState(
                _("“%(verb)s” is not possible for %(items)s.") % {"verb": VERBS[what].label, "items": named}
            )

    @staticmethod
    def _one(item, do: Callable, by) -> dict:
        before = {
            "item": str(item.pk),
            "number": item.number,
            "silent_since": item.silent_since.isoformat(),
            "last_human_activity": item.last_human_activity.isoformat(),
            "snoozed": _snoozed(item, by),
        }
        do(item)
        return before | {"version": item.version, "snoozed_then": _snoozed(item, by)}

    def undo(self, *, by) -> None:
        """Take all of it back: the items are as they were, their silence too.

        Only who did it, within a quarter of an hour, while they may still do it to every one
        of the items, and while none of them has changed since. Else nothing is undone:
        `PermissionDenied`, or `WrongState` with what stands in the way.
        """
        with transaction.atomic():
            self.refresh_from_db(from_queryset=type(self).objects.select_for_update())
            if self.by_id != by.pk:
                raise PermissionDenied
            rows = self._locked()
            for item in rows.values():
                permissions.require(by, self.permission(self.what), item)
            self._require_undoable(rows, by)
            for row in self.done:
                getattr(self, f"_undo_{self.what}")(rows[row["item"]], row)
            self.undone_at = timezone.now()
            self.save(update_fields=["undone_at"])

    def _locked(self) -> dict:
        """The items by their ids as they stand in `done`, locked with all that undoing will change."""
        lock = Item.with_lock_upwards if self.what == self.What.MERGE else Item.with_lock
        rows = {str(pk): item for pk, item in lock(*[row["item"] for row in self.done]).items()}
        return {row["item"]: rows[row["item"]] for row in self.done}

    def _require_undoable(self, rows: dict, by) -> None:
        if self.undone_at is not None or self.what not in self.UNDOABLE:
            raise WrongState(_("This can't be undone, or has been undone already."))
        if timezone.now() - self.at > UNDO_WITHIN:
            raise WrongState(_("It is too late to undo this at a press; each item still has its own verbs."))
        changed = [row for row in self.done if self._has_changed(rows[row["item"]], row, by)]
        if changed:
            named = get_text_list([f"#{row['number']}" for row in changed], _("and"))
            raise WrongState(_("%s has changed since. Nothing was undone.") % named)

    def _has_changed(self, item, row: dict, by) -> bool:
        if self.what in {self.What.SNOOZE, self.What.UNSNOOZE}:
            return _snoozed(item, by) != row["snoozed_then"]
        return item.version != row["version"]

    def _undo_assess(self, item, row: dict) -> None:
        item.unassess(by=self.by, silence=_silence(row))

    def _undo_merge(self, item, row: dict) -> None:
        item.unmerge(by=self.by, silence=_silence(row))

    def _undo_snooze(self, item, row: dict) -> None:
        Snooze.objects.filter(item=item, user=self.by).delete()
        if row["snoozed"]:
            Snooze.objects.create(item=item, user=self.by, until=row["snoozed"])

    _undo_unsnooze = _undo_snooze


def _snoozed(item, by) -> str | None:
    until = Snooze.objects.filter(item=item, user=by).values_list("until", flat=True).first()
    return until.isoformat() if until else None


def _silence(row: dict) -> dict:
    moments = ("silent_since", "last_human_activity")
    return {name: datetime.fromisoformat(row[name]) for name in moments}
