"""Product groups, teams and people, for programs."""

from teams.api.groups import GroupResource
from teams.api.people import PersonResource
from teams.api.teams import TeamResource

__all__ = ["GroupResource", "PersonResource", "TeamResource"]
