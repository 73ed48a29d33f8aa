"""How items look to programs. The serializers describe it in the schema; rows never pass through them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from rest_framework import serializers

from activity.keyset import Page
from backlog.models import Finding, FlagName, Kind, State
from backlog.others import by_sight
from teams.bodies import example

ITEM = {
    "id": "id",
    "number": "number",
    "product_group": "product_group_id",
    "product_group_name": "product_group__name",
    "team": "team_id",
    "team_name": "team__name",
    "kind": "kind",
    "title": "title",
    "description": "description",
    "idea": "idea",
    "effect": "effect",
    "state": "state",
    "raised_by": "raised_by_id",
    "raised_by_name": "raised_by__name",
    "owner": "owner_id",
    "owner_name": "owner__name",
    "due": "due",
    "position": "position",
    "flags": "flags",
    "version": "version",
    "created": "created",
    "last_human_activity": "last_human_activity",
}
EXPERIMENT = ("prediction", "measure", "result")
INTO = ("merged_into", "merged_into__title", "merged_into__product_group", "merged_into__team")
BEHIND = ("product_group__time_zone", "silent_since", "learning", "found", *EXPERIMENT, *INTO)


@example(
    id="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e77",
    number=42,
    product_group="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e01",
    product_group_name="Payments",
    team="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e11",
    team_name="Red",
    kind="impediment",
    title="Builds take an hour",
    description="We wait for every merge.",
    idea="",
    effect="A build within ten minutes.",
    state="accepted",
    raised_by="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e40",
    raised_by_name="Karin Berg",
    owner="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e42",
    owner_name="Ola Lind",
    due="2027-06-01",
    position=None,
    flags=["stale"],
    age_days=48,
    silent_days=34,
    version=5,
    created="2027-03-01T08:30:00Z",
    last_human_activity="2027-03-15T13:05:00Z",
    url="https://improvement.example.org/items/0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e77/",
    learning="",
    finding="whole_system",
    finding_reason="Every team waits for builds.",
    merged_into=None,
    merged_into_title=None,
)
class ItemOut(serializers.Serializer):
    """An improvement item. References are ids; beside each stands a readable name."""

    id = serializers.UUIDField()
    number = serializers.IntegerField(help_text="Counts within the product group.")
    product_group = serializers.UUIDField()
    product_group_name = serializers.CharField()
    team = serializers.UUIDField(
        allow_null=True, help_text="The originating team; of a proposal, the team that it affects."
    )
    team_name = serializers.CharField(allow_null=True)
    kind = serializers.ChoiceField(choices=Kind.choices)
    title = serializers.CharField()
    description = serializers.CharField(help_text="The problem, in Markdown.")
    idea = serializers.CharField()
    effect = serializers.CharField(help_text="The expected effect.")
    state = serializers.ChoiceField(choices=State.choices)
    raised_by = serializers.UUIDField(allow_null=True)
    raised_by_name = serializers.CharField(allow_null=True)
    owner = serializers.UUIDField(allow_null=True)
    owner_name = serializers.CharField(allow_null=True)
    due = serializers.DateField(allow_null=True)
    position = serializers.CharField(
        allow_null=True, help_text="Its place on the improvement backlog: compare as text, byte by byte."
    )
    flags = serializers.ListField(child=serializers.ChoiceField(choices=FlagName.choices))
    age_days = serializers.IntegerField(help_text="Whole days since it was raised, in the group's time zone.")
    silent_days = serializers.IntegerField(help_text="Whole days since the last human activity.")
    version = serializers.IntegerField(help_text="Counts the changes; the ETag begins with this number.")
    created = serializers.DateTimeField()
    last_human_activity = serializers.DateTimeField()
    url = serializers.URLField(help_text="The item's page.")
    prediction = serializers.CharField(required=False, help_text="Of an experiment only.")
    measure = serializers.CharField(required=False, help_text="Of an experiment only.")
    result = serializers.CharField(required=False, help_text="Of an experiment only.")
    learning = serializers.CharField(help_text="From an experiment, or a local optimization.")
    finding = serializers.CharField(  # no choice: in the description that could not be null
        allow_null=True,
        help_text=f"What the discussion found last: {', '.join(Finding.values)}; or null.",
    )
    finding_reason = serializers.CharField(allow_null=True)
    merged_into = serializers.UUIDField(
        allow_null=True, help_text="The item that it goes on as part of, where you may see that one."
    )
    merged_into_title = serializers.CharField(allow_null=True)


HAPPENED = {
    "id": "id",
    "at": "at",
    "name": "name",
    "actor": "actor_id",
    "actor_name": "actor__name",
    "human": "human",
    "data": "data",
}


class HappenedOut(serializers.Serializer):
    """One thing that happened to an item."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    name = serializers.CharField(help_text="A word like `filed`, `decided`, `taken`.")
    actor = serializers.UUIDField(allow_null=True)
    actor_name = serializers.CharField(allow_null=True)
    human = serializers.BooleanField(help_text="Whether a person did it by hand.")
    data = serializers.DictField(help_text="What the history shows: reasons, old and new values.")


def happened_by_sight(page: Page, user) -> Page:
    """Events of a page without what `user` may not see of other items."""
    seen = by_sight(user, [(row["name"], row["data"]) for row in page.rows])
    for row, data in zip(page.rows, seen, strict=True):
        row["data"] = data
    return page


class Calendar:
    """Whole days by each product group's calendar, at one moment."""

    def __init__(self):
        self.now = timezone.now()
        self._today: dict[str, tuple[ZoneInfo, date]] = {}

    def days_since(self, moment: datetime, time_zone: str) -> int:
        """As `ProductGroup.days_between`, from a row."""
        if time_zone not in self._today:
            zone = ZoneInfo(time_zone)
            self._today[time_zone] = zone, self.now.astimezone(zone).date()
        zone, today = self._today[time_zone]
        return max(0, (today - moment.astimezone(zone).date()).days)


def item(row: dict, calendar: Calendar, page: str, user) -> dict:
    """A row of `ITEM` and `BEHIND` columns as programs of `user` get it; `page` is its page's address."""
    shown = {name: row[column] for name, column in ITEM.items()}
    zone = row["product_group__time_zone"]
    shown["position"] = row["position"] or None
    shown["age_days"] = calendar.days_since(row["created"], zone)
    shown["silent_days"] = calendar.days_since(row["silent_since"], zone)
    shown["url"] = page
    shown["learning"] = row["learning"]
    found = row["found"] or {"finding": None, "reason": None}
    shown |= {"finding": found["finding"], "finding_reason": found["reason"]}
    shown |= dict(zip(("merged_into", "merged_into_title"), _into(row, user), strict=True))
    if row["kind"] == Kind.EXPERIMENT:
        shown |= {name: row[name] for name in EXPERIMENT}
    return shown


def _into(row: dict, user) -> tuple:
    """Id and title of the item that it was merged into, where `user` sees that one: as `visible_to`."""
    into, title, group, team = (row[name] for name in INTO)
    is_seen = into and (user.is_admin or user.access.sees_group(group) or user.access.is_member(team))
    return (into, title) if is_seen else (None, None)
