"""Filters that were saved under a name: shared, pinned in the side bar, subscribed to."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from backlog.models.editing import Stale
from backlog.models.life import WrongState
from teams import permissions
from teams.kept import kept

LONGEST_QUERY = 2_000
MOST_VIEWS = 200
MOST_PINS = 20
CHANGEABLE = ("name", "query", "board", "team", "product_group")


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SavedViewQuerySet":
        """One's own, and what is shared with one's teams or with a product group that one sees."""
        return self.once_visible_to(user).filter(removed_at=None)

    def once_visible_to(self, user) -> "SavedViewQuerySet":
        """As `visible_to`, and the removed ones, which may be brought back."""
        if not user.is_authenticated:
            return self.none()
        shared = Q(team__in=list(user.access.team_roles))
        shared |= Q(product_group__in=user.access.visible_group_ids)
        if user.is_admin:
            shared = Q(team__isnull=False) | Q(product_group__isnull=False)
        return self.filter(Q(owner=user) | shared)

    def of(self, user) -> "SavedViewQuerySet":
        return self.filter(owner=user, removed_at=None)

    def removed_before(self, moment) -> "SavedViewQuerySet":
        return self.filter(removed_at__lt=moment)

    def with_id(self, pk) -> "SavedViewQuerySet":
        return self.filter(pk=pk)

    def pinned_by(self, user) -> "SavedViewQuerySet":
        return self.filter(pins__user=user)

    def for_choice(self):
        """Ids and names, by name."""
        return self.order_by("name", "id").values_list("id", "name")

    def for_list(self, user) -> "SavedViewQuerySet":
        """With whose they are, whom they are shared with, and whether `user` pinned or subscribed."""
        pins = ViewPin.objects.filter(view=OuterRef("pk"), user=user)
        heard = ViewSubscription.objects.filter(view=OuterRef("pk"), user=user)
        rows = self.select_related("owner", "team", "product_group").defer("product_group__purpose")
        return rows.annotate(pinned=Exists(pins), subscribed=Exists(heard))


class SavedView(models.Model):
    """A filter with a name: `query` is a query string of the items' one filter, checked before it comes here.

    Seen by its owner and, where it is shared, by a team or a product group. It holds no rows:
    whoever opens it sees what they may see.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    query = models.TextField(max_length=LONGEST_QUERY, blank=True)
    board = models.BooleanField(default=False)
    team = models.ForeignKey(
        "teams.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="saved_views"
    )
    product_group = models.ForeignKey(
        "teams.ProductGroup", null=True, blank=True, on_delete=models.PROTECT, related_name="saved_views"
    )
    version = models.PositiveIntegerField(default=1)
    created = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(team__isnull=True) | Q(product_group__isnull=True), name="view_shared_with_one"
            ),
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(removed_at__isnull=True), name="view_named_once"
            ),
        ]
        indexes = [models.Index(fields=["name", "id"], name="view_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def shared_with(self) -> str:
        """The team or group in one word, as forms send it; "" for nobody."""
        if self.team_id:
            return f"team-{self.team_id}"
        return f"group-{self.product_group_id}" if self.product_group_id else ""

    @classmethod
    def save_as(cls, *, by, **values) -> "SavedView":
        """Save a filter under a name. Raises `PermissionDenied` where one may not share it so."""
        view = cls(owner=by)
        with transaction.atomic():
            if cls.objects.of(by).count() >= MOST_VIEWS:
                raise ValidationError({"name": _("You have %d views. Remove one first.") % MOST_VIEWS})
            view._write(values, by)
        return view

    def edit(self, *, by, version: int | None = None, **values) -> None:
        """Change name, filter, or whom it is shared with; with `version`, only if nobody did meanwhile."""
        permissions.require(by, "backlog.edit_view", self)
        with transaction.atomic():
            self.refresh_from_db(from_queryset=SavedView.objects.select_for_update())
            if self.removed_at:
                raise WrongState(_("The view was removed."))
            if version is not None and version != self.version:
                raise Stale
            self.version += 1
            self._write(values, by)

    def remove(self, *, by) -> None:
        """Take it away from everybody. Safe to repeat; it can be brought back for a while."""
        permissions.require(by, "backlog.edit_view", self)
        SavedView.objects.filter(pk=self.pk, removed_at=None).update(removed_at=timezone.now())

    def restore(self, *, by) -> None:
        """Bring it back with its pins and subscriptions. Safe to repeat."""
        permissions.require(by, "backlog.edit_view", self)
        with transaction.atomic():
            if SavedView.objects.of(self.owner).filter(name=self.name).exclude(pk=self.pk).exists():
                raise WrongState(_("There is another view of this name now."))
            SavedView.objects.filter(pk=self.pk).update(removed_at=None)

    def pin(self, *, by) -> None:
        """Let it stand in one's own side bar, where there is room for `MOST_PINS`. Safe to repeat."""
        others = SavedView.objects.visible_to(by).pinned_by(by).exclude(pk=self.pk)
        if others.count() >= MOST_PINS and not self.pins.filter(user=by).exists():
            raise WrongState(_("Your side bar holds %d views. Take one away first.") % MOST_PINS)
        ViewPin.objects.bulk_create([ViewPin(view=self, user=by)], ignore_conflicts=True)

    def unpin(self, *, by) -> None:
        self.pins.filter(user=by).delete()

    def subscribe(self, known: list, *, by) -> None:
        """Hear of what newly matches; `known` is what matches now. Safe to repeat."""
        row = ViewSubscription(view=self, user=by, query=self.query, known=known)
        ViewSubscription.objects.bulk_create([row], ignore_conflicts=True)

    def unsubscribe(self, *, by) -> None:
        self.subscriptions.filter(user=by).delete()

    def _write(self, values: dict, by) -> None:
        if unknown := values.keys() - set(CHANGEABLE):
            raise TypeError(f"A view has no {sorted(unknown)}.")
        values = _moved(values)
        self._require_sharing(values, by)
        for name, value in values.items():
            setattr(self, name, value)
        self.name = " ".join(self.name.split())
        if not self.name:
            raise ValidationError({"name": _("Give the view a name.")})
        self.clean_fields(exclude=["removed_at"])
        if SavedView.objects.of(self.owner).filter(name=self.name).exclude(pk=self.pk).exists():
            raise ValidationError({"name": _("You have a view of this name already.")})
        self.save()

    def _require_sharing(self, values: dict, by) -> None:
        """Only with one's own team, or a group in which one has a role; what is shared already stays so."""
        team, group = values.get("team"), values.get("product_group")
        if team and team.pk != self.team_id:
            permissions.require(by, "backlog.share_view_with_team", team)
        if group and group.pk != self.product_group_id:
            permissions.require(by, "backlog.share_view_with_group", group)
        if team and group:
            raise ValidationError({"team": _("Share it with a team or a product group, not with both.")})


def _moved(values: dict) -> dict:
    """With the other place given up, where only one is named: a view is shared with one."""
    for place, other in (("team", "product_group"), ("product_group", "team")):
        if values.get(place) and other not in values:
            return values | {other: None}
    return values


class ViewPinQuerySet(models.QuerySet):
    def for_side_bar(self, user) -> list[dict]:
        """`id` and `name` of what the person pinned and still may see. Asked on every page, so it is kept."""

        def read() -> list[dict]:
            seen = SavedView.objects.visible_to(user).pinned_by(user)
            return list(seen.order_by("name", "id").values("id", "name"))

        return kept(user, "pins", read)


class ViewPin(models.Model):
    """Somebody's pin: the view stands in their side bar."""

    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="pins")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    objects = ViewPinQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "view"], name="view_pinned_once")]

    def __str__(self) -> str:
        return f"{self.user_id} pinned {self.view_id}"


class ViewSubscription(models.Model):
    """Somebody hears what newly matches a view; `known` are the ids of what they need not hear of.

    `query` is the filter to which `known` belongs: where the view has another one by now, what
    matches it is known as a whole, and not told.
    """

    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="subscriptions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    query = models.TextField(blank=True)
    known = ArrayField(models.UUIDField(), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["view", "user"], name="view_subscribed_once")]

    def __str__(self) -> str:
        return f"{self.user_id} hears of {self.view_id}"
