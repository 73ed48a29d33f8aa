"""One digest a period: the flags that were raised, the longest silent first, to those who can act."""

from datetime import datetime

from django.db import transaction

from activity.models import Event
from backlog.audience import managers_of
from backlog.models import Flag
from backlog.models.flagging import period_of
from insights.models import Digest
from teams.models import ProductGroup

MOST_ITEMS = 30


def send_digests(group: ProductGroup, now: datetime) -> int:
    """Tell managers and sponsors of all newly flagged items, and owners of theirs; returns how many people.

    Sent with the first flags of a period, which raises what goes on anew. Safe to repeat, and
    to run twice at the same moment: a digest of a period is never repeated.
    """
    period = period_of(group, now)
    with transaction.atomic():
        ProductGroup.objects.select_for_update(no_key=True).only("pk").get(pk=group.pk)
        if Digest.objects.of_period(group, period).exists():
            return 0
        flags = Flag.objects.to_digest(group, period)
        items = _items(group, flags.for_digest(), now)
        if not items:
            return 0
        readers = _readers(group, items)
        for person_id, theirs in sorted(readers.items()):
            digest = Digest.objects.create(product_group=group, person_id=person_id, period=period, at=now)
            _tell(digest, theirs, all_of_group=len(theirs) == len(items))
        flags.update(digested_at=now)
    return len(readers)


def _items(group, flags, now: datetime) -> list[dict]:
    """Flagged items as a digest holds them, the longest silent first, each with its flags."""
    items: dict = {}
    for row in flags:
        item = items.setdefault(
            row["item"],
            {
                "id": str(row["item"]),
                "number": row["item__number"],
                "title": row["item__title"],
                "owner": row["item__owner"],
                "silent_days": group.days_between(row["item__silent_since"], now),
                "flags": [],
            },
        )
        item["flags"].append(row["name"])
    return list(items.values())


def _readers(group, items: list[dict]) -> dict:
    """Person → the items they are told of."""
    readers = dict.fromkeys(managers_of(group.pk), items)
    for item in items:
        if item["owner"] and item["owner"] not in readers:
            readers[item["owner"]] = [one for one in items if one["owner"] == item["owner"]]
    return readers


def _tell(digest: Digest, items: list[dict], *, all_of_group: bool) -> None:
    shown = [{key: value for key, value in item.items() if key != "owner"} for item in items[:MOST_ITEMS]]
    Event.record(
        "digest",
        subject_type="digest",
        subject_id=digest.pk,
        product_group_id=digest.product_group_id,
        by=None,
        at=digest.at,
        tell=[digest.person_id],
        group=digest.product_group.name,
        group_id=str(digest.product_group_id),
        owner="" if all_of_group else str(digest.person_id),
        count=len(items),
        items=shown,
    )
