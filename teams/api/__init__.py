"""Product groups, teams and people, for programs."""

from teams.api.groups import GroupResource
from teams.api.teams import TeamResource

__all__ = ["GroupResource", "TeamResource"]
