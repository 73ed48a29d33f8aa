"""Moving a row in an order made by hand: by drag, by keys, or by a menu. Shared by both backlogs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from backlog.models import WrongState

MOST_ROWS = 200
MENU = ("top", "up", "down", "bottom", "before")


@dataclass(frozen=True)
class Move:
    """Which row goes where: right before or after another one, else to the top.

    `position` is where the page showed it; None where the sender doesn't say.
    """

    pk: UUID
    before: UUID | None = None
    after: UUID | None = None
    position: str | None = None

    @property
    def wanted(self) -> dict:
        """What the verbs `order` take."""
        return {"before": self.before, "after": self.after, "position": self.position}


def moved_row(request: HttpRequest) -> UUID:
    """The id of the row that moves. Raises `Http404` for what is no id."""
    return _uuid(request.POST.get("id", ""))


def read_move(request: HttpRequest, order: Sequence[tuple[UUID, int | None]]) -> Move:
    """What was sent, as a move among the rows of `order` (ids with their numbers, as they stand now).

    A menu sends `where` (and `number` with "before"), a drag `after`; both the `position` at which
    the page showed the row. Raises `BadRequest` for
    what no page of ours sends, and `WrongState` with a sentence when the row or its neighbour
    left the order meanwhile.
    """
    pk, where, position = moved_row(request), request.POST.get("where", ""), request.POST.get("position")
    if not where:
        after = request.POST.get("after", "")
        return Move(pk, after=_uuid(after) if after else None, position=position)
    return replace(_from_menu(request, pk, where, order), position=position)


def _from_menu(request: HttpRequest, pk: UUID, where: str, order) -> Move:
    if where not in MENU:
        raise BadRequest
    ids = [row for row, _number in order]
    if pk not in ids:
        raise WrongState(_("It no longer stands in this order."))
    place = ids.index(pk)
    if where == "up" and place > 0:
        return Move(pk, before=ids[place - 1])
    if where == "down" and pk != ids[-1]:
        return Move(pk, after=ids[place + 1])
    if where == "before":
        return Move(pk, before=_numbered(request.POST.get("number", ""), pk, order))
    return Move(pk) if where in {"top", "up"} else _last(pk, ids)


def _last(pk: UUID, ids: list[UUID]) -> Move:
    others = [other for other in ids if other != pk]
    return Move(pk, after=others[-1] if others else None)


def _numbered(text: str, pk: UUID, order) -> UUID:
    wanted = text.strip().lstrip("#")
    found = [row for row, number in order if str(number) == wanted and row != pk]
    if not found:
        raise WrongState(_("There is no other #%s in this order.") % (wanted[:20] or "?"))
    return found[0]


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
