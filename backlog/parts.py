"""Which parts an item has, asked at once.

Most items have few of them. A query for each, most of them answered by nothing, was half of what the page of
an item cost; so one query asks for all, and only what is there is read.
"""

from django.db import connection

from activity.models import Event
from backlog.models import Action, Answer, Item, Perspective, Tie, VisitNote, Watch

_ways: dict[str, str] = {}


def register(name: str, model, *columns: str, where: str = "") -> None:
    """The part `name` is there where a row of `model` holds the item's id in one of the columns."""
    held = " OR ".join(f"{column} = %(pk)s" for column in columns)
    _ways[name] = f"SELECT '{name}' WHERE EXISTS (SELECT FROM {model._meta.db_table} WHERE ({held}){where})"


def parts_of(pk) -> frozenset[str]:
    """Names of the parts that the item with this id has."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(_ways.values()), {"pk": pk})
        return frozenset(name for (name,) in cursor.fetchall())


for _name, _model in {
    "answers": Answer,
    "perspectives": Perspective,
    "actions": Action,
    "visits": VisitNote,
    "watches": Watch,
}.items():
    register(_name, _model, "item_id")
register("merged", Item, "merged_into_id")
register("ties", Tie, "item_id", "to_id")
register("reopened", Event, "subject_id", where=" AND subject_type = 'item' AND name = 'reopened'")
