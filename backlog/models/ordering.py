"""Order by hand: a text key per row, so that a move writes one row.

Keys come from fractional indexing: between any two keys there is another. They are compared
byte by byte (collation C). In the same gap they grow by a letter with every fifth move or so; before
that matters, the rows around get short keys anew.
"""

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from fractional_indexing import generate_key_between, generate_n_keys_between

from activity.models import Event
from backlog.models.life import WrongState
from teams.models import ProductGroup

LONGEST_KEY = 60
"""From here on room is made. A key may have 255 letters, so there is time for it."""
SHORT_KEY = 20
REACHES = (50, 1_000, None)
"""How many rows on both sides get new keys; all of them, where that is not enough."""


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


def key_again(rows: QuerySet, product_group_id, key: str) -> str:
    """The key that a row had before it left `rows`; one right before it where another has it by now.

    A row that stood nowhere comes last.
    """
    if not key:
        return key_at_end(rows, product_group_id)
    hold_order(product_group_id)
    if not rows.filter(position=key).exists():
        return key
    before = rows.exclude(position="").filter(position__lt=key).order_by("-position")
    return generate_key_between(before.values_list("position", flat=True).first(), key)


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
        high = keys.filter(position__gt=low).order_by("position").first()
    else:
        high = rows.get(pk=before).position if before is not None else keys.order_by("position").first()
        low = keys.filter(position__lt=high).order_by("-position").first() if high else None
    key = generate_key_between(low, high)
    return key if len(key) <= LONGEST_KEY else _with_room(rows, low, high) or key


def _with_room(rows: QuerySet, low: str | None, high: str | None) -> str | None:
    """A key in this gap, after the rows around it got short ones; their order stays.

    None where somebody else holds one of these rows: a later move makes the room.
    """
    before = rows.filter(position__lte=low).order_by("-position", "-id") if low else rows.none()
    behind = rows.filter(position__gte=high).order_by("position", "id") if high else rows.none()
    for reach in REACHES:
        above, start = _nearest(before, reach)
        below, end = _nearest(behind, reach)
        keys = generate_n_keys_between(start, end, len(above) + 1 + len(below))
        if max(map(len, keys)) <= SHORT_KEY or reach is None:
            break
    key = keys.pop(len(above))
    return key if _rewritten(rows.model, [*reversed(above), *below], keys) else None


def _nearest(rows: QuerySet, reach: int | None) -> tuple[list, str | None]:
    """Ids of the first rows, at most `reach`, and the key of the one behind them, if there is one."""
    found = list(rows.values_list("pk", "position")[: reach and reach + 1])
    beyond = found.pop()[1] if reach and len(found) > reach else None
    return [pk for pk, _position in found], beyond


def _rewritten(model, ids: list, keys: list[str]) -> bool:
    """Write the keys, and count the versions of the rows. False where not every row can be locked now.

    Whoever waits for the order holds a row of it: to wait for that row would be a deadlock.
    """
    locked = model.objects.select_for_update(skip_locked=True).filter(pk__in=ids).values_list("pk", flat=True)
    if len(locked) < len(ids):
        return False
    rows = [model(pk=pk, position=key, version=F("version") + 1) for pk, key in zip(ids, keys, strict=True)]
    model.objects.bulk_update(rows, ["position", "version"], batch_size=500)
    return True
