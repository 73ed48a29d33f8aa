"""Items, backlogs, actions and what is said about them, for programs."""

from backlog.api.actions import ActionResource
from backlog.api.items import ItemResource
from backlog.api.product_backlog import EntryResource
from backlog.api.readings import DecisionResource, EventResource, FlagResource
from backlog.api.saved_views import ViewResource
from backlog.api.sweeps import SweepResource

__all__ = [
    "ActionResource",
    "DecisionResource",
    "EntryResource",
    "EventResource",
    "FlagResource",
    "ItemResource",
    "SweepResource",
    "ViewResource",
]
