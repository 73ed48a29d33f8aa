"""What the calendar does to items by itself, each night of a product group."""

from datetime import datetime

from django.db import transaction

from activity.models import Event
from backlog.audience import members_of
from backlog.models.flagging import FlagRun, raise_flags
from backlog.models.item import Item
from backlog.models.life import State
from teams import ending


def spend_night(group, now: datetime) -> None:
    """Everything that a new day brings to the group's items. Safe to repeat and to run twice at once.

    The night is written down as spent at the end, so that one that was cut short is begun again.
    """
    lapse_proposals(group, now)
    wake_deferred(group, now)
    ask_for_checks(group, now)
    raise_flags(group, now)
    FlagRun.objects.filter(product_group=group).update(night=group.today(now))


def lapse_proposals(group, now: datetime) -> int:
    """End the proposals that waited too long for consent; returns how many."""
    waited = Item.objects.proposed_before(group, group.days_ago(group.proposal_days, now))
    return sum(item.lapse(now) for item in waited)


def reconsider_proposals(team) -> None:
    """A team has ended: what waits for consent may have enough of it without that team."""
    for item in Item.objects.proposed_in(team.product_group_id).order_by("pk"):
        item.reconsider(team)


ending.register(reconsider_proposals)


def wake_deferred(group, now: datetime) -> int:
    """Bring back the items whose wake date has come; returns how many."""
    return sum(item.wake_up(now) for item in Item.objects.to_wake(group, group.today(now)))


def ask_for_checks(group, now: datetime) -> int:
    """Ask the originating teams whether what they confirmed still holds; returns how many items."""
    return sum(_ask(item, now) for item in Item.objects.to_check(group, group.today(now)).not_asked())


def _ask(item, now: datetime) -> bool:
    with transaction.atomic():
        item.lock()
        if item.state != State.CONFIRMED or not Item.objects.filter(pk=item.pk).not_asked().exists():
            return False
        Event.record(
            "check_asked",
            subject_type="item",
            subject_id=item.pk,
            product_group_id=item.product_group_id,
            by=None,
            at=now,
            tell=members_of(item.team_id),
            title=item.title,
            number=item.number,
            state=item.state,
        )
    return True
