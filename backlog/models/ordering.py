"""Order by hand: a text key per row, so that a move writes one row.

Keys come from fractional indexing: between any two keys there is another. They are compared
byte by byte (collation C).
"""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from fractional_indexing import generate_key_between

from activity.models import Event
from backlog.models.life import WrongState
from teams.models import ProductGroup


def hold_order(product_group_id) -> None:
    """Let one transaction at a time change orders in a group. Take item locks before this one."""
    ProductGroup.objects.select_for_update().only("pk").get(pk=product_group_id)


def require_unmoved(row, seen: str, event: str, subject_type: str, *, by) -> None:
    """Raise `WrongState` where somebody else moved the row away from the key `seen`.

    Two people who move the same row at once have both seen it where it was. The second is told
    who was faster, and moves it from where it stands now, or leaves it there. One's own moves,
    such as a key pressed twice, are in nobody's way.
    """
    if row.position == seen:
        return
    last = Event.objects.about(subject_type, row.pk).named(event).select_related("actor").first()
    if last is None or last.actor is None:
        raise WrongState(_("It stands elsewhere by now."))
    if last.actor_id != by.pk:
        raise WrongState(_("%s was faster and moved it.") % last.actor)


def key_at_end(rows: QuerySet, product_group_id) -> str:
    """A key behind the last of `rows`."""
    hold_order(product_group_id)
    last = rows.exclude(position="").order_by("-position").values_list("position", flat=True).first()
    return generate_key_between(last, None)


def key_beside(rows: QuerySet, product_group_id, *, before=None, after=None) -> str:
    """A key right before or right after the row with that id; without either, at the very front.

    `rows` must not contain the row that moves. Raises `rows.model.DoesNotExist` when the
    neighbour is not among them.
    """
    hold_order(product_group_id)
    rows = rows.exclude(position="")
    keys = rows.values_list("position", flat=True)
    if after is not None:
        low = rows.get(pk=after).position
        return generate_key_between(low, keys.filter(position__gt=low).order_by("position").first())
    high = rows.get(pk=before).position if before is not None else keys.order_by("position").first()
    low = keys.filter(position__lt=high).order_by("-position").first() if high else None
    return generate_key_between(low, high)
