"""What a row of the Product Backlog shows: a feature, or an improvement item with its own state and age."""

from collections.abc import Iterable
from types import SimpleNamespace

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from backlog.models import ProductBacklogEntry
from backlog.models.querysets import LIST_FIELDS
from backlog.rows import decorate, first_move
from teams import permissions

State = ProductBacklogEntry.State


def entry_rows(rows: Iterable[dict], user) -> list[dict]:
    """Rows of `ProductBacklogEntry.for_rows()` with addresses, words, and what `user` may do next.

    An item's row is that item's row (see `backlog.rows.decorate`) under the entry's id.
    """
    base = reverse("backlog:product-backlog")
    return [
        _item_row(row, user) if row["item_id"] else _feature_row(row, user, f"{base}{row['id']}/")
        for row in rows
    ]


def _item_row(row: dict, user) -> dict:
    item = decorate([{name: row[f"item__{name}"] for name in LIST_FIELDS}])[0]
    step = first_move(item, user, "take", "start", "complete", "confirm")
    own = {"id": row["id"], "position": row["position"]}
    return item | own | {"words": f"#{item['number']}", "step": step, "is_item": True}


def _feature_row(row: dict, user, url: str) -> dict:
    step, post = None, ""
    entry = SimpleNamespace(**row)
    if row["state"] == State.OPEN and permissions.may(user, "backlog.take_entry", entry):
        step = (f"{url}take/", _("Take"))
        mine = user.access.teams_in(row["product_group_id"])
        post = str(mine[0]) if len(mine) == 1 else ""
    elif row["state"] == State.TAKEN and user.access.is_member(row["team_id"]):
        step, post = (f"{url}complete/", _("Say it is done")), str(row["team_id"])
    told = {State.OPEN: _("Open"), State.TAKEN: _("taken by %s") % row["team__name"]}
    done = _("done on %s") % date_format(localtime(row["done_at"]), "j M Y") if row["done_at"] else ""
    return row | {
        "url": url,
        "kind": "feature",
        "words": row["title"],
        "state_words": told.get(row["state"], done),
        "step": step,
        "step_team": post,
    }
