"""Bringing items from a file: checked first, then all or nothing, and no item twice."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from uuid_utils.compat import uuid7

from activity.doorbell import wake
from activity.models import Event
from backlog import item_files
from backlog.models.item import Item
from backlog.models.life import State
from backlog.models.wording import Wording
from teams import permissions
from teams.models import ProductGroup, Team, User

BATCH = 500


class ItemImportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ItemImportQuerySet":
        """One's own imports."""
        return self.filter(by=user) if user.is_authenticated else self.none()

    def forgotten(self) -> "ItemImportQuerySet":
        """Those that should have run long ago."""
        before = timezone.now() - timedelta(minutes=10)
        return self.filter(state=ItemImport.State.WAITING, created__lt=before).only("pk")

    def for_page(self) -> "ItemImportQuerySet":
        return self.defer("content").select_related("team")

    def for_list(self) -> "ItemImportQuerySet":
        return self.defer("content", "problems", "left_out").select_related("team")


class ItemImport(models.Model):
    """One file that a person brings. It runs in the worker and goes on when the page is closed.

    `team` is the importer's own team, for which rows are filed that name none. What else names
    no team of the group affects it, as all rows do that an administrator brings without one:
    they become proposals.
    `outcome` counts what was made: `new`, `confirmed`, `proposed`, `known`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", gettext_lazy("Waiting")
        DONE = "done", gettext_lazy("Done")
        REFUSED = "refused", gettext_lazy("Refused")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    dry_run = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    problems = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    outcome = models.JSONField(default=dict)
    created = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ItemImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]
        indexes = [models.Index(fields=["by", "-created"], name="import_by_person")]

    def __str__(self) -> str:
        return self.file_name

    @classmethod
    def start(cls, *, team: Team, file_name: str, content: bytes, dry_run: bool, by) -> "ItemImport":
        """Take a file in. Raises `PermissionDenied`, or `ValidationError` for one that is too large."""
        permissions.require(by, "backlog.import_items", team)
        if len(content) > item_files.LARGEST:
            limit = item_files.LARGEST // 1024**2
            raise ValidationError({"file": _("The file is larger than %d MB.") % limit})
        with transaction.atomic():
            brought = cls.objects.create(
                team=team, file_name=file_name[:200], content=content, dry_run=dry_run, by=by
            )
            transaction.on_commit(brought.wake_worker, robust=True)
        return brought

    def wake_worker(self) -> None:
        """Ask the worker to run it. One that is not heard is found by the sweep in the schedule."""
        wake("backlog.tasks.run_import", str(self.pk))

    def run(self) -> None:
        """Check the file and, unless it is a dry run or has problems, store all of it at once.

        Safe to repeat and to run twice at the same moment: the row is locked, and what has
        ended stays as it is. Killed in between, nothing is stored and it can run again.
        """
        with transaction.atomic():
            self.refresh_from_db(from_queryset=ItemImport.objects.select_for_update())
            if self.state != self.State.WAITING:
                return
            group = self.team.product_group
            reading = item_files.read(bytes(self.content), group.zone, group.today())
            bringing = Bringing(
                self.team, by=self.by, file_name=self.file_name, on_progress=self.show_progress
            )
            bringing.check(reading)
            if not reading.problems:
                bringing.plan(reading.rows)
                if not self.dry_run:
                    bringing.store()
            self.problems = [vars(problem) for problem in reading.problems]
            self.left_out = reading.left_out
            self.outcome = bringing.outcome
            self.state = self.State.REFUSED if reading.problems else self.State.DONE
            self.ended_at = timezone.now()
            self.content = b""
            self.save()

    def show_progress(self, done: int, total: int) -> None:
        """Tell the waiting page how far it is; outside the transaction, so in the cache."""
        cache.set(f"import-{self.pk}", [done, total], timeout=3600)

    @property
    def progress(self) -> tuple[int, int]:
        """Rows done and rows in all; (0, 0) while it is not known."""
        done, total = cache.get(f"import-{self.pk}") or (0, 0)
        return done, total


def identity(group: ProductGroup, source_url: str, team: str, title: str) -> str:
    """What makes a row the same item again: address, team and title agree."""
    parts = [group.pk.hex, source_url, team.casefold(), title]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


class Bringing:
    """One run over the rows of a file for one product group.

    An administrator files rows as `new` for the teams of the group that they name, whether or
    not as a member of one; a member for the own teams. The item's history says that they were
    imported, and it is no human activity.
    """

    def __init__(self, team: Team, *, by, file_name: str, on_progress: Callable[[int, int], None]):
        self.team = team
        self.group = team.product_group
        self.by = by
        self.file_name = file_name
        self.on_progress = on_progress
        self.as_admin = by is None or by.is_admin
        self.teams = {entry.name.casefold(): entry for entry in self.group.teams.active()}
        self.people = self._people()
        self.outcome = dict.fromkeys(["new", "confirmed", "proposed", "known"], 0)
        self.items: list[Item] = []
        self.events: list[Event] = []

    def _people(self) -> dict[str, User]:
        people = {}
        for person in User.objects.of_group(self.group):
            people[person.name.casefold()] = people[person.email] = person
        return people

    def check(self, reading: item_files.Reading) -> None:
        """Refuse rows for teams of the group that the importer may not file for."""
        if self.as_admin:
            return
        for row in reading.rows:
            team = self.teams.get(row.team.casefold())
            if team and not self.by.access.is_member(team.pk):
                reading.complain(row.line, "team", _("You are not a member of the team “%s”.") % team)

    def plan(self, rows: list[item_files.Row]) -> None:
        """Build the items that the group doesn't have yet."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import {self.group.pk}"])
        known = self._known()
        for row in rows:
            key = identity(self.group, row.source_url, row.team, row.title)
            if key in known:
                self.outcome["known"] += 1
                continue
            known.add(key)
            self._plan_one(row, key)

    def _known(self) -> set[str]:
        """The identities of all items of the group: as they were brought, and as they are now."""
        known = set()
        rows = Item.objects.filter(product_group=self.group).values_list(
            "import_key", "source_url", "team__name", "title", "from_outside"
        )
        for import_key, source_url, team, title, from_outside in rows.iterator(chunk_size=5000):
            known.add(import_key)
            known.add(identity(self.group, source_url, team or "", title))
            if from_outside:
                known.add(identity(self.group, source_url, "", title))
        return known

    def _plan_one(self, row: item_files.Row, import_key: str) -> None:
        team = self.teams.get(row.team.casefold())
        proposed = team is None and (self.as_admin or bool(row.team))
        now = timezone.now()
        created = row.created or now
        state = State.PROPOSED if proposed else State.CONFIRMED if row.done else State.NEW
        owner = self.people.get(row.owner.casefold())
        item = Item(
            product_group=self.group,
            team=team or self.team,
            kind=row.kind,
            title=row.title,
            description=row.description,
            source_url=row.source_url,
            state=state,
            from_outside=proposed,
            imported=True,
            raised_by=self.by,
            owner=owner,
            owner_text=row.owner,
            team_text=row.team,
            import_key=import_key,
            created=created,
            state_since=now if proposed else created,
            last_human_activity=created,
            silent_since=created,
            unanswered_since=created,
            confirmed_at=created if state == State.CONFIRMED else None,
        )
        self.items.append(item)
        self.outcome[str(state)] += 1
        self.events.append(
            Event(
                name="imported",
                at=now,
                actor=self.by,
                human=False,
                product_group_id=self.group.pk,
                subject_type="item",
                subject_id=item.pk,
                data={
                    "title": item.title,
                    "state": str(state),
                    "team": item.team.name,
                    "file": self.file_name,
                    "line": row.line,
                    "owner": row.owner,
                    "team_text": row.team,
                    "brought_done": row.done,
                },
            )
        )

    def store(self) -> None:
        """Write all planned items with their events, in batches inside the caller's transaction."""
        total = len(self.items)
        ProductGroup.objects.filter(pk=self.group.pk).update(last_number=models.F("last_number") + total)
        self.group.refresh_from_db(fields=["last_number"])
        first = self.group.last_number - total + 1
        for start in range(0, total, BATCH):
            batch = self.items[start : start + BATCH]
            events = self.events[start : start + BATCH]
            for offset, (item, event) in enumerate(zip(batch, events, strict=True)):
                item.number = event.data["number"] = first + start + offset
            Item.objects.bulk_create(batch)
            Wording.keep(batch)
            Event.objects.bulk_create(events)
            self.on_progress(start + len(batch), total)
