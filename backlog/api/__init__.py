"""Items, backlogs, actions and what is said about them, for programs."""

from backlog.api.items import ItemResource

__all__ = ["ItemResource"]
