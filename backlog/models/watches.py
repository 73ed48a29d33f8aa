"""Who hears what happens to an item, and who would rather not."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from teams.models import User


class WatchQuerySet(models.QuerySet):
    def begin(self, item, user_id) -> None:
        """Let somebody watch from now on, who has not said otherwise."""
        self.bulk_create([Watch(item=item, user_id=user_id)], ignore_conflicts=True)

    def choose(self, item, user, *, watching: bool) -> None:
        """Keep what somebody says about watching; the last word holds. Safe to repeat."""
        now = timezone.now()
        self.update_or_create(item=item, user=user, defaults={"watching": watching, "at": now})

    def of(self, user) -> "WatchQuerySet":
        return self.filter(user=user)

    def hearers(self, item, told: set, *, besides: set) -> set:
        """Ids of those who hear of an event: whom it concerns anyhow and who watch, without who will not.

        Who may no longer see the item hears nothing of it, nor do those in `besides`.
        """
        chosen = dict(self.filter(item=item).values_list("user", "watching"))
        unwatched = {user for user, watching in chosen.items() if not watching}
        hearers = (told | chosen.keys()) - unwatched - besides
        if not hearers:
            return set()
        return set(User.objects.seeing(item).among(hearers).values_list("pk", flat=True))


class Watch(models.Model):
    """What one person said, or what follows from commenting. Author and owner watch without a row."""

    item = models.ForeignKey("backlog.Item", on_delete=models.CASCADE, related_name="watches")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    watching = models.BooleanField(default=True)
    at = models.DateTimeField(default=timezone.now)

    objects = WatchQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "user"], name="watch_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {'watches' if self.watching else 'does not watch'} {self.item_id}"
